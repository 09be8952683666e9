"""A level meter as a widget of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.media.state import Level
from ui.theme.look import Look
from ui.widgets.video.meter import paint_meter


class LevelMeter(QWidget):
    """
    Args:
        size_px: at the desk's scale.
    """

    def __init__(self, look: Look, size_px: tuple[int, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._size_px = look, size_px
        self._level: Level | None = None
        self._fit()
        look.changed.connect(self._fit)

    def show_level(self, peak_dbfs: float) -> None:
        self._level = Level(peak_dbfs, peak_dbfs)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(*(self._look.theme.px(side) for side in self._size_px))

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_meter(painter, self.rect().toRectF(), self._look.theme, self._level)

    def _fit(self) -> None:
        self.setFixedSize(self.sizeHint())
