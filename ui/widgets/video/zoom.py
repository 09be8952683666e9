"""Digital zoom: which part of a picture a tile shows."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF

MOST = 8.0
STEP = 1.25


@dataclass(frozen=True, slots=True)
class Zoom:
    """
    Args:
        factor: 1 shows all of the picture.
        x, y: the middle of what is shown, as shares of the picture's width and height.
    """

    factor: float = 1.0
    x: float = 0.5
    y: float = 0.5

    @property
    def is_on(self) -> bool:
        return self.factor > 1.0

    def by(self, factor: float, at: QPointF | None = None) -> Zoom:
        """Larger or smaller.

        Args:
            at: the point that stays where it is, as shares of what is shown now; the middle unless given.
        """
        at = at or QPointF(0.5, 0.5)
        to = min(MOST, max(1.0, self.factor * factor))
        kept_x, kept_y = self._picture_share(at)
        return Zoom(to, kept_x - (at.x() - 0.5) / to, kept_y - (at.y() - 0.5) / to)._held()

    def moved(self, right: float, down: float) -> Zoom:
        """The picture pushed along, in shares of what is shown."""
        return Zoom(self.factor, self.x - right / self.factor, self.y - down / self.factor)._held()

    def part_of(self, size: QSizeF) -> QRectF:
        """What is shown of a picture of this size."""
        width, height = size.width() / self.factor, size.height() / self.factor
        return QRectF(self.x * size.width() - width / 2, self.y * size.height() - height / 2, width, height)

    def _picture_share(self, at: QPointF) -> tuple[float, float]:
        return self.x + (at.x() - 0.5) / self.factor, self.y + (at.y() - 0.5) / self.factor

    def _held(self) -> Zoom:
        """Kept inside the picture."""
        least = 0.5 / self.factor
        return Zoom(self.factor, min(1 - least, max(least, self.x)), min(1 - least, max(least, self.y)))
