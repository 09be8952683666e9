"""FLV as media servers send it, which RTMP is made of, too."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from app.media import repeats
from app.media.state import Patience, ReaderState
from tests.app.media.conftest import WITHIN_S, next_frame, until
from tests.app.media.servers import falls_silent, plays, serving
from tests.app.media.streams import clip

_FILE_HEADER_BYTES, _TAG_BYTES, _VIDEO = 13, 15, 9
#: Of servers that keep pictures and send nothing else: back soon, however busy the machine.
_BRIEF = Patience(stale_s=0.3, silent_s=0.6, return_s=WITHIN_S)


def _flv(**kind: object) -> bytes:
    return clip(container="flv", **kind)


def _tags(flv: bytes) -> Iterator[bytes]:
    at = _FILE_HEADER_BYTES
    while at < len(flv):
        end = at + _TAG_BYTES + int.from_bytes(flv[at + 1 : at + 4], "big")
        yield flv[at:end]
        at = end


def _joined_in_between(flv: bytes, sound_alone: int) -> bytes:
    """As from a server that keeps no pictures: so many tags of sound come before one that speaks of pictures."""
    tags = list(_tags(flv))
    pictures = [tag for tag in tags if tag[0] == _VIDEO]
    others = [tag for tag in tags if tag[0] != _VIDEO]
    return flv[:_FILE_HEADER_BYTES] + b"".join(others[:sound_alone] + pictures + others[sound_alone:])


def test_pictures_that_come_seconds_after_the_sound_are_waited_for(reading) -> None:
    late = _joined_in_between(_flv(sound="aac", seconds=4.0, gop=60), sound_alone=150)
    with serving(plays(late, then=falls_silent)) as server:
        reader = reading(server.url)
        assert next_frame(reader).source_width == 320
        # The picture is there to be taken a moment before it is told.
        until(lambda: reader.status().state is ReaderState.LIVE)
        # Once for a glance, once to stay.
        assert len(server.asked) == 2


def test_sound_alone_is_no_video_here_either(reading) -> None:
    whole = _flv(sound="aac")
    sound = whole[:_FILE_HEADER_BYTES] + b"".join(tag for tag in _tags(whole) if tag[0] != _VIDEO)
    with serving(plays(sound)) as server:
        reader = reading(server.url)
        until(lambda: (reason := reader.status().reason) is not None and reason.code == "stream.no_video")


def test_what_a_server_kept_of_a_stream_that_is_over_is_not_shown_again(
    reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What comes at once may take a busy machine longer than it usually does.
    monkeypatch.setitem(repeats._OLD_S, "flv", WITHIN_S)
    over, anew = _flv(seconds=1.0), _flv(seconds=1.0, size=(640, 360))
    begins_anew = threading.Event()

    def server_with_a_memory(connection, ends) -> None:
        plays(anew if begins_anew.is_set() else over, then=falls_silent)(connection, ends)

    with serving(server_with_a_memory) as server:
        reader = reading(server.url, patience=_BRIEF)
        until(lambda: reader.shown >= 15)
        # Of one whole opening that begins after that nothing is shown.
        asked = len(server.asked)
        until(lambda: len(server.asked) >= asked + 2)
        assert reader.shown == 15
        begins_anew.set()
        until(lambda: reader.status().figures.width == 640 and reader.shown >= 30)
        # What has the times of the first, and is another.
        assert reader.shown == 30
        frame = reader.take()
        assert frame is not None and frame.source_width == 640
