"""The picture of a tile: where the newest frame lies, and how it is painted."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from app.media.frame import Frame
from ui.theme.tokens import Theme
from ui.widgets.video.zoom import Zoom

#: How much of the ground lies over a picture that is not live any more.
DIMMED = 0.62
_LITTLE_PX = 5
_RGB32 = QImage.Format.Format_RGB32


class TilePicture:
    """Paints the newest frame into an area, its proportions kept, without copying it.

    All sizes are device-independent pixels unless they say otherwise.
    """

    def __init__(self) -> None:
        self.zoom = Zoom()
        self._area, self._ratio = QRect(), 1.0
        self._frame: Frame | None = None
        self._image: QImage | None = None
        self._is_to_the_pixel = self._is_exact = False
        #: Where the picture lies in the area; all of the area without a picture.
        self.rect = QRect()

    @property
    def area(self) -> QRect:
        return self._area

    @property
    def frame(self) -> Frame | None:
        return self._frame

    def lay_out(self, area: QRect, ratio: float) -> None:
        """
        Args:
            ratio: device pixels by a pixel.
        """
        self._area, self._ratio = area, ratio
        self.rect = self._placed()

    @property
    def wish(self) -> tuple[int, int]:
        """The size in which the next pictures are wanted, device pixels: the area's, or more to zoom into."""
        width, height = round(self._area.width() * self._ratio), round(self._area.height() * self._ratio)
        if not self.zoom.is_on or self._frame is None:
            return max(1, width), max(1, height)
        factor = self.zoom.factor
        # More than the source has is not there to be seen.
        return (
            max(width, min(round(width * factor), self._frame.source_width)),
            max(height, min(round(height * factor), self._frame.source_height)),
        )

    def put(self, frame: Frame | None) -> bool:
        """Show this from now on. Returns whether it lies elsewhere than the one before."""
        before, self._frame = self._frame, frame
        if frame is None:
            self._image = None
        else:
            self._image = QImage(frame.memory, frame.width, frame.height, frame.line_bytes, _RGB32)
            if before is not None and before.width == frame.width and before.height == frame.height:
                return False
        lay, self.rect = self.rect, self._placed()
        return lay != self.rect

    def clear(self) -> None:
        """Show nothing, and of what comes next all."""
        self.zoom = Zoom()
        self.put(None)

    @property
    def is_whole(self) -> bool:
        """There is a picture, and all of it is shown: it can be painted by ``paint_whole``."""
        return self._image is not None and not self.zoom.is_on

    def paint_whole(self, painter: QPainter, rect: QRect, parts: Iterable[QRect]) -> None:
        """The quick way for most: a new picture, and nothing else.

        Args:
            rect: the picture's own, where the painter has it.
            parts: paint nowhere else.
        """
        assert self._image is not None
        for part in parts:
            # Inside of one rectangle a picture is copied line by line; inside of several it goes through a mask.
            painter.setClipRect(part)
            if self._is_exact:
                painter.drawImage(rect.topLeft(), self._image)
            else:
                self._draw(painter, rect)

    def paint(self, painter: QPainter, dirty: QRect, theme: Theme, *, is_dimmed: bool) -> None:
        """The picture and the ground around it, all that is inside ``dirty``."""
        ground, rect = QColor(theme.base), self.rect
        if self._image is None:
            painter.fillRect(dirty.intersected(self._area), ground)
            return
        if not rect.contains(dirty):
            for beside in around(self._area, rect):
                painter.fillRect(beside, ground)
        self._draw(painter, rect)
        if is_dimmed:
            ground.setAlphaF(DIMMED)
            painter.fillRect(rect, ground)

    def _draw(self, painter: QPainter, rect: QRect) -> None:
        assert self._image is not None
        if self._is_exact and not self.zoom.is_on:
            painter.drawImage(rect.topLeft(), self._image)
            return
        # Pixel on pixel there is nothing to smooth.
        is_smooth = self.zoom.is_on or not self._is_to_the_pixel
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_smooth)
        painter.drawImage(QRectF(rect), self._image, self.zoom.part_of(QSizeF(self._image.size())))

    def _placed(self) -> QRect:
        area, frame, ratio = self._area, self._frame, self._ratio
        self._is_to_the_pixel = self._is_exact = False
        if frame is None or area.isEmpty():
            return area
        room = area.width() * ratio, area.height() * ratio
        scale = min(room[0] / frame.width, room[1] / frame.height)
        # The reader scales to numbers that are quickly made: so little less is no reason to scale once more.
        is_exact = abs(min(room[0] - frame.width, room[1] - frame.height)) < _LITTLE_PX
        width, height = (frame.width, frame.height) if is_exact else (frame.width * scale, frame.height * scale)
        # Only without a ratio a device pixel is a pixel, and a picture is copied without a transformation.
        self._is_to_the_pixel, self._is_exact = is_exact, is_exact and ratio == 1.0
        size = QSize(max(1, round(width / ratio)), max(1, round(height / ratio)))
        left = area.x() + (area.width() - size.width()) // 2
        return QRect(left, area.y() + (area.height() - size.height()) // 2, size.width(), size.height())

    def share_of(self, at: QPointF) -> QPointF:
        """A point of the tile, in shares of what is shown of the picture."""
        rect = QRectF(self.rect)
        return QPointF((at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height())


def around(area: QRect, rect: QRect) -> list[QRect]:
    """What of the area is beside a rect inside of it: above, below, left and right of it; some may be empty."""
    above, below = rect.y() - area.y(), area.bottom() - rect.bottom()
    return [
        QRect(area.x(), area.y(), area.width(), above),
        QRect(area.x(), rect.bottom() + 1, area.width(), below),
        QRect(area.x(), rect.y(), rect.x() - area.x(), rect.height()),
        QRect(rect.right() + 1, rect.y(), area.right() - rect.right(), rect.height()),
    ]


def region_of(parts: Iterable[QRect]) -> QRegion:
    """All of these rects."""
    region = QRegion()
    for part in parts:
        region |= part
    return region
