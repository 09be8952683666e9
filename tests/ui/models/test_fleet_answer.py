"""Filtering, sorting and counting in columns, against the same done by hand with one unit after the other."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.unit import Force, Unit, UnitStatus
from app.picture.freshness import STALE_S
from tests.ui.models.crowd import a_unit
from ui.models.fleet_answer import FleetAnswer, answer
from ui.models.fleet_query import FleetQuery, SortKey
from ui.models.roster import Roster, natural_key

_AGENCIES = ("Patrol police", "traffic police", "Volunteers")
_BEATS = ("", "Kluuvi", "kamppi")
_AGES = st.one_of(st.just(math.nan), st.floats(0, 3 * STALE_S), st.just(STALE_S))


@st.composite
def _crowds(draw: st.DrawFn) -> tuple[dict[int, Unit], dict[int, float]]:
    numbers = draw(st.lists(st.integers(1, 60), unique=True, max_size=25))
    units = {
        number: a_unit(
            number,
            f"{draw(st.sampled_from('DSVdé'))}-{number * 7 % 61}",
            force=draw(st.sampled_from(Force)),
            status=draw(st.sampled_from(UnitStatus)),
            agency=draw(st.sampled_from(_AGENCIES)),
            beat=draw(st.sampled_from(_BEATS)),
        )
        for number in numbers
    }
    ages = {number: draw(_AGES) if unit.is_on_duty else math.nan for number, unit in units.items()}
    return units, ages


def _some(values: object) -> st.SearchStrategy[frozenset]:
    return st.frozensets(st.sampled_from(values), max_size=2)


_QUERIES = st.builds(
    FleetQuery,
    text=st.sampled_from(["", " ", "d-", "POLICE", "police 1", "kluuvi v", "nobody"]),
    forces=_some(Force),
    statuses=_some(UnitStatus),
    agencies=_some((*_AGENCIES, "gone since")),
    beats=_some(_BEATS),
    stale_only=st.booleans(),
    off_duty_too=st.booleans(),
    sort=st.sampled_from(SortKey),
    reverse=st.booleans(),
)


def _answer(units: dict[int, Unit], ages: dict[int, float], query: FleetQuery) -> FleetAnswer:
    roster = Roster(units)
    ages_s = np.array([ages[number] for number in roster.numbers.tolist()], np.float64)
    return answer(roster, query, ages_s, roster.has_words(query.text.casefold().split()))


def _fits(unit: Unit, age_s: float, query: FleetQuery, *, but: str = "") -> bool:
    text = f"{unit.callsign}\n{unit.name}\n{unit.agency}\n{unit.beat}".casefold()
    is_stale = unit.is_on_duty and (math.isnan(age_s) or age_s > STALE_S)
    return (
        (unit.is_on_duty or query.off_duty_too)
        and all(word in text for word in query.text.casefold().split())
        and (not query.forces or but == "forces" or unit.force in query.forces)
        and (not query.statuses or but == "statuses" or unit.status in query.statuses)
        and (not query.agencies or unit.agency in query.agencies)
        and (not query.beats or unit.beat in query.beats)
        and (is_stale if but == "stale" else (is_stale or not query.stale_only))
    )


@given(_crowds(), _QUERIES)
def test_it_finds_whom_one_would_find_by_hand(
    crowd: tuple[dict[int, Unit], dict[int, float]], query: FleetQuery
) -> None:
    units, ages = crowd

    found = _answer(units, ages, query)

    expected = {number for number, unit in units.items() if _fits(unit, ages[number], query)}
    assert set(found.numbers.tolist()) == expected
    assert len(found.numbers) == len(expected) == found.counts.shown


@given(_crowds(), _QUERIES)
def test_it_counts_what_one_more_choice_would_find(
    crowd: tuple[dict[int, Unit], dict[int, float]], query: FleetQuery
) -> None:
    units, ages = crowd

    counts = _answer(units, ages, query).counts

    but_force = [u for u in units.values() if _fits(u, ages[u.number], query, but="forces")]
    but_status = [u for u in units.values() if _fits(u, ages[u.number], query, but="statuses")]
    stale = [u for u in units.values() if _fits(u, ages[u.number], query, but="stale")]
    assert counts.forces == {force: sum(u.force is force for u in but_force) for force in Force}
    assert counts.statuses == {status: sum(u.status is status for u in but_status) for status in UnitStatus}
    assert counts.all_forces == len(but_force)
    assert counts.stale == len(stale)
    assert counts.on_duty == sum(unit.is_on_duty for unit in units.values())
    assert counts.on_duty + counts.off_duty == len(units)


_URGENCY = ["on_scene", "en_route", "busy", "available", "out_of_service", "off_duty"]
_KEYS = {
    SortKey.CALLSIGN: lambda unit, age: 0,
    SortKey.STATUS: lambda unit, age: _URGENCY.index(unit.status),
    SortKey.FORCE: lambda unit, age: list(Force).index(unit.force),
    SortKey.AGENCY: lambda unit, age: unit.agency.casefold(),
    SortKey.BEAT: lambda unit, age: unit.beat.casefold(),
    SortKey.AGE: lambda unit, age: -math.inf if math.isnan(age) else -math.floor(age),
}


@given(_crowds(), st.sampled_from(SortKey), st.booleans())
def test_it_sorts_as_one_would_by_hand(
    crowd: tuple[dict[int, Unit], dict[int, float]], sort: SortKey, reverse: bool
) -> None:
    units, ages = crowd

    found = _answer(units, ages, FleetQuery(sort=sort, reverse=reverse, off_duty_too=True))

    by_callsign = sorted(units, key=lambda n: (natural_key(units[n].callsign), n))
    if sort is SortKey.CALLSIGN and reverse:
        expected = by_callsign[::-1]
    else:
        expected = sorted(by_callsign, key=lambda n: _KEYS[sort](units[n], ages[n]), reverse=reverse)
    assert found.numbers.tolist() == expected


def test_figures_in_callsigns_count_as_numbers() -> None:
    callsigns = ["V-10", "V-9", "v-1", "D-100", "D-20 b", "D-20 a"]

    assert sorted(callsigns, key=natural_key) == ["D-20 a", "D-20 b", "D-100", "v-1", "V-9", "V-10"]


def test_rows_that_show_the_same_age_do_not_change_places() -> None:
    units = {1: a_unit(1, "A"), 2: a_unit(2, "B")}
    query = FleetQuery(sort=SortKey.AGE)

    assert _answer(units, {1: 3.1, 2: 3.9}, query).numbers.tolist() == [1, 2]
    assert _answer(units, {1: 3.9, 2: 3.1}, query).numbers.tolist() == [1, 2]
    assert _answer(units, {1: 3.9, 2: 4.0}, query).numbers.tolist() == [2, 1]


@pytest.mark.parametrize("empty", [{}, {1: a_unit(1, status=UnitStatus.OFF_DUTY)}])
def test_with_nobody_on_duty_the_answer_is_empty(empty: dict[int, Unit]) -> None:
    assert len(_answer(empty, dict.fromkeys(empty, math.nan), FleetQuery()).numbers) == 0


@given(_crowds(), _crowds())
def test_a_roster_that_is_kept_up_to_date_equals_a_new_one(
    before: tuple[dict[int, Unit], dict[int, float]], after: tuple[dict[int, Unit], dict[int, float]]
) -> None:
    kept = Roster(before[0])

    kept.update(after[0], before[0].keys() | after[0].keys())

    new = Roster(after[0])
    for name in ("numbers", "force", "status", "callsign"):
        np.testing.assert_array_equal(getattr(kept, name), getattr(new, name), name)
    np.testing.assert_array_equal(kept.agency.ranks, new.agency.ranks)
    np.testing.assert_array_equal(kept.beat.ranks, new.beat.ranks)
    assert kept.texts == new.texts
    assert all(kept.unit(number) == unit for number, unit in after[0].items())
