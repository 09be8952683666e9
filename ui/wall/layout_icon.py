"""The icon of a layout: the layout itself, small."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from ui.theme.tokens import Theme
from ui.wall.layouts import Layout

WIDTH_PX, HEIGHT_PX = 20, 14
#: For screens with two or three device pixels to one of ours.
_DENSITY = 3


def layout_icon(theme: Theme, layout: Layout) -> QIcon:
    """As it looks in this theme, with another tint where it is the layout in force."""
    made = QIcon()
    made.addPixmap(_drawn(theme, layout, theme.text_2), QIcon.Mode.Normal, QIcon.State.Off)
    made.addPixmap(_drawn(theme, layout, theme.accent), QIcon.Mode.Normal, QIcon.State.On)
    made.addPixmap(_drawn(theme, layout, theme.text_3), QIcon.Mode.Disabled)
    return made


def _drawn(theme: Theme, layout: Layout, colour: str) -> QPixmap:
    width, height = theme.px(WIDTH_PX) * _DENSITY, theme.px(HEIGHT_PX) * _DENSITY
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for box in layout.boxes(width, height, gap=_DENSITY):
        painter.fillRect(QRectF(box.x, box.y, box.width, box.height), QColor(colour))
    painter.end()
    image.setDevicePixelRatio(_DENSITY)
    return QPixmap.fromImage(image)
