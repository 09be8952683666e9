"""A frame: one decoded picture at the size at which it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import numpy as np
from av import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture.

    Args:
        rgb: shape (height, width, 4), uint8, bytes B G R A as QImage's ARGB32 has them on a little-endian machine.
            Rows may be padded: use ``rgb.strides[0]``. It shares FFmpeg's memory; nobody writes to it.
        at_ms: Unix milliseconds at which its packet arrived here.
        pts_s: the stream's own time, seconds from an arbitrary zero; None when the stream has none.
        source_width, source_height: pixels before scaling.
    """

    rgb: NDArray[np.uint8]
    at_ms: int
    pts_s: float | None
    source_width: int
    source_height: int

    @property
    def width(self) -> int:
        return int(self.rgb.shape[1])

    @property
    def height(self) -> int:
        return int(self.rgb.shape[0])


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
        # A plane has the buffer protocol, which its types do not say.
        rows = np.frombuffer(cast("memoryview[int]", plane), np.uint8).reshape(-1, plane.line_size)
        rgb = rows[:height, : width * 4].reshape(height, width, 4)
        return Frame(rgb, at_ms, frame.time, frame.width, frame.height)


def fitted(width: float, height: float, size: tuple[int, int]) -> tuple[int, int]:
    """The largest size inside ``size`` with these proportions that enlarges nothing, pixels, at least 1 × 1."""
    shrink = min(1.0, size[0] / width, size[1] / height)
    return max(1, round(width * shrink)), max(1, round(height * shrink))
