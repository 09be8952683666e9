"""Who is in an audience now, and who of them can hear; the same at the desk and at the station."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.audience import AgencyAudience, Audience, TerminalsAudience
from app.domain.terminal import Terminal, TerminalKind
from app.picture.picture import Picture


class Deaf(StrEnum):
    """Why somebody cannot hear now."""

    OFF_DUTY = "off_duty"
    NO_TERMINAL = "no_terminal"
    LINK_LOST = "link_lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hearers:
    """An audience at this moment.

    Args:
        terminals: that hear now. units: whose terminals these are, each once.
        deaf: units that are meant and cannot hear, and why; for a terminal that no unit carries, its number.
    """

    terminals: tuple[int, ...]
    units: tuple[int, ...]
    deaf: Mapping[int, Deaf]


def hearers(audience: Audience, picture: Picture) -> Hearers:
    """Sorted by number. Costs one pass over the terminals, and one over the audience."""
    if isinstance(audience, TerminalsAudience):
        return _of_terminals(audience.terminals, picture)
    carried: dict[int, list[int]] = {}
    for terminal in picture.terminals.values():
        if terminal.unit is not None and terminal.kind is not TerminalKind.GATEWAY:
            carried.setdefault(terminal.unit, []).append(terminal.number)
    heard, units, deaf = [], [], {}
    for number in sorted(units_of(audience, picture)):
        why = _why_deaf(number, carried.get(number, ()), picture)
        if why is None:
            heard += [terminal for terminal in carried[number] if terminal in picture.voice_links]
            units.append(number)
        else:
            deaf[number] = why
    return Hearers(tuple(sorted(heard)), tuple(units), deaf)


def units_of(audience: Audience, picture: Picture) -> Iterable[int]:
    """The numbers of the units that are meant, on duty or not."""
    if isinstance(audience, AgencyAudience):
        return {unit.number for unit in picture.units.values() if unit.agency == audience.agency}
    if isinstance(audience, TerminalsAudience):
        carriers = (picture.terminals.get(number) for number in audience.terminals)
        return {terminal.unit for terminal in carriers if terminal is not None and terminal.unit is not None}
    return set(audience.units)


def _of_terminals(numbers: Iterable[int], picture: Picture) -> Hearers:
    heard, units, deaf = [], set(), {}
    for number in sorted(set(numbers)):
        terminal = picture.terminals.get(number)
        why = Deaf.UNKNOWN if terminal is None else _why_deaf_terminal(terminal, picture)
        unit = terminal.unit if terminal is not None else None
        if why is not None:
            deaf[number if unit is None else unit] = why
            continue
        heard.append(number)
        if unit is not None:
            units.add(unit)
    return Hearers(tuple(heard), tuple(sorted(units)), deaf)


def _why_deaf_terminal(terminal: Terminal, picture: Picture) -> Deaf | None:
    if terminal.unit is None:
        return Deaf.OFF_DUTY
    return _why_deaf(terminal.unit, (terminal.number,), picture)


def _why_deaf(unit: int, terminals: Iterable[int], picture: Picture) -> Deaf | None:
    known = picture.units.get(unit)
    if known is None:
        return Deaf.UNKNOWN
    if not known.is_on_duty:
        return Deaf.OFF_DUTY
    if not terminals:
        return Deaf.NO_TERMINAL
    return None if any(number in picture.voice_links for number in terminals) else Deaf.LINK_LOST
