"""The picture law: snapshot(a) + events(a..b) equals snapshot(b), for any log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from app.domain import event as facts
from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.snapshot import Snapshot
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit, UnitStatus
from app.picture.changes import Changes
from app.picture.picture import Picture
from tests.app.picture.logs import Log, logs

_AT = datetime(2026, 3, 2, tzinfo=UTC)
_NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _fold(picture: Picture, events: list[Event]) -> Picture:
    for fact in events:
        picture.apply(fact)
    return picture


def _rows(picture: Picture) -> tuple[dict[int, Any], ...]:
    return (
        picture.units,
        picture.terminals,
        picture.operators,
        picture.streams,
        picture.cameras,
        {**picture.talkgroups, **picture.calls},
        picture.bursts,
        picture.voice_links,
    )


def _snapshot(picture: Picture) -> Snapshot:
    return picture.to_snapshot(_AT, "harbour")


def _log_of(*listed: facts.Fact) -> list[Event]:
    return [
        Event(seq=i, at=_NOON + timedelta(minutes=i), by="operator:1", fact=f) for i, f in enumerate(listed, 1)
    ]


UNIT = Unit(number=7, callsign="V-07", force=Force.VOLUNTEER, agency="Security volunteers", status_at=_NOON)
PHONE = Terminal(number=3, kind=TerminalKind.PHONE, unit=7)


@given(logs(), st.data())
def test_a_snapshot_and_the_events_after_it_lead_to_the_later_snapshot(log: Log, data: st.DataObject) -> None:
    a = data.draw(st.integers(0, len(log.events)), label="a")
    b = data.draw(st.integers(a, len(log.events)), label="b")
    early = _snapshot(_fold(Picture(), log.events[:a]))
    late = _snapshot(_fold(Picture(), log.events[:b]))

    assert _snapshot(_fold(Picture.from_snapshot(early), log.events[a:b])) == late


@given(logs(), st.data())
def test_the_law_holds_over_the_wire(log: Log, data: st.DataObject) -> None:
    a = data.draw(st.integers(0, len(log.events)), label="a")
    sent = _snapshot(_fold(Picture(), log.events[:a])).model_dump_json()
    lines = [event.model_dump_json() for event in log.events[a:]]

    desk = _fold(
        Picture.from_snapshot(Snapshot.model_validate_json(sent)),
        [Event.model_validate_json(line) for line in lines],
    )

    assert _snapshot(desk).model_dump_json() == _snapshot(_fold(Picture(), log.events)).model_dump_json()


@given(logs())
def test_the_picture_holds_the_rows_that_somebody_keeping_them_by_hand_would_hold(log: Log) -> None:
    picture = _fold(Picture(), log.events)
    event(f"{len(log.events) // 10 * 10}+ events")

    assert picture.seq == len(log.events)
    assert picture.units == log.units
    assert picture.terminals == log.terminals
    assert picture.operators == log.operators
    assert picture.streams == log.streams
    assert picture.cameras == log.cameras
    assert picture.media_server == log.media_server
    assert (picture.talkgroups, picture.calls) == (log.talkgroups, log.calls)
    assert picture.bursts == log.bursts
    assert picture.voice_links == log.voice_links


@given(logs(), st.data())
def test_rows_are_found_by_the_names_they_bear_now_and_by_no_others(log: Log, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(log.events)), label="cut")
    early = _fold(Picture(), log.events[:cut])
    picture = _fold(data.draw(st.sampled_from([early, early.copy()])), log.events[cut:])
    renewed = Picture.from_snapshot(_snapshot(picture))

    worn = {
        event.fact.unit.callsign
        for event in log.events
        if hasattr(event.fact, "unit") and isinstance(event.fact.unit, Unit)
    }
    bears = {unit.callsign: number for number, unit in log.units.items()}
    sends = {terminal.device_id: number for number, terminal in log.terminals.items() if terminal.device_id}
    for held in (picture, renewed):
        assert {c: held.unit_by_callsign(c.lower()) for c in worn} == {c: bears.get(c) for c in worn}
        assert all(held.terminal_by_device_id(device) == number for device, number in sends.items())
        assert held.terminal_by_device_id("") is None


@given(logs())
def test_a_copy_does_not_follow_the_original(log: Log) -> None:
    picture = Picture()
    twin = picture.copy()

    _fold(picture, log.events)

    assert _snapshot(twin) == _snapshot(Picture())
    assert _snapshot(picture.copy()) == _snapshot(picture)


@given(logs(), st.data())
def test_a_repeated_event_changes_nothing(log: Log, data: st.DataObject) -> None:
    assume(log.events)
    picture = _fold(Picture(), log.events)
    before = _snapshot(picture)
    again = data.draw(st.sampled_from(log.events))

    assert picture.apply(again) == Changes()
    assert _snapshot(picture) == before


@given(logs(), st.data())
def test_a_missing_event_raises_and_leaves_the_picture_alone(log: Log, data: st.DataObject) -> None:
    assume(len(log.events) >= 2)
    missing = data.draw(st.integers(1, len(log.events) - 1), label="missing")
    picture = _fold(Picture(), log.events[: missing - 1])
    before = _snapshot(picture)

    with pytest.raises(AppError) as caught:
        picture.apply(log.events[missing])

    assert caught.value.code == "picture.gap"
    assert caught.value.params == {"held": missing - 1, "got": missing + 1}
    assert _snapshot(picture) == before


@given(logs())
def test_every_row_that_differs_after_an_event_is_named_in_its_changes(log: Log) -> None:
    picture = Picture()
    for fact in log.events:
        before = [dict(rows) for rows in _rows(picture)]
        changes = picture.apply(fact)
        named = (
            changes.units,
            changes.terminals,
            changes.operators,
            changes.streams,
            changes.cameras,
            changes.calls,
            changes.bursts,
            changes.voice_links,
        )
        for held, holds, told in zip(before, _rows(picture), named, strict=True):
            differing = {n for n in held.keys() | holds.keys() if held.get(n) != holds.get(n)}
            assert differing <= told


@given(logs())
def test_a_unit_without_duty_is_named_among_the_positions_gone(log: Log) -> None:
    picture, may_have_position = Picture(), set[int]()
    for fact in log.events:
        may_have_position -= picture.apply(fact).positions_gone
        may_have_position |= {unit.number for unit in picture.units.values() if unit.is_on_duty}

    assert may_have_position == {unit.number for unit in log.units.values() if unit.is_on_duty}


def test_going_on_duty_makes_a_unit_available_from_then_on() -> None:
    picture = _fold(Picture(), _log_of(facts.UnitRegistered(unit=UNIT), facts.DutyStarted(unit=7)))

    unit = picture.units[7]
    assert unit.status is UnitStatus.AVAILABLE
    assert unit.on_duty_at == unit.status_at == _NOON + timedelta(minutes=2)


def test_a_status_keeps_the_time_at_which_duty_began() -> None:
    log = _log_of(
        facts.UnitRegistered(unit=UNIT),
        facts.DutyStarted(unit=7),
        facts.UnitStatusSet(unit=7, status=UnitStatus.EN_ROUTE),
    )

    unit = _fold(Picture(), log).units[7]
    assert unit.on_duty_at == _NOON + timedelta(minutes=2)
    assert unit.status_at == _NOON + timedelta(minutes=3)


def test_a_retired_unit_leaves_its_terminals_without_a_unit() -> None:
    log = _log_of(
        facts.UnitRegistered(unit=UNIT),
        facts.TerminalRegistered(terminal=PHONE),
        facts.UnitRetired(unit=7),
    )
    picture = _fold(Picture(), log[:2])

    changes = picture.apply(log[2])

    assert picture.terminals[3].unit is None
    assert changes == Changes(units=frozenset({7}), terminals=frozenset({3}), positions_gone=frozenset({7}))


def test_changes_merge_and_say_whether_there_are_any() -> None:
    one = Changes(units=frozenset({1}), positions_gone=frozenset({1}))
    other = Changes(units=frozenset({2}), operators=frozenset({5}))

    assert one | other == Changes(units=frozenset({1, 2}), operators=frozenset({5}), positions_gone=frozenset({1}))
    assert one
    assert not Changes()
