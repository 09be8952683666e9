"""A frame: one decoded picture at the size at which it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from av import VideoFrame
from av.video.reformatter import Interpolation, VideoReformatter
from numpy.typing import NDArray

#: As good as bilinear where a picture grows, and without its flicker where it shrinks, as quick as any.
_HOW = Interpolation.AREA
#: FFmpeg's quick conversion writes eight pixels at a time, and none where a row ends before: this one writes all.
_TO_THE_END = _HOW | Interpolation.ACCURATE_RND
_STEP, _ROOM = 8, 4
#: So few lines are converted soon enough in any way, and one less would be seen.
_SMALL = 180
_PLANAR = frozenset({"yuv420p", "yuvj420p"})


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture.

    Args:
        memory: rows of ``line_bytes`` bytes, pixels B G R A as QImage's RGB32 has them on a little-endian machine;
            the end of a row may be padding. It has the buffer protocol, is FFmpeg's, and nobody writes to it.
        width, height: pixels.
        at_ms: Unix milliseconds at which its packet arrived here.
        pts_s: the stream's own time, seconds from an arbitrary zero; None when the stream has none.
        source_width, source_height: pixels before scaling.
    """

    memory: Any = field(repr=False)
    width: int
    height: int
    line_bytes: int
    at_ms: int
    pts_s: float | None
    source_width: int
    source_height: int

    @classmethod
    def of(cls, rgb: NDArray[np.uint8], at_ms: int = 0, pts_s: float | None = None) -> Frame:
        """A frame with these pixels, shape (height, width, 4), shown as they are."""
        height, width, depth = rgb.shape
        pixels = np.ascontiguousarray(rgb)
        return cls(pixels.data.cast("B"), width, height, width * depth, at_ms, pts_s, width, height)

    @property
    def rgb(self) -> NDArray[np.uint8]:
        """Shape (height, width, 4), uint8, B G R A: a view, whose rows may be padded."""
        rows = np.frombuffer(self.memory, np.uint8).reshape(-1, self.line_bytes)
        return rows[: self.height, : self.width * 4].reshape(self.height, self.width, 4)


class Scaler:
    """Turns decoded frames into pictures of a tile. One a tile: it keeps FFmpeg's two scalers while it lives.

    The usual pictures (4:2:0) are scaled as they are and then made B G R A at their new size. FFmpeg does both in
    one go, but there only the horizontal half of it in vector instructions: that takes up to twice as long.
    """

    def __init__(self) -> None:
        self._resizer, self._painter = VideoReformatter(), VideoReformatter()

    def scaled(self, frame: VideoFrame, size: tuple[int, int], at_ms: int, aspect: float = 1.0) -> Frame:
        """The frame as large as fits into ``size`` (width, height), its proportions kept.

        Args:
            aspect: width of a pixel by its height; some cameras send narrow ones.
        """
        source_width, source_height = frame.width, frame.height
        width, height = fitted(source_width * aspect, source_height, size)
        is_planar = frame.format.name in _PLANAR
        if is_planar and (width != source_width or height != source_height):
            frame = self._resizer.reformat(frame, width, height, interpolation=_HOW, threads=1)
        picture = self._painter.reformat(frame, width, height, "bgra", interpolation=_how(width), threads=1)
        return _frame(picture, at_ms, source_width, source_height)

    def whole(self, frame: VideoFrame, at_ms: int, aspect: float = 1.0) -> Frame:
        """The frame at its own size, to the pixel; narrow pixels are made wider, wide ones lower."""
        width, height = frame.width, frame.height
        size = (round(width * aspect), height) if aspect > 1 else (width, round(height / aspect))
        picture = self._painter.reformat(frame, *size, "bgra", interpolation=_how(size[0]), threads=1)
        return _frame(picture, at_ms, width, height)


def _frame(picture: VideoFrame, at_ms: int, source_width: int, source_height: int) -> Frame:
    plane = picture.planes[0]
    return Frame(
        plane, picture.width, picture.height, plane.line_size, at_ms, picture.time, source_width, source_height
    )


def fitted(width: float, height: float, size: tuple[int, int]) -> tuple[int, int]:
    """The largest size inside ``size`` with these proportions, pixels, at least 1 × 1.

    But for small pictures it is one that FFmpeg's quick conversion can make: it takes two lines at a time, and
    does not come to the end of some widths.
    """
    scale = min(size[0] / width, size[1] / height)
    columns, lines = max(1, round(width * scale)), max(1, round(height * scale))
    if min(columns, lines) <= _SMALL:
        return columns, lines
    return columns - columns % _STEP if _is_torn(columns) else columns, lines - lines % 2


def _how(width: int) -> Interpolation:
    return _TO_THE_END if _is_torn(width) else _HOW


def _is_torn(width: int) -> bool:
    """Whether a row ends in pixels that the quick conversion leaves out: there is no room for eight."""
    return 0 < width % _STEP <= _ROOM
