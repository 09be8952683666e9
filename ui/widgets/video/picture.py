"""The picture of a tile: where the newest frame lies, and how it is painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from app.media.frame import Frame
from ui.theme.tokens import Theme
from ui.widgets.video.zoom import Zoom

#: How much of the ground lies over a picture that is not live any more.
DIMMED = 0.62


class TilePicture:
    """Paints the newest frame into an area, its proportions kept, without copying it.

    All sizes are device-independent pixels unless they say otherwise.
    """

    def __init__(self) -> None:
        self.area = QRect()
        self.ratio = 1.0
        self.zoom = Zoom()
        self._frame: Frame | None = None
        self._image: QImage | None = None

    @property
    def frame(self) -> Frame | None:
        return self._frame

    @property
    def wish(self) -> tuple[int, int]:
        """The size in which the next pictures are wanted, device pixels: the area's, or more to zoom into."""
        width, height = round(self.area.width() * self.ratio), round(self.area.height() * self.ratio)
        if not self.zoom.is_on or self._frame is None:
            return max(1, width), max(1, height)
        factor = self.zoom.factor
        # More than the source has is not there to be seen.
        return (
            max(width, min(round(width * factor), self._frame.source_width)),
            max(height, min(round(height * factor), self._frame.source_height)),
        )

    @property
    def rect(self) -> QRect:
        """Where the picture lies in the area; all of the area without a picture."""
        if self._frame is None:
            return self.area
        room = QSizeF(self.area.size()) * self.ratio
        shrink = min(room.width() / self._frame.width, room.height() / self._frame.height)
        # One pixel more or less is rounding: then it is drawn as it is.
        width, height = self._frame.width * shrink, self._frame.height * shrink
        if abs(width - self._frame.width) < 2 and abs(height - self._frame.height) < 2:
            width, height = self._frame.width, self._frame.height
        size = QSize(round(width / self.ratio), round(height / self.ratio))
        left = self.area.x() + (self.area.width() - size.width()) // 2
        return QRect(left, self.area.y() + (self.area.height() - size.height()) // 2, size.width(), size.height())

    def put(self, frame: Frame | None) -> bool:
        """Show this from now on. Returns whether it lies elsewhere than the one before."""
        before = self.rect
        self._frame = frame
        if frame is None:
            self._image = None
        else:
            self._image = QImage(
                frame.memory, frame.width, frame.height, frame.line_bytes, QImage.Format.Format_RGB32
            )
        return self.rect != before

    def paint(self, painter: QPainter, dirty: QRect, theme: Theme, *, is_dimmed: bool) -> None:
        """The picture and the ground around it, all that is inside ``dirty``."""
        ground, rect = QColor(theme.base), self.rect
        if self._image is None:
            painter.fillRect(dirty.intersected(self.area), ground)
            return
        if not rect.contains(dirty):
            for beside in _around(self.area, rect):
                painter.fillRect(beside, ground)
        self._draw(painter, rect)
        if is_dimmed:
            ground.setAlphaF(DIMMED)
            painter.fillRect(rect, ground)

    def _draw(self, painter: QPainter, rect: QRect) -> None:
        image = self._image
        assert image is not None
        is_exact = (
            image.width() == round(rect.width() * self.ratio)
            and image.height() == round(rect.height() * self.ratio)
            and not self.zoom.is_on
        )
        if is_exact and self.ratio == 1.0:
            painter.drawImage(rect.topLeft(), image)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_exact)
        painter.drawImage(QRectF(rect), image, self.zoom.part_of(QSizeF(image.size())))

    def share_of(self, at: QPointF) -> QPointF:
        """A point of the tile, in shares of what is shown of the picture."""
        rect = QRectF(self.rect)
        return QPointF((at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height())


def _around(area: QRect, rect: QRect) -> list[QRect]:
    """What of the area is beside the rect."""
    if rect.width() < area.width():
        return [
            QRect(area.x(), area.y(), rect.x() - area.x(), area.height()),
            QRect(rect.right() + 1, area.y(), area.right() - rect.right(), area.height()),
        ]
    return [
        QRect(area.x(), area.y(), area.width(), rect.y() - area.y()),
        QRect(area.x(), rect.bottom() + 1, area.width(), area.bottom() - rect.bottom()),
    ]
