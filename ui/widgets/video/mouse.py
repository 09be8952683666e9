"""The mouse over a tile: it pushes an enlarged picture along, and drags away the source of one that is not."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from ui.widgets.number_mime import number_mime
from ui.widgets.video.picture import TilePicture
from ui.widgets.video.zoom import STEP, Zoom


class TileMouse:
    """
    Args:
        zoom: called with what is to be shown of the picture.
    """

    def __init__(self, tile: QWidget, picture: TilePicture, zoom: Callable[[Zoom], None]) -> None:
        self._tile, self._picture, self._zoom = tile, picture, zoom
        self._pressed_at: QPoint | None = None

    def press(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def release(self) -> None:
        self._pressed_at = None

    def move(self, event: QMouseEvent, source: int | None) -> None:
        if self._pressed_at is None or source is None:
            return
        at = event.position().toPoint()
        moved = at - self._pressed_at
        if self._picture.zoom.is_on:
            self._pressed_at = at
            rect = self._picture.rect
            self._zoom(self._picture.zoom.moved(moved.x() / rect.width(), moved.y() / rect.height()))
        elif moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            drag = QDrag(self._tile)
            drag.setMimeData(number_mime([source]))
            drag.exec(Qt.DropAction.CopyAction)

    def wheel(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and self._picture.frame is not None:
            at = self._picture.share_of(QPointF(event.position()))
            self._zoom(self._picture.zoom.by(STEP**steps, at))
