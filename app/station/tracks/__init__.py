"""The track store: where units have been, compressed, apart from the event log.

What is lossy, and where: ``quantum`` rounds every fix once, on its way in, so an answer is the same before and
after compaction, a merge or a restart. How it is stored: ``database`` (the file), ``block`` (what a row holds),
``codec`` (how a row is compressed). What moves it along: ``recent`` (memory), ``compaction``, ``store`` (the
door).

How size is measured (``tests/bench/tracks.py``): the bytes of the whole database file, after every day has been
settled and the write-ahead log checkpointed and truncated, divided by the number of fixes in it.
"""

from app.station.tracks.store import TrackStore

__all__ = ["TrackStore"]
