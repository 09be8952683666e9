"""The small pictures that a style sheet can only take from files, drawn in the theme's colours."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from ui.theme.tokens import Theme

_SIZE = 16
#: Polylines in a square of 16.
_STROKES = {
    "down": ((4.5, 6.5), (8.0, 10.0), (11.5, 6.5)),
    "check": ((3.5, 8.5), (6.5, 11.5), (12.5, 5.0)),
}


def draw_pictures(theme: Theme, folder: Path) -> None:
    """Write one PNG a picture, large enough for any screen; the sheet gives the size."""
    colours = {"down": theme.text_2, "check": theme.on_accent}
    for name, points in _STROKES.items():
        image = QImage(4 * _SIZE, 4 * _SIZE, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(4, 4)
        pen = QPen(QColor(colours[name]), 1.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in points]))
        painter.end()
        image.save(str(folder / f"{name}.png"))
