from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton

from app.domain.event import DutyEnded
from app.domain.snapshot import Snapshot
from tests.ui.models.crowd import NOON, HeldClock, a_unit, happen
from ui.fleet.list import FleetList
from ui.models.fleet_query import FleetQuery
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look


@pytest.fixture
def fleet(qtbot, scene: Scene, selection: Selection, look: Look) -> FleetList:
    return _fleet(qtbot, scene, selection, look)


def _fleet(qtbot, scene: Scene, selection: Selection, look: Look, unit_menu=None) -> FleetList:
    fleet = FleetList(scene, selection, look, unit_menu)
    qtbot.addWidget(fleet)
    fleet.resize(340, 600)
    with qtbot.waitActive(fleet):
        fleet.show()
        fleet.activateWindow()
    return fleet


def _said(fleet: FleetList) -> str:
    labels = [label for label in fleet.findChildren(QLabel) if label.isVisible() and label.text()]
    return " ".join(label.text() for label in labels)


def _button(fleet: FleetList, text: str) -> QPushButton:
    return next(button for button in fleet.findChildren(QPushButton) if button.text() == text)


def test_it_shows_who_is_on_duty(fleet: FleetList) -> None:
    assert fleet.view.isVisible()
    assert fleet.model.numbers() == [1, 5, 2, 3, 4]


def test_before_there_is_a_picture_rows_are_hinted_at(qtbot, selection: Selection, look: Look) -> None:
    scene = Scene(HeldClock())
    fleet = _fleet(qtbot, scene, selection, look)
    assert not fleet.view.isVisible()
    assert "No units" not in _said(fleet)

    scene.replace(Snapshot(seq=5, at=NOON, station="harbour", units=(a_unit(1),)))
    assert fleet.view.isVisible()


def test_with_no_unit_at_all_it_says_how_to_connect_a_phone(qtbot, selection: Selection, look: Look) -> None:
    scene = Scene(HeldClock())
    scene.replace(Snapshot(seq=1, at=NOON, station="harbour"))
    fleet = _fleet(qtbot, scene, selection, look)

    assert "No units on duty. Connect a phone" in _said(fleet)
    with qtbot.waitSignal(fleet.registry_requested):
        _button(fleet, "Register a unit").click()


def test_with_all_off_duty_it_shows_them_on_request(scene: Scene, fleet: FleetList) -> None:
    happen(scene, *(DutyEnded(unit=unit) for unit in range(1, 6)))
    assert "Registered and off duty: 6." in _said(fleet)

    _button(fleet, "Show units off duty").click()

    assert fleet.view.isVisible()
    assert len(fleet.model.numbers()) == 6


def test_a_filter_that_finds_nobody_says_so_and_is_cleared_by_a_button(fleet: FleetList) -> None:
    fleet.model.set_query(FleetQuery(text="nobody is called so"))
    assert "No unit fits the filter. On duty: 5." in _said(fleet)

    _button(fleet, "Clear the filter").click()

    assert fleet.view.isVisible()
    assert len(fleet.model.numbers()) == 5


def test_a_filter_that_finds_nobody_now_finds_them_as_time_passes(
    qtbot, fleet: FleetList, clock: HeldClock
) -> None:
    fleet.model.set_query(FleetQuery(stale_only=True))
    assert "No unit fits the filter." in _said(fleet)

    clock.pass_s(90)

    qtbot.waitUntil(fleet.view.isVisible)
    assert len(fleet.model.numbers()) == 5


def test_while_it_is_hidden_no_second_passes(qtbot, fleet: FleetList) -> None:
    fleet.hide()

    with qtbot.assertNotEmitted(fleet.model.dataChanged, wait=1200):
        pass


def test_ctrl_f_leads_to_the_filter_and_enter_back_to_the_rows(qtbot, fleet: FleetList) -> None:
    fleet.activateWindow()
    fleet.view.setFocus()

    QTest.keyClick(fleet.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = fleet.findChild(QLineEdit)
    qtbot.waitUntil(field.hasFocus)

    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(fleet.view.hasFocus)


def test_its_actions_say_their_shortcut(fleet: FleetList) -> None:
    assert [(action.text(), action.keys) for action in fleet.desk_actions] == [("Filter the fleet", "Ctrl+F")]


def test_the_menu_is_made_for_the_chosen_units(qtbot, scene: Scene, selection: Selection, look: Look) -> None:
    asked: list[tuple[int, ...]] = []

    def unit_menu(units: Sequence[int]) -> QMenu:
        asked.append(tuple(units))
        menu = QMenu()
        menu.addAction("Follow")
        QTimer.singleShot(0, menu.close)
        return menu

    fleet = _fleet(qtbot, scene, selection, look, unit_menu)
    selection.set([2, 3])

    fleet.view.menu_requested.emit(QPoint(10, 10))

    assert asked == [(2, 3)]
    assert QApplication.activePopupWidget() is None


def test_without_a_menu_a_right_press_does_no_harm(fleet: FleetList, selection: Selection) -> None:
    selection.set([2])

    fleet.view.menu_requested.emit(QPoint(10, 10))

    assert selection.units == (2,)


def test_it_stands_in_every_look(fleet: FleetList, look: Look) -> None:
    for is_wall in (True, False):
        look.set_wall(is_wall)
        assert not fleet.grab().isNull()
