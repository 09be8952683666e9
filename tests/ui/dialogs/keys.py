"""What a person does at the registry with nothing but keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

Key = Qt.Key


def focused():
    widget = QApplication.focusWidget()
    # Qt ends the process when it is to send a key to nobody.
    assert widget is not None
    return widget


def tab_to(qtbot, editor, key=Key.Key_Tab):
    for _ in range(20):
        if focused() is editor or focused() is getattr(editor, "lineEdit", lambda: None)():
            return
        qtbot.keyClick(focused(), key)
    raise AssertionError("not reached by Tab")


def fill(qtbot, page, *values):
    """Type each value into its field, going from field to field by Tab; a list is chosen by its first letters."""
    for field, value in zip(page._entry.form.fields, values, strict=False):
        tab_to(qtbot, field.editor)
        qtbot.keyClicks(focused(), value)


def new(qtbot, page):
    qtbot.keyClick(focused(), Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.number is None
