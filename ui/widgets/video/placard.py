"""The placard: the words that stand in a picture's place, large enough to be read from two metres."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from ui.theme.tokens import Theme
from ui.widgets.video.type import TileType
from ui.widgets.video.words import Tone, Words

_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 190, 90
_MARGIN_PX = 12


def paint_placard(painter: QPainter, area: QRect, theme: Theme, type_: TileType, said: Words) -> None:
    """What is so and what happens next, in the middle of the area; in two words where it is small."""
    margin = theme.px(_MARGIN_PX)
    room = area.adjusted(margin, margin // 2, -margin, -margin // 2)
    ink = {Tone.QUIET: theme.text_2, Tone.BUSY: theme.text_2, Tone.FAULT: theme.text}[said.tone]
    if area.width() < theme.px(_LEAST_WIDTH_PX) or area.height() < theme.px(_LEAST_HEIGHT_PX):
        _paint(painter, room, type_.small.font, ink, said.short)
        return
    what = _fitting(type_.what, said.what, room, int(room.height() * 0.7))
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
    what_height = QFontMetrics(what).boundingRect(room, wrap, said.what).height()
    then_height = QFontMetrics(type_.then).boundingRect(room, wrap, said.then).height() if said.then else 0
    gap = theme.px(6)
    has_then = bool(said.then) and what_height + gap + then_height <= room.height()
    height = what_height + (gap + then_height if has_then else 0)
    top = room.y() + (room.height() - height) // 2
    _paint(painter, QRect(room.x(), top, room.width(), what_height), what, ink, said.what)
    if has_then:
        below = QRect(room.x(), top + what_height + gap, room.width(), then_height)
        _paint(painter, below, type_.then, theme.text_2, said.then)


def paint_note(painter: QPainter, area: QRect, theme: Theme, type_: TileType, text: str) -> None:
    """A line at the foot of a live picture: what it lacks."""
    box, shown = _line(area, theme, type_, text)
    box.moveBottom(area.bottom() - theme.px(4))
    _paint_line(painter, box, type_, shown, theme.warning.fill, theme.warning.on_fill)


def paint_origin(painter: QPainter, area: QRect, theme: Theme, type_: TileType, text: str) -> None:
    """A line in the upper corner of a picture: how it came there."""
    box, shown = _line(area, theme, type_, text)
    _paint_line(painter, box, type_, shown, theme.panel, theme.text)


def _line(area: QRect, theme: Theme, type_: TileType, text: str) -> tuple[QRect, str]:
    """A box in the upper left corner that the text fits in, and as much of the text as there is room for."""
    metrics = type_.figures.metrics
    pad = theme.px(4)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width() - 4 * pad)
    size = metrics.horizontalAdvance(shown) + 2 * pad, metrics.height() + pad
    return QRect(area.x() + pad, area.y() + pad, *size), shown


def _paint_line(painter: QPainter, box: QRect, type_: TileType, text: str, ground: str, ink: str) -> None:
    painter.fillRect(box, QColor(ground))
    painter.setPen(QColor(ink))
    painter.setFont(type_.figures.font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _fitting(font: QFont, text: str, room: QRect, height: int) -> QFont:
    """The font, or as much smaller as the text needs to fit in."""
    fitting = QFont(font)
    wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter
    for size in range(font.pixelSize(), 11, -2):
        fitting.setPixelSize(size)
        if QFontMetrics(fitting).boundingRect(room, wrap, text).height() <= height:
            break
    return fitting


def _paint(painter: QPainter, room: QRect, font: QFont, ink: str, text: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)


def paint_frame(painter: QPainter, rect: QRect, width: int, colour: str) -> None:
    """A line around the whole tile."""
    ink = QColor(colour)
    for side in (
        QRect(rect.x(), rect.y(), rect.width(), width),
        QRect(rect.x(), rect.bottom() - width + 1, rect.width(), width),
        QRect(rect.x(), rect.y(), width, rect.height()),
        QRect(rect.right() - width + 1, rect.y(), width, rect.height()),
    ):
        painter.fillRect(side, ink)
