"""The sheet: one widget that paints the pictures of all tiles of a wall, at each beat in one pass."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from ui.widgets.video.picture import TilePicture, region_of


@dataclass(frozen=True, slots=True)
class _Place:
    """Where all of a picture lies, and what may be painted of it, in the sheet."""

    rect: QRect
    parts: list[QRect]
    region: QRegion


class PictureSheet(QWidget):
    """Lies over the tiles of its parent, and is there only where a picture was lent to it.

    Qt's pass over a widget costs as much as a small picture. So tiles that have nothing to say about their picture
    lend it to the sheet, and are painted only when they themselves change. A tile takes its picture back before
    anything else is painted there. Mouse and keys go to the tiles in any case.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._places: dict[TilePicture, _Place] = {}
        self.hide()

    @property
    def pictures(self) -> list[TilePicture]:
        """Those that are lent to it now."""
        return list(self._places)

    def lend(self, picture: TilePicture, open_parts: Iterable[QRect], corner: QPoint) -> None:
        """Paint this picture from now on.

        Args:
            open_parts: where nothing lies over it, in its tile; some.
            corner: of that tile in the parent. A tile that moves takes its picture back first.
        """
        parts = [part.translated(corner) for part in open_parts]
        self._places[picture] = _Place(picture.rect.translated(corner), parts, region_of(parts))
        self._cut()

    def show_news(self, picture: TilePicture) -> None:
        """Paint a picture that was lent as it is now, with the next pass."""
        self.update(self._places[picture].region)

    def give_back(self, picture: TilePicture) -> None:
        """Paint it no more; what lies under it is seen again."""
        del self._places[picture]
        self._cut()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, region = QPainter(self), event.region()
        for picture, place in self._places.items():
            if region.intersects(place.region):
                picture.paint_whole(painter, place.rect, place.parts)

    def _cut(self) -> None:
        """Be where pictures are, and nowhere else."""
        if not self._places:
            # An empty mask would be none.
            self.hide()
            return
        region = QRegion()
        for place in self._places.values():
            region |= place.region
        self.setGeometry(self._over.rect())
        self.setMask(region)
        self.raise_()
        self.show()
