from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.push_button import PushButton


def _shown(qtbot, kind):
    window, field, button = kind(), QLineEdit(), PushButton("Register")
    layout = QVBoxLayout(window)
    layout.addWidget(field)
    layout.addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    pressed = []
    button.clicked.connect(lambda: pressed.append(True))
    return window, field, button, pressed


@pytest.mark.parametrize("kind", [QWidget, QDialog])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(qtbot, kind, key):
    _window, _, button, pressed = _shown(qtbot, kind)
    button.setFocus()
    qtbot.keyClick(button, key)
    assert len(pressed) == 1


def test_enter_in_a_field_of_a_dialog_presses_nothing(qtbot):
    _window, field, _, pressed = _shown(qtbot, QDialog)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert pressed == []


def test_a_disabled_button_is_not_pressed(qtbot):
    _window, _, button, pressed = _shown(qtbot, QWidget)
    button.setEnabled(False)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert pressed == []
