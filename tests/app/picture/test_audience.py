"""Who of an audience can hear now, and why the others cannot."""

from __future__ import annotations

import gc
import time
from datetime import UTC, datetime

from app.domain.audience import AgencyAudience, TerminalsAudience, UnitsAudience
from app.domain.snapshot import Snapshot
from app.domain.talk import VoiceLink, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit, UnitStatus
from app.picture.audience import Deaf, hearers
from app.picture.picture import Picture

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _unit(number: int, status: UnitStatus = UnitStatus.AVAILABLE, agency: str = "Patrol police") -> Unit:
    return Unit(
        number=number,
        callsign=f"D-{number}",
        force=Force.DEDICATED,
        agency=agency,
        status=status,
        status_at=NOON,
    )


def _picture() -> Picture:
    """1 hears with two terminals, 2 has lost its link, 3 carries nothing, 4 is off duty, 5 is another agency's."""
    units = (
        _unit(1),
        _unit(2),
        _unit(3),
        _unit(4, UnitStatus.OFF_DUTY),
        _unit(5, agency="Traffic police"),
    )
    carried = {11: 1, 12: 1, 21: 2, 41: 4, 51: 5}
    terminals = [Terminal(number=n, kind=TerminalKind.PHONE, unit=unit) for n, unit in carried.items()]
    terminals.append(Terminal(number=61, kind=TerminalKind.GATEWAY))
    links = [VoiceLink(terminal=n, path=VoicePath.UDP) for n in (11, 12, 41, 51)]
    return Picture.from_snapshot(
        Snapshot(seq=1, at=NOON, station="s", units=units, terminals=tuple(terminals), voice_links=tuple(links))
    )


def test_chosen_units_hear_with_every_linked_terminal_and_the_others_are_told_why_not() -> None:
    found = hearers(UnitsAudience(units=(4, 3, 2, 1, 99)), _picture())

    assert found.terminals == (11, 12)
    assert found.units == (1,)
    assert found.deaf == {2: Deaf.LINK_LOST, 3: Deaf.NO_TERMINAL, 4: Deaf.OFF_DUTY, 99: Deaf.UNKNOWN}


def test_an_agency_is_all_of_its_units_and_nobody_elses() -> None:
    found = hearers(AgencyAudience(agency="Traffic police"), _picture())

    assert (found.terminals, found.units, found.deaf) == ((51,), (5,), {})


def test_a_shout_to_a_terminal_is_for_that_terminal_alone() -> None:
    found = hearers(TerminalsAudience(terminals=(12, 21, 41, 61, 77)), _picture())

    assert found.terminals == (12,)
    assert found.deaf == {2: Deaf.LINK_LOST, 4: Deaf.OFF_DUTY, 61: Deaf.OFF_DUTY, 77: Deaf.UNKNOWN}


def test_ten_thousand_units_are_judged_in_less_time_than_a_key_takes_to_go_down() -> None:
    numbers = range(1, 10_001)
    picture = Picture.from_snapshot(
        Snapshot(
            seq=1,
            at=NOON,
            station="s",
            units=tuple(_unit(n) for n in numbers),
            terminals=tuple(Terminal(number=20_000 + n, kind=TerminalKind.PHONE, unit=n) for n in numbers),
            voice_links=tuple(VoiceLink(terminal=20_000 + n, path=VoicePath.UDP) for n in numbers),
        )
    )
    # As the desk does with its picture: a collection of all that other tests have left would be counted too.
    gc.collect()
    gc.freeze()
    began_s = time.thread_time()

    found = hearers(UnitsAudience(units=tuple(numbers)), picture)

    took_s = time.thread_time() - began_s
    gc.unfreeze()
    assert len(found.terminals) == len(found.units) == 10_000
    assert took_s < 0.3
