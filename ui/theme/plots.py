"""Charts in the desk's look."""

from __future__ import annotations

import pyqtgraph
from PySide6.QtGui import QColor, QPen

from ui.theme.fonts import ui_font
from ui.theme.scale import SECONDARY_PX
from ui.theme.tokens import Theme


def dress_plot(plot: pyqtgraph.PlotWidget, theme: Theme) -> None:
    """Ground, axes and type of a plot; call again when the look changes."""
    plot.setBackground(QColor(theme.panel))
    for side in ("left", "bottom", "right", "top"):
        axis = plot.getPlotItem().getAxis(side)
        axis.setPen(QPen(QColor(theme.line), 1))
        axis.setTextPen(QPen(QColor(theme.text_2)))
        axis.setStyle(tickFont=ui_font(theme, SECONDARY_PX))


def line_pen(theme: Theme, colour: str | None = None) -> QPen:
    """The pen of a curve: the accent, unless the colour says something."""
    # Cosmetic: its width does not follow the axes. Wider, Qt would stroke a polygon a segment, which is slow.
    pen = QPen(QColor(colour or theme.accent), 1.5)
    pen.setCosmetic(True)
    return pen
