"""Chips, the bar and what they ask of the model."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.domain.event import DutyEnded
from app.domain.unit import Force, UnitStatus
from tests.ui.models.crowd import HeldClock, happen
from ui.fleet.bar import FleetBar
from ui.fleet.cells import cell_text
from ui.fleet.chips import FilterChips
from ui.models.fleet_model import FleetModel
from ui.models.fleet_query import FleetQuery, SortKey
from ui.models.scene import Scene
from ui.theme.look import Look

Key = Qt.Key


@pytest.fixture
def model(scene: Scene) -> FleetModel:
    return FleetModel(scene, cell_text, scene)


@pytest.fixture
def chips(qtbot, model: FleetModel, look: Look) -> FilterChips:
    chips = FilterChips(model, look)
    qtbot.addWidget(chips)
    chips.show()
    return chips


@pytest.fixture
def bar(qtbot, model: FleetModel, look: Look) -> FleetBar:
    bar = FleetBar(model, look, "Ctrl+F")
    qtbot.addWidget(bar)
    bar.show()
    return bar


def _chip(chips: FilterChips, says: str) -> QPushButton:
    found = [chip for chip in chips.findChildren(QPushButton) if says in (chip.text(), chip.accessibleName())]
    assert len(found) == 1, [chip.text() for chip in chips.findChildren(QPushButton)]
    return found[0]


def _texts(chips: FilterChips) -> list[str]:
    return [chip.accessibleName() or chip.text() for chip in chips.findChildren(QPushButton)]


def _entries(button: QPushButton) -> dict[str, object]:
    menu = button.menu()
    menu.aboutToShow.emit()
    entries = {action.text(): action for action in menu.actions()}
    for action in menu.actions():
        if action.menu():
            entries |= {inner.text(): inner for inner in action.menu().actions()}
    return entries


def _menu_buttons(bar: FleetBar) -> tuple[QPushButton, QPushButton]:
    order, more = (button for button in bar.findChildren(QPushButton) if button.menu())
    return order, more


def test_each_chip_says_how_many_it_would_find(chips: FilterChips) -> None:
    assert _texts(chips) == [
        "All",
        "Dedicated 2",
        "Social 1",
        "Volunteer 2",
        "Available: 3",
        "En route: 1",
        "On scene: 1",
        "Busy: 0",
        "Out of service: 0",
        "Stale 0",
    ]
    assert _chip(chips, "All").isChecked()


def test_counts_follow_what_happens(chips: FilterChips, scene: Scene, model: FleetModel, clock: HeldClock) -> None:
    happen(scene, DutyEnded(unit=1))
    assert "Dedicated 1" in _texts(chips)

    clock.pass_s(65)
    model.tick()
    assert "Stale 4" in _texts(chips)


def test_pressing_chips_narrows_and_pressing_again_widens(chips: FilterChips, model: FleetModel) -> None:
    _chip(chips, "Volunteer 2").click()
    assert model.numbers() == [3, 4]
    assert not _chip(chips, "All").isChecked()

    _chip(chips, "Dedicated 2").click()
    assert model.query.forces == {Force.VOLUNTEER, Force.DEDICATED}

    _chip(chips, "Available: 2").click()
    assert model.numbers() == [1, 3]

    _chip(chips, "All").click()
    assert model.query.forces == frozenset()
    assert model.query.statuses == {UnitStatus.AVAILABLE}

    _chip(chips, "Available: 3").click()
    assert not model.query.is_filtered


def test_pressing_all_when_it_is_pressed_keeps_it_pressed(chips: FilterChips) -> None:
    _chip(chips, "All").click()

    assert _chip(chips, "All").isChecked()


def test_the_stale_chip_finds_who_is_not_heard(chips: FilterChips, model: FleetModel, clock: HeldClock) -> None:
    clock.pass_s(55)
    model.tick()

    _chip(chips, "Stale 1").click()

    assert model.numbers() == [4]


def test_a_chosen_beat_is_a_chip_that_takes_itself_away(chips: FilterChips, model: FleetModel) -> None:
    model.set_query(FleetQuery(beats=frozenset({"Kluuvi"}), agencies=frozenset({"Patrol police"})))
    assert model.numbers() == [1]

    _chip(chips, "Kluuvi ×").click()

    assert model.query.beats == frozenset()
    assert model.query.agencies == {"Patrol police"}


def test_chips_are_pressed_by_keys_alone_and_not_by_the_talk_key(chips: FilterChips, model: FleetModel) -> None:
    _chip(chips, "All").setFocus()

    QTest.keyClick(_chip(chips, "All"), Key.Key_Right)
    focused = chips.focusWidget()
    assert focused is _chip(chips, "Dedicated 2")

    QTest.keyClick(focused, Key.Key_Return)
    assert model.query.forces == {Force.DEDICATED}


def test_typing_finds_by_callsign_name_agency_and_beat(bar: FleetBar, model: FleetModel) -> None:
    field = bar.findChild(QLineEdit)
    QTest.keyClicks(field, "patrol")
    assert model.numbers() == [1, 5, 2]

    QTest.keyClicks(field, " kluu")
    assert model.numbers() == [1]


def test_escape_first_clears_the_text_and_then_leaves(qtbot, bar: FleetBar, model: FleetModel) -> None:
    field = bar.findChild(QLineEdit)
    QTest.keyClicks(field, "v")

    with qtbot.assertNotEmitted(bar.left):
        QTest.keyClick(field, Key.Key_Escape)
    assert model.query.text == ""

    with qtbot.waitSignal(bar.left):
        QTest.keyClick(field, Key.Key_Escape)


@pytest.mark.parametrize("key", [Key.Key_Down, Key.Key_Return])
def test_down_and_enter_lead_from_the_text_to_the_rows(qtbot, bar: FleetBar, key: Key) -> None:
    with qtbot.waitSignal(bar.left):
        QTest.keyClick(bar.findChild(QLineEdit), key)


def test_the_order_is_chosen_in_a_menu_and_said_on_the_button(bar: FleetBar, model: FleetModel) -> None:
    order, _ = _menu_buttons(bar)
    assert order.text() == "Callsign ↓"

    _entries(order)["Age"].trigger()
    assert model.query.sort is SortKey.AGE
    assert model.numbers() == [4, 2, 5, 3, 1]
    assert order.text() == "Age ↓"
    assert _entries(order)["Age"].isChecked()

    _entries(order)["The other way round"].trigger()
    assert model.numbers() == [1, 3, 5, 2, 4]
    assert order.text() == "Age ↑"


def test_the_menus_open_by_keys_alone(qtbot, bar: FleetBar) -> None:
    for button in _menu_buttons(bar):
        opened = []
        button.menu().aboutToShow.connect(lambda opened=opened: opened.append(True))
        QTimer.singleShot(0, button.menu(), button.menu().close)

        QTest.keyClick(button, Key.Key_Return)

        assert opened


def test_agencies_and_beats_are_chosen_in_a_menu(bar: FleetBar, model: FleetModel) -> None:
    _, more = _menu_buttons(bar)

    _entries(more)["Security volunteers"].trigger()
    assert model.numbers() == [3, 4]

    _entries(more)["Kaivo"].trigger()
    assert model.numbers() == [3]
    assert _entries(more)["Kaivo"].isChecked()

    _entries(more)["Clear the filter"].trigger()
    assert len(model.numbers()) == 5


def test_units_off_duty_are_shown_on_request(bar: FleetBar, model: FleetModel) -> None:
    _, more = _menu_buttons(bar)

    _entries(more)["Units off duty (1)"].trigger()

    assert model.numbers() == [1, 6, 5, 2, 3, 4]


def test_a_filter_set_elsewhere_is_shown_in_the_field(bar: FleetBar, model: FleetModel) -> None:
    model.set_query(FleetQuery(text="harbour"))
    assert bar.findChild(QLineEdit).text() == "harbour"

    model.set_query(FleetQuery())
    assert bar.findChild(QLineEdit).text() == ""
