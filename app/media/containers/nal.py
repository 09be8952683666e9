"""Telling a key frame from the first bytes of a video frame in a byte stream with start codes.

Source: ITU-T H.264 table 7-1; ITU-T H.265 table 7-1; ISO/IEC 13818-2 6.2; ISO/IEC 14496-2 6.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

from app.media.containers.sps import Size, h264_size, h265_size

_START = b"\0\0\1"


def key_frame(codec: str, frame: bytes | bytearray) -> bool | None:
    """Whether this frame is one to begin with; None while these first bytes do not tell.

    A parameter set counts: it stands before a key frame, also before one that refreshes the picture row by row.
    """
    tell = _TELLS.get(codec)
    if tell is None:
        return False
    for at in _starts(frame):
        answer = tell(frame, at)
        if answer is not None:
            return answer
    return None


def picture_size(codec: str, frame: bytes | bytearray) -> Size | None:
    """Width and height from the parameter set in this frame, if it is there as a whole."""
    if codec not in ("h264", "hevc", "mpeg2video"):
        return None
    starts = [*_starts(frame), len(frame)]
    for at, end in pairwise(starts):
        if codec == "h264" and frame[at] & 0x1F == 7:
            return h264_size(bytes(frame[at:end]))
        if codec == "hevc" and frame[at] >> 1 & 0x3F == 33:
            return h265_size(bytes(frame[at:end]))
        if codec == "mpeg2video" and frame[at] == 0xB3 and at + 3 < len(frame):
            return frame[at + 1] << 4 | frame[at + 2] >> 4, (frame[at + 2] & 0x0F) << 8 | frame[at + 3]
    return None


def _starts(frame: bytes | bytearray) -> Iterator[int]:
    at = frame.find(_START)
    while 0 <= at < len(frame) - 3:
        yield at + 3
        at = frame.find(_START, at + 3)


def _h264(frame: bytes | bytearray, at: int) -> bool | None:
    kind = frame[at] & 0x1F
    return True if kind in (5, 7) else (False if 1 <= kind <= 4 else None)


def _h265(frame: bytes | bytearray, at: int) -> bool | None:
    kind = frame[at] >> 1 & 0x3F
    return True if 16 <= kind <= 21 or kind in (32, 33) else (False if kind <= 9 else None)


def _mpeg2(frame: bytes | bytearray, at: int) -> bool | None:
    if frame[at] in (0xB3, 0xB8):
        return True
    if frame[at] == 0 and at + 2 < len(frame):
        return frame[at + 2] >> 3 & 7 == 1
    return None


def _mpeg4(frame: bytes | bytearray, at: int) -> bool | None:
    if frame[at] in (0xB0, 0xB5):
        return True
    if frame[at] == 0xB6 and at + 1 < len(frame):
        return frame[at + 1] >> 6 == 0
    return None


_TELLS: dict[str, Callable[[bytes | bytearray, int], bool | None]] = {
    "h264": _h264,
    "hevc": _h265,
    "mpeg2video": _mpeg2,
    "mpeg4": _mpeg4,
}
