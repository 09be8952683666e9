"""The ground of a row: whether it is chosen, pointed at, or has the keys; and the line below it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from ui.theme.tokens import Theme


def paint_ground(
    painter: QPainter, rect: QRect, state: QStyle.StateFlag, theme: Theme, *, is_chosen: bool, is_first: bool
) -> None:
    """
    Args:
        is_first: of those that are chosen; it has a bar at its side.
    """
    if is_chosen:
        painter.fillRect(rect, QColor(theme.selected))
        if is_first:
            painter.fillRect(rect.x(), rect.y(), theme.px(2), rect.height(), QColor(theme.accent))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(theme.raised))
    painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, QColor(theme.line))
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(QColor(theme.accent), 1))
        painter.drawRect(rect.adjusted(0, 0, -1, -1))
