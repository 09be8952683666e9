"""One movie fragment: whether it begins with a key frame, when, and its offsets freed from the file's beginning.

Source: ISO/IEC 14496-12 (2022) 8.8.7 (tfhd), 8.8.8 (trun), 8.8.12 (tfdt), 8.8.3.1 (sample flags).
"""

from __future__ import annotations

from app.domain.errors import AppError
from app.media.containers.boxes import Movie, boxes, find, number

_BASE_OFFSET, _DESCRIPTION, _DURATION, _SIZE, _FLAGS, _BASE_IS_MOOF = 0x1, 0x2, 0x8, 0x10, 0x20, 0x020000
_RUN_OFFSET, _RUN_FIRST_FLAGS, _RUN_DURATION, _RUN_SIZE, _RUN_FLAGS = 0x1, 0x4, 0x100, 0x200, 0x400
_IS_NOT_SYNC = 0x10000


def begins_with_key(moof: bytes, movie: Movie) -> bool:
    """Whether a reader may begin with this fragment (the content of its ``moof``)."""
    if not movie.video_track:
        return True
    for kind, at, end in boxes(moof):
        traf = moof[at + 8 : end]
        if kind == b"traf" and number(find(traf, b"tfhd"), 4, 4) == movie.video_track:
            return _first_flags(traf, movie) & _IS_NOT_SYNC == 0
    return False


def time_s(moof: bytes, movie: Movie) -> float | None:
    """Decode time of the first sample of the picture, or of the sound when there is no picture."""
    for kind, at, end in boxes(moof):
        traf = moof[at + 8 : end]
        track = number(find(traf, b"tfhd"), 4, 4)
        tfdt, scale = find(traf, b"tfdt"), movie.timescale.get(track, 0)
        if kind == b"traf" and tfdt and scale and movie.video_track in (0, track):
            return number(tfdt, 4, 8 if tfdt[0] == 1 else 4) / scale
    return None


def _first_flags(traf: bytes, movie: Movie) -> int:
    tfhd, trun = find(traf, b"tfhd"), find(traf, b"trun")
    flags = number(trun, 1, 3)
    at = 8 + 4 * bool(flags & _RUN_OFFSET)
    if flags & _RUN_FIRST_FLAGS:
        return number(trun, at, 4)
    if flags & _RUN_FLAGS:
        return number(trun, at + 4 * bool(flags & _RUN_DURATION) + 4 * bool(flags & _RUN_SIZE), 4)
    of_track = number(tfhd, 1, 3)
    if of_track & _FLAGS:
        before = 8 * bool(of_track & _BASE_OFFSET)
        before += 4 * sum(bool(of_track & one) for one in (_DESCRIPTION, _DURATION, _SIZE))
        return number(tfhd, 8 + before, 4)
    return movie.default_flags.get(number(tfhd, 4, 4), 0)


def rebased(moof: bytes, file_at: int) -> bytes:
    """The whole ``moof`` box with offsets from its own beginning, so that it may stand anywhere.

    Args:
        moof: with its head. file_at: where it stood in what the publisher sent.
    Raises:
        AppError("stream.malformed"): its offsets lead nowhere.
    """
    parts = [(kind, moof[at:end]) for kind, at, end in boxes(moof, 8)]
    absolute = [_has_base(part) for kind, part in parts if kind == b"traf"]
    if not any(absolute):
        return moof
    shorter = 8 * sum(absolute)
    content = b"".join(_rebased_traf(part, file_at, shorter) if kind == b"traf" else part for kind, part in parts)
    return _box(b"moof", content)


def _has_base(traf: bytes) -> bool:
    return bool(number(find(traf[8:], b"tfhd"), 1, 3) & _BASE_OFFSET)


def _rebased_traf(traf: bytes, file_at: int, shorter: int) -> bytes:
    tfhd = find(traf[8:], b"tfhd")
    flags = number(tfhd, 1, 3)
    # A track that follows another's data needs no offset at all.
    moved = -shorter
    if flags & _BASE_OFFSET:
        moved += number(tfhd, 8, 8) - file_at
        flags = flags & ~_BASE_OFFSET | _BASE_IS_MOOF
        tfhd = tfhd[:1] + flags.to_bytes(3, "big") + tfhd[4:8] + tfhd[16:]
    made = []
    for kind, at, end in boxes(traf, 8):
        part = traf[at:end]
        if kind == b"tfhd":
            part = _box(b"tfhd", tfhd)
        elif kind == b"trun" and number(part, 9, 3) & _RUN_OFFSET:
            offset = int.from_bytes(part[16:20], "big", signed=True) + moved
            if not 0 <= offset < 1 << 31:
                raise AppError("stream.malformed", reason="offset")
            part = part[:16] + offset.to_bytes(4, "big") + part[20:]
        made.append(part)
    return _box(b"traf", b"".join(made))


def _box(kind: bytes, content: bytes) -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + kind + content
