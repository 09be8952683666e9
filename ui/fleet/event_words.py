"""Events in words: what happened to a unit, in a few, and who did it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.event import Event, Fact
from app.domain.unit import UnitStatus
from app.picture.picture import Picture
from ui.fleet.cells import terminal_title
from ui.widgets.words import protocol_name, status_name, terminal_kind_name

translate = QCoreApplication.translate


def unit_of(fact: Fact) -> int | None:
    """The unit in whose history a fact stands, as the station sorts them."""
    unit = getattr(fact, "unit", None)
    if isinstance(unit, int):
        return unit
    if unit is not None:
        return int(unit.number)
    carried_by: int | None = getattr(getattr(fact, "terminal", None), "unit", None)
    return carried_by


def fact_text(fact: Fact) -> str:
    """What happened: ``En route``, ``On duty``, ``Phone registered``."""
    match fact:
        case facts.UnitStatusSet():
            return status_name(fact.status)
        case facts.DutyStarted():
            return translate("history", "On duty")
        case facts.DutyEnded():
            return translate("history", "Off duty")
        case facts.UnitRegistered():
            return translate("history", "Unit registered")
        case facts.UnitChanged():
            return translate("history", "Details changed")
        case facts.UnitRetired():
            return translate("history", "Unit retired")
        case facts.TerminalRegistered():
            return translate("history", "{terminal} registered").format(terminal=terminal_title(fact.terminal))
        case facts.TerminalChanged():
            return translate("history", "{terminal} changed").format(terminal=terminal_title(fact.terminal))
        case facts.TerminalRetired():
            return translate("history", "Terminal retired")
        case facts.TerminalHeard():
            how = protocol_name(fact.protocol)
            return translate("history", "First report by {protocol}").format(protocol=how)
        case facts.StreamStarted():
            return translate("history", "Video began")
        case facts.StreamEnded():
            return translate("history", "Video ended")
        case _:
            return fact.kind


def status_of(fact: Fact) -> UnitStatus | None:
    """The status that the fact gave the unit, to be shown with its sign."""
    match fact:
        case facts.UnitStatusSet():
            return fact.status
        case facts.DutyStarted():
            return UnitStatus.AVAILABLE
        case facts.DutyEnded() | facts.UnitRetired():
            return UnitStatus.OFF_DUTY
        case _:
            return None


def author_text(event: Event, picture: Picture) -> str:
    """Who did it: an operator by name, a terminal by kind; nothing when it was the station itself."""
    kind, _, number = event.by.partition(":")
    if kind == "operator" and number.isdigit():
        operator = picture.operators.get(int(number))
        return (operator.name or operator.login) if operator else translate("history", "former operator")
    if kind == "terminal" and number.isdigit():
        terminal = picture.terminals.get(int(number))
        return terminal_kind_name(terminal.kind) if terminal else translate("history", "former terminal")
    return ""


def order_text(command: Command) -> str:
    """What an order for a unit wants: ``On scene``, ``On duty``."""
    match command:
        case orders.SetUnitStatus():
            return status_name(command.status)
        case orders.StartDuty():
            return translate("history", "On duty")
        case orders.EndDuty():
            return translate("history", "Off duty")
        case orders.ChangeUnit():
            return translate("history", "Change of details")
        case orders.RetireUnit():
            return translate("history", "Retirement")
        case _:
            return command.kind
