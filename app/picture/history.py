"""Whose history a fact belongs to: the station sorts its log by it, and the desk what happens."""

from __future__ import annotations

from app.domain import event as facts
from app.domain.event import Fact
from app.picture.picture import Picture


def unit_of(fact: Fact, picture: Picture) -> int | None:
    """The unit in whose history a fact stands; None when it is of no unit.

    Args:
        picture: knows who carries a terminal; after a terminal was retired it does not any more.
    """
    match fact:
        case facts.UnitRegistered() | facts.UnitChanged():
            return fact.unit.number
        case facts.UnitRetired() | facts.DutyStarted() | facts.DutyEnded() | facts.UnitStatusSet():
            return fact.unit
        case facts.TerminalRegistered() | facts.TerminalChanged():
            return fact.terminal.unit
        case facts.TerminalRetired() | facts.TerminalHeard() | facts.TerminalPullSet():
            return _carrier(fact.terminal, picture)
        case facts.StreamEnded() | facts.PushRefused():
            return _carrier(fact.terminal, picture)
        case facts.StreamStarted():
            return _carrier(fact.stream.terminal, picture)
        case facts.VoiceLinked():
            return _carrier(fact.link.terminal, picture)
        case facts.VoiceUnlinked():
            return _carrier(fact.terminal, picture)
    return None


def is_told(fact: Fact, before: Picture) -> bool:
    """Whether a fact is worth a line in a history: not that a link for speech is better or worse than it was.

    Args:
        before: the picture without the fact.
    """
    if not isinstance(fact, facts.VoiceLinked):
        return True
    known = before.voice_links.get(fact.link.terminal)
    return known is None or known.path is not fact.link.path


def units_told(fact: Fact, picture: Picture) -> tuple[int, ...]:
    """The units in whose histories a fact of talk stands: those that a burst was meant for, or that heard it."""
    match fact:
        case facts.BurstStarted():
            return fact.burst.units
        case facts.BurstReceived():
            carriers = {_carrier(receipt.number, picture) for receipt in fact.receipts}
            return tuple(sorted(unit for unit in carriers if unit is not None))
    return ()


def _carrier(terminal: int, picture: Picture) -> int | None:
    known = picture.terminals.get(terminal)
    return known.unit if known is not None else None
