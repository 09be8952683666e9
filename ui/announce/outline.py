"""The outline of a recording: where somebody speaks in it, and how far it has been played."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.voice.wave import Wave, silence
from ui.theme.look import Look

_SIZE_PX, _STEP_PX, _BAR_PX = (240, 36), 4, 2


class Outline(QWidget):
    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._wave = silence(0)
        self._share = 0.0
        self.setFixedHeight(look.theme.px(_SIZE_PX[1]))
        look.changed.connect(self.update)

    def show_wave(self, wave: Wave) -> None:
        self._wave, self._share = wave, 0.0
        self.update()

    def show_position(self, share: float) -> None:
        """How much has been played, 0.0 to 1.0."""
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(*(self._look.theme.px(side) for side in _SIZE_PX))

    def paintEvent(self, _: QPaintEvent) -> None:
        if not self._wave.size:
            return
        theme, painter = self._look.theme, QPainter(self)
        step, bar = theme.px(_STEP_PX), theme.px(_BAR_PX)
        columns = max(1, self.width() // step)
        middle = self.height() / 2
        for i, peak in enumerate(_peaks(self._wave, columns)):
            half = max(0.5, peak * (middle - 1))
            is_played = (i + 1) / columns <= self._share
            colour = theme.accent if is_played else theme.text_3
            painter.fillRect(QRectF(i * step, middle - half, bar, 2 * half), QColor(colour))


def _peaks(wave: Wave, columns: int) -> list[float]:
    """The loudest sample of each part of a recording that is not empty, against the loudest of all."""
    begins = (np.arange(columns) * wave.size) // columns
    peaks = np.maximum.reduceat(np.abs(wave), begins)
    return [float(peak) for peak in peaks / max(1e-3, float(peaks.max()))]
