"""What it costs to open another perspective, and what becomes of the widgets that stand in both."""

from __future__ import annotations

import statistics
import time
from collections import Counter

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, QStringListModel
from PySide6.QtWidgets import QGridLayout, QLineEdit, QListView, QPushButton, QVBoxLayout, QWidget

from ui.shell.dock_host import DockHost
from ui.shell.docks import Area, Dock, Perspective

_BUTTONS = 250
_PERSPECTIVES = (
    Perspective("dispatch", "Dispatch", "Ctrl+1", ("fleet", "map", "strip")),
    Perspective("wall", "Wall", "Ctrl+2", ("fleet", "wall")),
)


class Fleet(QWidget):
    """A pane that two perspectives share: a filter above a list that is too long for it."""

    def __init__(self) -> None:
        super().__init__()
        self.filter, self.list = QLineEdit(), QListView()
        self.list.setModel(QStringListModel([f"D-{i}" for i in range(500)], self))
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.list)


class Counting(QObject):
    """Counts how often a widget is dressed by a style."""

    def __init__(self, widgets: list[QWidget]) -> None:
        super().__init__()
        self.dressed: Counter[QWidget] = Counter()
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.StyleChange and isinstance(watched, QWidget):
            self.dressed[watched] += 1
        return False


def _many_buttons() -> QWidget:
    pane = QWidget()
    layout = QGridLayout(pane)
    layout.setSpacing(0)
    for i in range(_BUTTONS):
        button = QPushButton(str(i % 10))
        button.setFixedSize(18, 14)
        layout.addWidget(button, i // 25, i % 25)
    return pane


@pytest.fixture
def panes() -> dict[str, QWidget]:
    return {"fleet": Fleet(), "map": _many_buttons(), "strip": _many_buttons(), "wall": _many_buttons()}


@pytest.fixture
def host(panes, look, tmp_path, qtbot) -> DockHost:
    areas = {"fleet": Area.LEFT, "map": Area.CENTRE, "strip": Area.BOTTOM, "wall": Area.CENTRE}
    docks = [Dock(name, name, pane, areas[name], 300) for name, pane in panes.items()]
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    host = DockHost(docks, _PERSPECTIVES, settings, look)
    qtbot.addWidget(host)
    host.resize(1400, 900)
    with qtbot.waitExposed(host):
        host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    return host


def test_opening_a_perspective_dresses_nothing_anew_but_what_moves(host, panes):
    host.open("wall")
    own = [one for name in ("map", "strip", "wall") for one in panes[name].findChildren(QWidget)]
    shared = [panes["fleet"].filter, panes["fleet"].list]
    counting = Counting([*own, *shared])
    host.open("dispatch")
    host.open("wall")
    assert not any(counting.dressed[one] for one in own)
    assert all(counting.dressed[one] <= 2 for one in shared), "once for each move"


def test_opening_a_perspective_costs_a_fraction_of_dressing_its_panes(host, panes, qapp):
    def dressing() -> None:
        for button in panes["map"].findChildren(QPushButton):
            qapp.style().unpolish(button)
            qapp.style().polish(button)

    def there_and_back() -> None:
        host.open("wall")
        host.open("dispatch")

    there_and_back()
    costs = [(_processor_s(there_and_back), _processor_s(dressing)) for _ in range(5)]
    switching_s, dressing_s = (statistics.median(column) for column in zip(*costs, strict=True))
    # Measured: half as long as dressing one pane. One manager for all perspectives took 30 times as long.
    assert switching_s < 4 * dressing_s


def test_the_panes_of_another_perspective_are_not_visible(host, panes):
    buttons = {name: panes[name].findChild(QPushButton) for name in ("map", "strip", "wall")}
    assert {name for name, one in buttons.items() if one.isVisible()} == {"map", "strip"}
    host.open("wall")
    assert {name for name, one in buttons.items() if one.isVisible()} == {"wall"}
    assert buttons["map"].visibleRegion().isEmpty()


def test_a_pane_that_two_perspectives_share_keeps_what_was_done_in_it(host, panes):
    fleet = panes["fleet"]
    fleet.filter.setText("on duty")
    fleet.filter.setCursorPosition(2)
    fleet.filter.setFocus()
    fleet.list.verticalScrollBar().setValue(123)
    host.open("wall")
    assert fleet.isVisible()
    assert fleet.filter.hasFocus()
    assert (fleet.filter.text(), fleet.filter.cursorPosition()) == ("on duty", 2)
    assert fleet.list.verticalScrollBar().value() == 123
    host.open("dispatch")
    assert fleet.filter.hasFocus()
    assert fleet.list.verticalScrollBar().value() == 123


def test_the_focus_comes_back_to_where_it_was_in_a_perspective(host, panes):
    chosen = panes["map"].findChildren(QPushButton)[7]
    chosen.setFocus()
    host.open("wall")
    assert not chosen.hasFocus()
    panes["wall"].findChildren(QPushButton)[3].setFocus()
    host.open("dispatch")
    assert chosen.hasFocus()
    host.open("wall")
    assert panes["wall"].findChildren(QPushButton)[3].hasFocus()


def _processor_s(do) -> float:
    before = time.thread_time()
    do()
    return time.thread_time() - before
