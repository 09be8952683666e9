"""Planes: pictures as a video encoder takes them, luma beside quartered chroma, and cut-outs laid on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from app.simulator.video.painter import Image

Plane = npt.NDArray[np.uint8]

#: Premultiplied red, green, blue and coverage to Y, U and V in the range of television.
#: Source: ITU-R BT.601-7, section 2.5.
_TO_YUV = np.array(
    [
        [65.481, 128.553, 24.966, 16.0],
        [-37.797, -74.203, 112.0, 128.0],
        [112.0, -93.786, -18.214, 128.0],
    ],
    np.float32,
) / np.array([255, 255, 255, 255], np.float32)


class Planes:
    """One picture, I420 in one piece: shape (height × 3/2, width). Both measures are even."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.whole = np.zeros((height * 3 // 2, width), np.uint8)
        self.y = self.whole[:height]
        self.u, self.v = self.whole[height:].reshape(2, height // 2, width // 2)

    @classmethod
    def of(cls, image: Image) -> Self:
        """An image without gaps."""
        planes = cls(image.shape[1], image.shape[0])
        y, u, v, _ = _split(image)
        planes.y[...], planes.u[...], planes.v[...] = y, u, v
        return planes

    def window(self, source: Planes, left: int, top: int, rows: slice) -> None:
        """Fill rows (even bounds) with the same rows of a larger picture, seen from ``left`` and ``top`` on."""
        half = slice(rows.start // 2, rows.stop // 2)
        self.y[rows] = source.y[rows.start + top : rows.stop + top, left : left + self.width]
        left, top, width = left // 2, top // 2, self.width // 2
        self.u[half] = source.u[half.start + top : half.stop + top, left : left + width]
        self.v[half] = source.v[half.start + top : half.stop + top, left : left + width]

    def lay(self, cutout: Cutout, left: int, top: int) -> None:
        """Lay a cut-out on it; what sticks out is cut off."""
        _blend(self.y, cutout.y, cutout.hidden, left, top)
        left, top = left // 2, top // 2
        _blend(self.u, cutout.u, cutout.hidden_chroma, left, top)
        _blend(self.v, cutout.v, cutout.hidden_chroma, left, top)


@dataclass(frozen=True, slots=True)
class Cutout:
    """A shape with soft edges.

    Args:
        y, u, v: premultiplied. hidden, hidden_chroma: how much of what is behind shows through, of 256.
    """

    y: Plane
    u: Plane
    v: Plane
    hidden: npt.NDArray[np.uint16]
    hidden_chroma: npt.NDArray[np.uint16]

    @property
    def width(self) -> int:
        return int(self.y.shape[1])

    @property
    def height(self) -> int:
        return int(self.y.shape[0])

    @classmethod
    def of(cls, image: Image) -> Cutout:
        odd_high, odd_wide = image.shape[0] % 2, image.shape[1] % 2
        even = np.pad(image, ((0, odd_high), (0, odd_wide), (0, 0)))
        y, u, v, coverage = _split(even)
        through = (256 - np.round(even[..., 3] * (256 / 255))).astype(np.uint16)
        return cls(y, u, v, through, (256 - np.round(coverage * (256 / 255))).astype(np.uint16))


def _split(image: Image) -> tuple[Plane, Plane, Plane, npt.NDArray[np.float32]]:
    """Y, and U, V and coverage at half the size."""
    height, width = image.shape[:2]
    small = image.reshape(height // 2, 2, width // 2, 2, 4).mean(axis=(1, 3))
    y, u, v = image @ _TO_YUV[0], small @ _TO_YUV[1], small @ _TO_YUV[2]
    return _whole(y), _whole(u), _whole(v), small[..., 3]


def _whole(values: npt.NDArray[np.float32]) -> Plane:
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


def _blend(ground: Plane, ink: Plane, hidden: npt.NDArray[np.uint16], left: int, top: int) -> None:
    height, width = ground.shape
    rows = slice(max(-top, 0), min(ink.shape[0], height - top))
    columns = slice(max(-left, 0), min(ink.shape[1], width - left))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    target = ground[rows.start + top : rows.stop + top, columns.start + left : columns.stop + left]
    behind = target * hidden[rows, columns]
    behind >>= 8
    np.add(behind, ink[rows, columns], out=target, casting="unsafe")
