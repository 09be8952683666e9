"""The speed over the last half hour, as a line without a frame."""

from __future__ import annotations

import numpy as np
import pyqtgraph
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.fixes import UNKNOWN, Fixes
from app.picture.freshness import STALE_S
from ui.models.roster import Array
from ui.theme.look import Look
from ui.theme.plots import dress_plot, line_pen
from ui.widgets.labels import label

_HEIGHT_PX = 64
_KMH_PER_CMPS = 0.036
#: The axis reaches at least this far, so that somebody who stands still is not drawn as a storm.
_LEAST_KMH = 6.0
#: The line reaches as far back as it must to show all there is, so that a short one is not lost in a corner.
_REACHES_MIN = (2, 5, 10, 20)


class SpeedSparkline(QWidget):
    """Speed in km/h against minutes before now. The line is broken where nothing was heard for ``STALE_S``.

    Args:
        length_s: how far back it reaches at most.
    """

    def __init__(self, look: Look, length_s: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._longest_min = look, round(length_s / 60)
        self._caption = label(role="caption")
        self._figures = label(role="secondary")
        self._plot = pyqtgraph.PlotWidget()
        self._plot.setMenuEnabled(False)
        self._plot.setMouseEnabled(False, False)
        self._plot.hideButtons()
        self._plot.setFrameShape(pyqtgraph.QtWidgets.QFrame.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.getPlotItem().setContentsMargins(0, 0, 0, 0)
        self._plot.hideAxis("left")
        self._plot.getAxis("bottom").setTicks([])
        self._plot.getAxis("bottom").setHeight(1)
        self._curve = self._plot.plot([], [], connect="finite")
        head = QHBoxLayout()
        head.addWidget(self._caption)
        head.addStretch(1)
        head.addWidget(self._figures)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self._plot)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_track(self, fixes: Fixes, now_ms: int) -> None:
        """Draw these fixes, oldest first."""
        minutes, kmh = speeds(fixes, now_ms)
        known = kmh[np.isfinite(kmh)]
        top = max(_LEAST_KMH, float(known.max())) if len(known) else _LEAST_KMH
        age_min = -float(minutes[0]) if len(minutes) else self._longest_min
        reach = next((reach for reach in _REACHES_MIN if age_min <= reach), self._longest_min)
        self._caption.setText(self.tr("Speed, last {n} min").format(n=reach))
        self._curve.setData(minutes, kmh)
        self._plot.setXRange(-reach, 0, padding=0)
        self._plot.setYRange(0, top * 1.08, padding=0)
        self._figures.setText(
            self.tr("highest {n} km/h").format(n=round(float(known.max()))) if len(known) else self.tr("no speeds")
        )

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        dress_plot(self._plot, theme)
        self._plot.setFixedHeight(theme.px(_HEIGHT_PX))
        self._curve.setPen(line_pen(theme))


def speeds(fixes: Fixes, now_ms: int) -> tuple[Array, Array]:
    """Minutes before now (negative) and km/h of fixes, oldest first; a NaN row wherever the line is to break.

    Fixes without a speed are left out.
    """
    told = fixes.take(fixes.speed_cmps != UNKNOWN)
    minutes = (told.at_ms - now_ms) / 60_000
    kmh = told.speed_cmps * _KMH_PER_CMPS
    breaks = np.flatnonzero(np.diff(told.at_ms) > STALE_S * 1000) + 1
    return np.insert(minutes, breaks, np.nan), np.insert(kmh, breaks, np.nan)
