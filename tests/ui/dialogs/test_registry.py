"""The registry as somebody uses it: by keyboard, with the station's answers coming later."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.domain.command import (
    ChangeOperator,
    ChangeUnit,
    RegisterOperator,
    RegisterTerminal,
    RegisterUnit,
    RetireUnit,
)
from app.domain.errors import AppError
from app.domain.event import OperatorRegistered, TerminalRegistered, UnitChanged, UnitRegistered, UnitRetired
from app.domain.operator import Operator, OperatorFields, Role
from app.domain.terminal import Terminal, TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from tests.ui.dialogs.keys import fill, focused, new
from tests.ui.widgets.fakes import UNITS, happen, unit
from ui.dialogs.registry import RegistryTab

Key = Qt.Key


@pytest.fixture
def units(open_registry):
    return open_registry(RegistryTab.UNITS).units


def test_a_unit_is_registered_by_keyboard_alone(units, orders, scene, qtbot):
    new(qtbot, units)
    fill(qtbot, units, "V-12", "Night walk", "Vol", "Security volunteers", "Kallio")
    qtbot.keyClick(focused(), Key.Key_Return)
    fields = UnitFields(
        callsign="V-12", name="Night walk", force=Force.VOLUNTEER, agency="Security volunteers", beat="Kallio"
    )
    assert orders.sent == [RegisterUnit(unit=fields)]
    assert units.note == "Sent to the station …"
    orders.carry_out(scene, UnitRegistered(unit=unit(31, "V-12", name="Night walk")))
    assert units.number == 31
    assert units._title.text() == "V-12 · Night walk"
    assert units.note == "Done."


def test_a_callsign_that_is_taken_is_told_while_it_is_typed_whatever_its_case(units, orders, qtbot):
    new(qtbot, units)
    qtbot.keyClicks(focused(), "v-07")
    assert "Another unit has the callsign v-07." in units._entry._callsign._note.text()
    qtbot.keyClick(focused(), Key.Key_Return)
    assert orders.sent == []


def test_what_the_station_refuses_is_told_at_its_field_and_nowhere_else(units, orders, qtbot):
    new(qtbot, units)
    fill(qtbot, units, "D-44", "", "", "Station")
    qtbot.keyClick(focused(), Key.Key_Return)
    orders.refuse("callsign.taken", callsign="D-44")
    assert "D-44" in units._entry._callsign._note.text()
    assert focused() is units._entry._callsign.editor
    assert orders.pending == (), "shown here, so not told again in the notices"
    qtbot.keyClicks(focused(), "b")
    qtbot.keyClick(focused(), Key.Key_Return)
    assert orders.sent[-1].unit.callsign == "D-44b"


def test_a_refusal_of_no_field_is_told_below_the_form(units, orders, qtbot):
    new(qtbot, units)
    fill(qtbot, units, "D-44", "", "", "Station")
    qtbot.keyClick(focused(), Key.Key_Return)
    orders.refuse("storage.full")
    assert "disk is full" in units.note


def test_an_order_that_cannot_be_delivered_says_that_it_waits(units, orders, qtbot):
    new(qtbot, units)
    fill(qtbot, units, "D-44", "", "", "Station")
    qtbot.keyClick(focused(), Key.Key_Return)
    orders.held.emit(orders.key, AppError("station.unreachable"))
    assert "waits and goes out by itself" in units.note
    assert not units._save.isEnabled()


def test_leaving_a_form_that_waits_leaves_its_refusal_to_the_notices(units, orders, qtbot):
    new(qtbot, units)
    fill(qtbot, units, "D-44", "", "", "Station")
    qtbot.keyClick(focused(), Key.Key_Return)
    units.show_number(1)
    orders.refuse("callsign.taken", callsign="D-44")
    assert units.note == ""
    assert len(orders.pending) == 1


def test_a_change_is_ordered_with_all_fields_and_only_when_there_is_one(units, orders, qtbot):
    units.show_number(1)
    assert not units._save.isEnabled()
    units._entry._beat.editor.setFocus()
    qtbot.keyClick(focused(), Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(focused(), "Kamppi")
    qtbot.keyClick(focused(), Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    before = UNITS[0]
    fields = UnitFields(
        callsign=before.callsign, name=before.name, force=before.force, agency=before.agency, beat="Kamppi"
    )
    assert orders.sent == [ChangeUnit(number=1, unit=fields)]


def test_what_others_change_appears_but_never_over_what_one_is_typing(units, scene, qtbot):
    units.show_number(1)
    happen(scene, UnitChanged(unit=unit(1, "D-03", name="Patrol car two")))
    assert units._entry._name.text == "Patrol car two"
    units._entry._name.editor.setFocus()
    qtbot.keyClicks(focused(), "!")
    happen(scene, UnitChanged(unit=unit(1, "D-03", name="Patrol car three")))
    assert units._entry._name.text == "Patrol car two!"


def test_retiring_asks_first_and_is_then_ordered(units, orders, scene, qtbot):
    units.show_number(2)
    qtbot.keyClick(focused(), Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    box = units.findChild(QMessageBox)
    assert "V-07" in box.text()
    qtbot.keyClick(box, Key.Key_Escape)
    assert orders.sent == []
    qtbot.waitUntil(lambda: units.findChild(QMessageBox) is None)
    units.ask_to_retire()
    box = units.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Retire unit").click()
    assert orders.sent == [RetireUnit(number=2)]
    orders.carry_out(scene, UnitRetired(unit=2))
    assert units.number is None
    assert 2 not in units.list.model.numbers


def test_the_list_is_filtered_by_any_of_its_cells_and_says_when_nothing_is_left(units, qtbot):
    units.list.focus_find()
    qtbot.keyClicks(focused(), "volunteer")
    assert units.list.model.numbers == [2]
    qtbot.keyClicks(focused(), "zzz")
    assert units.list.model.numbers == []
    assert units.list._stateful.pane.isVisible()


def test_going_through_the_list_by_arrow_shows_each_in_the_form(units, qtbot):
    units.list._table.setFocus()
    qtbot.keyClick(units.list._table, Key.Key_Down)
    assert units.number == units.list.model.numbers[1]
    assert units._entry._callsign.text == "D-11"


def test_who_may_not_change_may_look(open_registry, orders):
    page = open_registry(RegistryTab.UNITS, Role.DISPATCHER).units
    assert page.note == "Your role may look at this, but not change it."
    assert not page._save.isEnabled()
    assert not page._retire.isEnabled()
    assert not page.list.new_button.isEnabled()


def test_a_supervisor_registers_units_but_no_operators(open_registry):
    registry = open_registry(RegistryTab.OPERATORS, Role.SUPERVISOR)
    assert registry.units.list.new_button.isEnabled()
    assert not registry.operators.list.new_button.isEnabled()


def test_a_terminal_is_registered_by_keyboard_and_then_says_how_to_connect_it(
    open_registry, orders, addresses, scene, qtbot
):
    page = open_registry(RegistryTab.TERMINALS).terminals
    new(qtbot, page)
    fill(qtbot, page, "", "D-03 Patrol car", "Work phone", "phone-3")
    qtbot.keyClick(focused(), Key.Key_Return)
    fields = TerminalFields(kind=TerminalKind.PHONE, unit=1, label="Work phone", device_id="phone-3")
    assert orders.sent == [RegisterTerminal(terminal=fields)]
    orders.carry_out(scene, TerminalRegistered(terminal=Terminal(**dict(fields), number=31)))
    assert page.number == 31
    assert addresses.asked == [31]
    assert page._entry._panel.heard == "○ Waiting for the first report …"


def test_a_terminal_of_a_unit_that_does_not_exist_is_not_ordered(open_registry, orders, qtbot):
    page = open_registry(RegistryTab.TERMINALS).terminals
    new(qtbot, page)
    fill(qtbot, page, "", "X-99 nobody", "Work phone")
    qtbot.keyClick(focused(), Key.Key_Return)
    assert orders.sent == []
    assert "no such unit" in page._entry._unit._note.text()


def test_a_gateway_belongs_to_no_unit(open_registry, qtbot):
    page = open_registry(RegistryTab.TERMINALS).terminals
    new(qtbot, page)
    fill(qtbot, page, "Gate", "D-03 Patrol car")
    assert "belongs to no unit" in page._entry._unit._note.text()


def test_an_identifier_that_is_taken_is_told_while_it_is_typed(open_registry, qtbot):
    page = open_registry(RegistryTab.TERMINALS).terminals
    new(qtbot, page)
    fill(qtbot, page, "", "", "", "864")
    assert "Another terminal reports as 864." in page._entry._device_id._note.text()


def test_an_operator_is_registered_with_a_password_that_is_long_enough(open_registry, orders, scene, qtbot):
    page = open_registry(RegistryTab.OPERATORS).operators
    new(qtbot, page)
    fill(qtbot, page, "Anna", "Day shift", "Super", "short")
    assert "At least 10 characters" in page._entry._password._note.text()
    qtbot.keyClicks(focused(), " is not long")
    qtbot.keyClick(focused(), Key.Key_Return)
    fields = OperatorFields(login="anna", name="Day shift", role=Role.SUPERVISOR)
    assert orders.sent == [RegisterOperator(operator=fields, password="short is not long")]
    orders.carry_out(scene, OperatorRegistered(operator=Operator(**dict(fields), number=31)))
    assert page.number == 31
    assert page._entry._password.text == ""


def test_an_operator_keeps_the_password_when_none_is_typed(open_registry, orders, qtbot):
    page = open_registry(RegistryTab.OPERATORS).operators
    page.show_number(22)
    page._entry._name.editor.setFocus()
    qtbot.keyClicks(focused(), "!")
    qtbot.keyClick(focused(), Key.Key_Return)
    fields = OperatorFields(login="mika", name="Night shift!", role=Role.DISPATCHER)
    assert orders.sent == [ChangeOperator(number=22, operator=fields, password=None)]


@pytest.mark.parametrize("login", ["mika", "MIKA", "with blank", "-dash first", "x" * 41])
def test_a_login_that_cannot_be_is_told(open_registry, login, qtbot):
    page = open_registry(RegistryTab.OPERATORS).operators
    new(qtbot, page)
    qtbot.keyClicks(focused(), login)
    assert page._entry._login.fault()


def test_an_empty_registry_says_how_to_begin(open_registry, scene):
    happen(scene, *(UnitRetired(unit=number) for number in list(scene.picture.units)))
    page = open_registry(RegistryTab.UNITS).units
    pane = page.list._stateful.pane
    assert pane._what.text() == "No units are registered yet."
    assert page.number is None
    pane._button.click()
    assert focused() is page._entry._callsign.editor
