"""The waveform of a burst, with a line where it is heard."""

from __future__ import annotations

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.voice.recording import outline_of_wave
from app.voice.wave import RATE_HZ, Wave
from ui.theme.look import Look
from ui.theme.plots import dress_plot, line_pen

_HEIGHT_PX = 56
_COLUMNS = 400


class Waveform(QWidget):
    """
    Signals:
        seek_asked(float): a press, or a drag, at so many seconds.
    """

    seek_asked = Signal(float)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._plot = pyqtgraph.PlotWidget()
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setFrameShape(QFrame.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # A press is a place in time, whatever is drawn there.
        self._plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
        for side in ("left", "bottom"):
            self._plot.hideAxis(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._outline, self._times = np.zeros(0), np.zeros(0)
        self._length_s = 0.0
        self._ahead, self._behind = self._plot.plot(connect="pairs"), self._plot.plot(connect="pairs")
        self._head = pyqtgraph.InfiniteLine(0.0, movable=False)
        self._plot.addItem(self._head)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_wave(None)

    def show_wave(self, wave: Wave | None) -> None:
        """Draw all of it; None where there is nothing."""
        self._length_s = 0.0 if wave is None else wave.size / RATE_HZ
        outline = outline_of_wave(wave, _COLUMNS) if wave is not None else np.zeros((_COLUMNS, 2), np.float32)
        # Soft speech is to be seen as well; what is silent is a line.
        loudest = max(float(np.abs(outline).max()), 0.05)
        self._outline = np.clip(outline / loudest, -1, 1).ravel()
        middles = (np.arange(_COLUMNS) + 0.5) * max(self._length_s, 0.001) / _COLUMNS
        self._times = np.repeat(middles, 2)
        self._plot.setXRange(0, max(self._length_s, 0.001), padding=0)
        self._plot.setYRange(-1.05, 1.05, padding=0)
        self._head.setVisible(wave is not None)
        self.show_position(0.0)

    def show_position(self, position_s: float) -> None:
        heard = 2 * int(np.searchsorted(self._times[::2], position_s))
        self._behind.setData(self._times[:heard], self._outline[:heard])
        self._ahead.setData(self._times[heard:], self._outline[heard:])
        self._head.setValue(position_s)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _seek(self, event: QMouseEvent) -> None:
        if self._length_s and self.width():
            self.seek_asked.emit(self._length_s * event.position().x() / self.width())

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        dress_plot(self._plot, theme)
        self.setFixedHeight(theme.px(_HEIGHT_PX))
        self._ahead.setPen(line_pen(theme, theme.text_3))
        self._behind.setPen(line_pen(theme))
        self._head.setPen(line_pen(theme, theme.text))
