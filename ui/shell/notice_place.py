"""Where notices stand: over what is only read, never over what is pressed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget


def place(size: QSize, room: QRect, taken: Sequence[QRect]) -> QPoint:
    """The upper left corner for something of this size: as low as can be at the right edge, then in the middle.

    Args:
        room: it stays inside, as far as it fits.
        taken: what is not to be covered. Where that cannot be, as little of it as possible is.
    """
    return min(_corners(size, room, taken), key=lambda corner: covered(QRect(corner, size), taken))


def covered(area: QRect, taken: Iterable[QRect]) -> int:
    """How much of what is taken lies under ``area``, in square px."""
    under = (area.intersected(one) for one in taken)
    return sum(one.width() * one.height() for one in under if not one.isEmpty())


def pressed_things(window: QWidget, but: QWidget) -> list[QRect]:
    """What in a window is pressed or typed into, as far as it can be seen, in the window's own coordinates.

    Args:
        but: nothing in this.
    """
    things: list[QWidget] = [*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)]
    seen = (_seen(one, window) for one in things if one.isVisible() and not but.isAncestorOf(one))
    return [rect for rect in seen if not rect.isEmpty()]


def _corners(size: QSize, room: QRect, taken: Sequence[QRect]) -> list[QPoint]:
    """In the order in which they are liked."""
    lowest = room.bottom() + 1 - size.height()
    above = (one.top() - size.height() for one in taken)
    rows = [lowest, *sorted({row for row in above if room.top() <= row < lowest}, reverse=True)]
    columns = [room.right() + 1 - size.width(), room.center().x() - size.width() // 2]
    return [QPoint(column, row) for column in columns for row in rows]


def _seen(widget: QWidget, window: QWidget) -> QRect:
    """Without what is scrolled out of sight."""
    rect = widget.rect()
    one: QWidget | None = widget
    while one is not None and one is not window:
        rect.translate(one.pos())
        one = None if one.isWindow() else one.parentWidget()
        if one is not None:
            rect = rect.intersected(one.rect())
    # Of a floating dock nothing is in this window.
    return rect if one is window else QRect()
