"""Nothing in the top bar is cut off or lies over anything else, however narrow the window and long the names."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.unit import UnitStatus
from tests.ui.shell.conftest import OPERATOR
from tests.ui.widgets.fakes import AT, unit

CITY = tuple(
    unit(number, f"D-{number:03}", status=status)
    for number, status in enumerate((status for status in UnitStatus for _ in range(40)), start=1)
)


def _shown(bar: QWidget) -> list[QWidget]:
    parts = bar.findChildren(QWidget)
    return [part for part in parts if part.isVisible() and (part.parent() is bar or isinstance(part, QLabel))]


@pytest.mark.parametrize("width", [1024, 1280, 1319, 1366, 1499, 1600, 1719, 1920, 2560])
def test_everything_has_its_room(desk, width, qtbot):
    desk.scene.replace(desk.scene.picture.to_snapshot(at=AT, station="x").model_copy(update={"units": CITY}))
    desk.window.set_operator(OPERATOR.model_copy(update={"name": "Maximilian Featherstonehaugh, night shift"}))
    bar = desk.window.top_bar
    desk.window.resize(width, 700)
    qtbot.waitUntil(lambda: bar.width() == width)
    bar.layout().activate()
    assert bar.counts.width() >= bar.counts.sizeHint().width()
    for part in _shown(bar):
        assert part.width() >= part.minimumSizeHint().width(), part
    in_bar = sorted((part for part in _shown(bar) if part.parent() is bar), key=QWidget.x)
    for left, right in pairwise(in_bar):
        assert left.geometry().right() < right.x(), (left, right)
    assert in_bar[-1].geometry().right() <= width


def test_the_whole_name_of_the_operator_can_be_read_though_it_is_shortened(desk):
    desk.window.set_operator(OPERATOR.model_copy(update={"name": "Maximilian Featherstonehaugh, night shift"}))
    button = desk.window.top_bar._operator
    assert "…" in button.text()
    assert button.accessibleName() == "Maximilian Featherstonehaugh, night shift"
    assert "Maximilian Featherstonehaugh, night shift" in button.toolTip()


@pytest.mark.parametrize(("key", "menu"), [(Qt.Key.Key_P, "perspective_menu"), (Qt.Key.Key_O, "desk_menu")])
def test_the_menus_open_by_key(desk, key, menu, qtbot):
    opened = getattr(desk.window.top_bar, menu)
    opened.aboutToShow.connect(lambda: QTimer.singleShot(0, opened, opened.close))
    with qtbot.waitSignal(opened.aboutToHide):
        qtbot.keyClick(desk.window, key, Qt.KeyboardModifier.AltModifier)
