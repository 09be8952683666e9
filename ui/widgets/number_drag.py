"""Dragging units, terminals or cameras from one pane to another, with their names under the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QDrag, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from app.picture.picture import Picture
from ui.theme.fonts import ui_font
from ui.theme.look import Look
from ui.theme.tokens import Theme
from ui.widgets.number_mime import number_mime

#: So many are named; the rest are counted.
NAMED = 4
_PAD_PX, _RADIUS_PX = 8, 4
#: Right and below the pointer, so that what is dropped upon stays in sight.
_BESIDE_PX = QPoint(-14, -10)


def start_drag(source: QWidget, picture: Picture, numbers: Sequence[int], look: Look) -> None:
    """Drag these numbers; back when they are dropped or the drag is given up. The left button must be down."""
    if not numbers:
        return
    drag = QDrag(source)
    drag.setMimeData(number_mime(numbers))
    drag.setPixmap(drag_pixmap(drag_text(picture, numbers), look.theme, source.devicePixelRatioF()))
    drag.setHotSpot(_BESIDE_PX)
    drag.exec(Qt.DropAction.CopyAction)


def drag_text(picture: Picture, numbers: Sequence[int]) -> str:
    """``D-01, S-02, Gate``: callsigns and names, of many the first and how many more there are."""
    names = [_name(picture, number) for number in numbers[:NAMED]]
    more = len(numbers) - len(names)
    if more:
        names.append(QCoreApplication.translate("drag", "and {n} more").format(n=more))
    return ", ".join(names)


def drag_pixmap(text: str, theme: Theme, ratio: float) -> QPixmap:
    """A small plate with the text."""
    font = ui_font(theme, 12)
    pad = theme.px(_PAD_PX)
    metrics = QFontMetrics(font)
    size = QSize(metrics.horizontalAdvance(text) + 2 * pad, metrics.height() + pad)
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.accent), 1))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(
        QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), theme.px(_RADIUS_PX), theme.px(_RADIUS_PX)
    )
    painter.setFont(font)
    painter.setPen(QColor(theme.text))
    painter.drawText(QRectF(0, 0, size.width(), size.height()), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
    return pixmap


def _name(picture: Picture, number: int) -> str:
    if (unit := picture.units.get(number)) is not None:
        return unit.callsign
    if (camera := picture.cameras.get(number)) is not None:
        return camera.name
    terminal = picture.terminals.get(number)
    carrier = None if terminal is None or terminal.unit is None else picture.units.get(terminal.unit)
    return carrier.callsign if carrier is not None else str(number)
