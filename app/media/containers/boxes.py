"""Boxes of MP4: finding them, and what a movie header says. Source: ISO/IEC 14496-12 (2022) 4.2 and 8."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from app.media.containers.fourcc import AUDIO, VIDEO


@dataclass(slots=True)
class Movie:
    """The first video and the first sound of a movie. ``video_track`` is 0 when there is none.

    Args:
        timescale: ticks a second, by track. default_flags: of a sample, by track.
    """

    video_track: int = 0
    video_codec: str = ""
    audio_codec: str = ""
    width: int = 0
    height: int = 0
    timescale: dict[int, int] = field(default_factory=dict)
    default_flags: dict[int, int] = field(default_factory=dict)
    is_fragmented: bool = False


def boxes(data: bytes, at: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    """Kind, begin and end (with its head) of each whole box; ends at the first that is not."""
    end = len(data) if end is None else end
    while at + 8 <= end:
        size = number(data, at, 4)
        if size < 8 or at + size > end:
            return
        yield data[at + 4 : at + 8], at, at + size
        at += size


def number(data: bytes | bytearray, at: int, length: int) -> int:
    """A big-endian number; what is beyond the end counts as nothing."""
    return int.from_bytes(data[at : at + length], "big")


def find(data: bytes, *path: bytes) -> bytes:
    """The content of the first box at the end of this path of kinds; empty when there is none."""
    at, end = 0, len(data)
    for kind in path:
        found = next(((begin, over) for name, begin, over in boxes(data, at, end) if name == kind), None)
        if found is None:
            return b""
        at, end = found[0] + 8, found[1]
    return data[at:end]


def movie(moov: bytes) -> Movie:
    """From the content of a ``moov`` box."""
    made = Movie()
    for kind, at, end in boxes(moov):
        content = moov[at + 8 : end]
        if kind == b"trak":
            _read_track(made, content)
        elif kind == b"mvex":
            made.is_fragmented = True
            for name, begin, over in boxes(content):
                if name == b"trex" and over - begin >= 32:
                    made.default_flags[number(content, begin + 12, 4)] = number(content, begin + 28, 4)
    return made


def _read_track(made: Movie, trak: bytes) -> None:
    tkhd, mdhd = find(trak, b"tkhd"), find(trak, b"mdia", b"mdhd")
    track = number(tkhd, 20 if tkhd[:1] == b"\1" else 12, 4)
    made.timescale[track] = number(mdhd, 20 if mdhd[:1] == b"\1" else 12, 4)
    handler = find(trak, b"mdia", b"hdlr")[8:12]
    entry = find(trak, b"mdia", b"minf", b"stbl", b"stsd")[8:]
    kind = entry[4:8]
    if handler == b"vide" and not made.video_track:
        made.video_track, made.video_codec = track, VIDEO.get(kind, "")
        made.width, made.height = number(entry, 32, 2), number(entry, 34, 2)
    elif handler == b"soun" and not made.audio_codec:
        made.audio_codec = AUDIO.get(kind, "")
