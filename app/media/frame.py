"""A frame: one decoded picture at the size at which it is shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from av import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray


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
    """Turns decoded frames into pictures of a tile. One a tile: it keeps one scaler of FFmpeg's while it lives."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def scaled(self, frame: VideoFrame, size: tuple[int, int], at_ms: int, aspect: float = 1.0) -> Frame:
        """The frame inside ``size`` (width, height), its proportions kept, never larger than it came.

        Args:
            aspect: width of a pixel by its height; some cameras send narrow ones.
        """
        width, height = fitted(frame.width * aspect, frame.height, size)
        picture = self._reformatter.reformat(frame, width, height, "bgra", threads=1)
        plane = picture.planes[0]
        return Frame(plane, width, height, plane.line_size, at_ms, frame.time, frame.width, frame.height)


def fitted(width: float, height: float, size: tuple[int, int]) -> tuple[int, int]:
    """The largest size inside ``size`` with these proportions that enlarges nothing, pixels, at least 1 × 1."""
    shrink = min(1.0, size[0] / width, size[1] / height)
    return max(1, round(width * shrink)), max(1, round(height * shrink))
