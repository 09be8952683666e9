"""Events in words: what happened to a unit, in a few, and who did it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.event import Event, Fact
from app.domain.stream import StreamEnd
from app.domain.talk import VoicePath
from app.domain.unit import UnitStatus
from app.picture.picture import Picture
from ui.fleet.cells import terminal_title
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.words import protocol_name, status_name, terminal_kind_name

translate = QCoreApplication.translate


#: What happened, where the kind of fact says it all.
_PLAIN: dict[type, str] = {
    facts.DutyStarted: QT_TRANSLATE_NOOP("history", "On duty"),
    facts.DutyEnded: QT_TRANSLATE_NOOP("history", "Off duty"),
    facts.UnitRegistered: QT_TRANSLATE_NOOP("history", "Unit registered"),
    facts.UnitChanged: QT_TRANSLATE_NOOP("history", "Details changed"),
    facts.UnitRetired: QT_TRANSLATE_NOOP("history", "Unit retired"),
    facts.TerminalRetired: QT_TRANSLATE_NOOP("history", "Terminal retired"),
    facts.TerminalPullSet: QT_TRANSLATE_NOOP("history", "Address of its video changed"),
    facts.StreamStarted: QT_TRANSLATE_NOOP("history", "Video began"),
    facts.PushRefused: QT_TRANSLATE_NOOP("history", "Video refused"),
    facts.VoiceUnlinked: QT_TRANSLATE_NOOP("history", "Link for speech lost"),
}


#: Why there was no more video.
_ENDS: dict[StreamEnd, str] = {
    StreamEnd.CLOSED: QT_TRANSLATE_NOOP("history", "Video ended"),
    StreamEnd.VANISHED: QT_TRANSLATE_NOOP("history", "Video broke off"),
    StreamEnd.TAKEN_OVER: QT_TRANSLATE_NOOP("history", "Video taken over by a new push"),
    StreamEnd.MALFORMED: QT_TRANSLATE_NOOP("history", "Video ended: it could not be read"),
    StreamEnd.RETIRED: QT_TRANSLATE_NOOP("history", "Video ended: the terminal may not send any more"),
    StreamEnd.OFF_DUTY: QT_TRANSLATE_NOOP("history", "Video ended with the duty"),
    StreamEnd.STATION_STOPPED: QT_TRANSLATE_NOOP("history", "Video ended: the station stopped"),
}


def fact_text(fact: Fact) -> str:
    """What happened: ``En route``, ``On duty``, ``Phone registered``."""
    match fact:
        case facts.UnitStatusSet():
            return status_name(fact.status)
        case facts.TerminalRegistered():
            return translate("history", "{terminal} registered").format(terminal=terminal_title(fact.terminal))
        case facts.TerminalChanged():
            return translate("history", "{terminal} changed").format(terminal=terminal_title(fact.terminal))
        case facts.TerminalHeard():
            how = protocol_name(fact.protocol)
            return translate("history", "First report by {protocol}").format(protocol=how)
        case facts.StreamEnded():
            return translate("history", _ENDS[fact.reason])
        case facts.VoiceLinked():
            path = "UDP" if fact.link.path is VoicePath.UDP else "WebSocket"
            return translate("history", "Linked for speech by {path}").format(path=path)
    plain = _PLAIN.get(type(fact))
    return fact.kind if plain is None else translate("history", plain)


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
