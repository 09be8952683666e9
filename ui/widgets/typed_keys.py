"""Whether somebody is typing: what the talk key leaves to the widget that has the focus."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

#: A property of a widget that wants the next key, whichever that is.
TAKES_KEYS = "takesKeys"
#: Keys that typing text needs; any other works in a text field as well.
_OF_TEXT = range(0x20, 0x01000000)


def is_typed(key: int) -> bool:
    """Whether this key, a ``Qt.Key``, would be typed where the focus is."""
    match _focus():
        case QLineEdit() | QPlainTextEdit() | QTextEdit() as field:
            return key in _OF_TEXT and not field.isReadOnly()
        case QAbstractSpinBox() as field:
            # Numbers have no blanks.
            has_blanks = isinstance(field, QDateTimeEdit)
            return key in _OF_TEXT and (has_blanks or key != Qt.Key.Key_Space)
        case QComboBox() as box:
            return key in _OF_TEXT and box.isEditable()
        case QWidget() as widget:
            return bool(widget.property(TAKES_KEYS))
    return False


def _focus() -> QObject | None:
    """What gets the next key: a popup's, where one is open; the list under a field leaves it to the field."""
    popup, focus = QApplication.activePopupWidget(), QApplication.focusWidget()
    if popup is None:
        return QGuiApplication.focusObject()
    # Not asked of the popup: what that names is gone for Python as soon as nobody here holds the popup any more.
    has_focus = focus is not None and (popup.hasFocus() or popup.isAncestorOf(focus))
    return focus if has_focus else popup
