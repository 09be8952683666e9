"""A painter: flat shapes with smooth edges on a small canvas, for pictures that are painted once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.media.lettering import lettering

Colour = tuple[int, int, int]
Point = tuple[float, float]
#: Red, green, blue (premultiplied) and coverage, each 0.0 to 255.0, shape (height, width, 4).
Image = npt.NDArray[np.float32]


class Canvas:
    """Transparent at first. All measures are pixels of the finished picture.

    Args:
        detail: it is painted this many times larger, which makes edges smooth.
    """

    def __init__(self, width: int, height: int, detail: int = 3) -> None:
        self.width, self.height, self._detail = width, height, detail
        self._ink = np.zeros((height * detail, width * detail, 4), np.float32)

    def rectangle(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, opacity: float = 1.0
    ) -> None:
        rows, columns = self._span(top, bottom, 0), self._span(left, right, 1)
        self._paint(self._ink[rows, columns], 1.0, colour, opacity)

    def gradient(self, left: float, top: float, right: float, bottom: float, upper: Colour, lower: Colour) -> None:
        """A rectangle that passes from one colour to another on the way down."""
        rows, columns = self._span(top, bottom, 0), self._span(left, right, 1)
        region = self._ink[rows, columns]
        share = np.linspace(0, 1, region.shape[0], dtype=np.float32)[:, None]
        above, below = np.array(upper, np.float32), np.array(lower, np.float32)
        region[..., :3] = (above * (1 - share) + below * share)[:, None]
        region[..., 3] = 255

    def ellipse(self, x: float, y: float, wide: float, high: float, colour: Colour, opacity: float = 1.0) -> None:
        """Around a middle, so wide and high in all."""
        region, across, down = self._grid(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        inside = ((across - x) / (wide / 2)) ** 2 + ((down - y) / (high / 2)) ** 2 <= 1
        self._paint(region, inside, colour, opacity)

    def polygon(self, points: Sequence[Point], colour: Colour, opacity: float = 1.0) -> None:
        """Inside by the even-odd rule."""
        xs, ys = zip(*points, strict=True)
        region, across, down = self._grid(min(xs), min(ys), max(xs), max(ys))
        inside = np.zeros(region.shape[:2], np.bool_)
        for (x1, y1), (x2, y2) in zip(points, [*points[1:], points[0]], strict=True):
            if y1 != y2:
                inside ^= ((y1 > down) != (y2 > down)) & (across < (x2 - x1) * (down - y1) / (y2 - y1) + x1)
        self._paint(region, inside, colour, opacity)

    def line(self, start: Point, end: Point, thick: float, colour: Colour) -> None:
        """With round ends."""
        (x1, y1), (x2, y2) = start, end
        half = thick / 2
        region, across, down = self._grid(
            min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half
        )
        length_2 = (x2 - x1) ** 2 + (y2 - y1) ** 2 or 1.0
        share = np.clip(((across - x1) * (x2 - x1) + (down - y1) * (y2 - y1)) / length_2, 0, 1)
        away = np.hypot(across - x1 - share * (x2 - x1), down - y1 - share * (y2 - y1))
        self._paint(region, away <= half, colour, 1.0)

    def text(self, x: float, y: float, text: str, cap: float, colour: Colour) -> None:
        """A line of text around a middle, left out where it does not fit."""
        mask = lettering(text, cap * self._detail)
        top = round(y * self._detail - mask.shape[0] / 2)
        left = round(x * self._detail - mask.shape[1] / 2)
        region = self._ink[max(top, 0) : top + mask.shape[0], max(left, 0) : left + mask.shape[1]]
        if region.shape[:2] == mask.shape:
            self._paint(region, mask, colour, 1.0)

    def image(self) -> Image:
        """What was painted, in its own size."""
        shape = (self.height, self._detail, self.width, self._detail, 4)
        image: Image = self._ink.reshape(shape).mean(axis=(1, 3))
        return image

    def _span(self, begin: float, end: float, axis: int) -> slice:
        edge = self._ink.shape[axis]
        first, last = round(begin * self._detail), round(end * self._detail)
        return slice(min(max(first, 0), edge), min(max(last, 0), edge))

    def _grid(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[Image, npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """The part of the canvas that a shape may touch, and where each of its dots is."""
        one = 1 / self._detail
        rows, columns = self._span(top - one, bottom + one, 0), self._span(left - one, right + one, 1)
        across = ((np.arange(columns.start, columns.stop) + 0.5) / self._detail).astype(np.float32)
        down = ((np.arange(rows.start, rows.stop) + 0.5) / self._detail).astype(np.float32)
        return self._ink[rows, columns], across[None, :], down[:, None]

    @staticmethod
    def _paint(
        region: Image,
        inside: float | npt.NDArray[np.bool_] | npt.NDArray[np.float32],
        colour: Colour,
        opacity: float,
    ) -> None:
        share = (np.asarray(inside, np.float32) * np.float32(opacity))[..., None]
        region *= 1 - share
        region += share * np.array((*colour, 255), np.float32)


def shaded(colour: Colour, by: float) -> Colour:
    """Lighter (by > 0) or darker (by < 0), -1.0 to 1.0."""
    target = 255 if by > 0 else 0
    red, green, blue = (round(part + (target - part) * abs(by)) for part in colour)
    return red, green, blue


def over(ground: Image, image: Image, left: int, top: int) -> None:
    """Lay one image on another; what sticks out is cut off."""
    height, width = ground.shape[:2]
    bottom, right = min(top + image.shape[0], height), min(left + image.shape[1], width)
    if bottom <= max(top, 0) or right <= max(left, 0):
        return
    part = image[max(-top, 0) : bottom - top, max(-left, 0) : right - left]
    target = ground[max(top, 0) : bottom, max(left, 0) : right]
    target *= 1 - part[..., 3:] / 255
    target += part
