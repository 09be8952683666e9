from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import Group, action, actions_of


class Tools(QObject):
    def __init__(self):
        super().__init__()
        self.done = []

    @action("Measure a distance", "M", Icon.MEASURE, group=Group.MAP)
    def measure(self):
        self.done.append("measured")

    @action("Dark", "Ctrl+Shift+T", Icon.THEME, group=Group.DESK, is_checkable=True)
    def dark(self, is_on):
        self.done.append(is_on)

    def helper(self):
        raise AssertionError("not an action")


@pytest.fixture
def tools(qapp):
    return Tools()


@pytest.fixture
def actions(tools):
    return actions_of(tools, Look())


def test_an_object_has_the_actions_it_declares_in_their_order(actions):
    assert list(actions) == ["measure", "dark"]
    assert actions["measure"].text() == "Measure a distance"
    assert actions["measure"].group is Group.MAP
    assert not actions["measure"].icon().isNull()


def test_an_action_says_its_shortcut(actions):
    assert actions["measure"].toolTip() == "Measure a distance (M)"


def test_triggering_an_action_calls_its_method(tools, actions):
    actions["measure"].trigger()
    actions["dark"].trigger()
    assert tools.done == ["measured", True]


def test_a_shortcut_works_in_the_window_but_leaves_typed_text_alone(tools, actions, qtbot):
    window = QWidget()
    layout = QVBoxLayout(window)
    line, rest = QLineEdit(), QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus)
    layout.addWidget(line)
    layout.addWidget(rest)
    window.addAction(actions["measure"])
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_M)
    assert (line.text(), tools.done) == ("m", [])
    rest.setFocus()
    qtbot.keyClick(rest, Qt.Key.Key_M)
    assert tools.done == ["measured"]
