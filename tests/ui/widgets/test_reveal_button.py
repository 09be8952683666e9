from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QWidget

from ui.widgets.reveal_button import RevealButton

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(qtbot):
    """A line and its button, shown."""
    window = QWidget()
    line, button = QLineEdit(), RevealButton()
    row = QHBoxLayout(window)
    row.addWidget(line)
    row.addWidget(button)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    window.line, window.button = line, button
    return window


def test_what_is_typed_is_masked_until_the_button_is_pressed_and_masked_again(form, qtbot):
    form.button.guard(form.line)
    qtbot.keyClicks(form.line, "secret")
    assert "secret" not in form.line.displayText()
    assert form.button.text() == "Show"
    form.button.setFocus()
    qtbot.keyClick(form.button, Key.Key_Return)
    assert form.line.displayText() == "secret"
    assert form.button.text() == "Hide"
    qtbot.keyClick(form.button, Key.Key_Return)
    assert "secret" not in form.line.displayText()


def test_a_masked_line_gives_nothing_away_by_copying_or_undoing(form, qtbot):
    form.button.guard(form.line)
    QApplication.clipboard().setText("before")
    qtbot.keyClicks(form.line, "secret")
    qtbot.keyClick(form.line, Key.Key_A, CONTROL)
    qtbot.keyClick(form.line, Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "before"
    form.line.clear()
    qtbot.keyClick(form.line, Key.Key_Z, CONTROL)
    assert form.line.text() == ""


def test_only_what_looks_like_a_secret_is_masked_where_that_is_asked_for(form, qtbot):
    form.button.guard(form.line, lambda text: "pw=" in text)
    qtbot.keyClicks(form.line, "host?pw")
    assert form.line.displayText() == "host?pw"
    qtbot.keyClicks(form.line, "=1")
    assert "host" not in form.line.displayText()


def test_it_hides_again_what_was_put_there_without_telling(form):
    form.button.guard(form.line)
    form.button.setChecked(True)
    form.line.blockSignals(True)
    form.line.setText("secret")
    form.line.blockSignals(False)
    form.button.hide_again()
    assert not form.button.isChecked()
    assert "secret" not in form.line.displayText()
