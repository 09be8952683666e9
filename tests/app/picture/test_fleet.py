"""The fleet against a plain dict that somebody would write first."""

from __future__ import annotations

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.domain.fixes import BATTERY_UNKNOWN, FLAG_STATION_TIME, UNKNOWN, Fixes
from app.picture.fleet import Fleet, LatestFix

# Few small numbers, so that rows meet again; a few large ones, so that the index grows.
_NUMBERS = st.one_of(st.integers(1, 12), st.integers(1, 5_000))
_ROWS = st.lists(
    st.tuples(
        _NUMBERS,
        st.integers(0, 20),
        st.integers(-1_800_000_000, 1_800_000_000),
        st.integers(-900_000_000, 900_000_000),
        st.one_of(st.just(UNKNOWN), st.integers(0, 30_000)),
        st.one_of(st.just(UNKNOWN), st.integers(0, 35_999)),
        st.one_of(st.just(UNKNOWN), st.integers(0, 5_000)),
        st.one_of(st.just(BATTERY_UNKNOWN), st.integers(0, 100 | FLAG_STATION_TIME)),
    ),
    max_size=120,
)
Row = tuple[int, int, int, int, int, int, int, int]


def _fixes(rows: list[Row]) -> Fixes:
    made = Fixes.zeros(len(rows))
    for i, row in enumerate(rows):
        made.unit[i], made.at_ms[i], made.lon_e7[i], made.lat_e7[i] = row[:4]
        made.speed_cmps[i], made.heading_cdeg[i], made.accuracy_dm[i], made.flags[i] = row[4:]
    return made


class FleetBesideADict(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.fleet = Fleet()
        self.latest: dict[int, Row] = {}

    @rule(rows=_ROWS)
    def apply(self, rows: list[Row]) -> None:
        version = self.fleet.version
        taken = set()
        for row in rows:
            held = self.latest.get(row[0])
            if held is None or row[1] >= held[1]:
                self.latest[row[0]] = row
                taken.add(row[0])
        changed = self.fleet.apply(_fixes(rows))
        assert changed.tolist() == sorted(taken)
        assert not taken or self.fleet.version > version

    @rule(units=st.lists(_NUMBERS, max_size=20))
    def drop(self, units: list[int]) -> None:
        self.fleet.drop(units)
        for unit in units:
            self.latest.pop(unit, None)

    @rule()
    def clear(self) -> None:
        self.fleet.clear()
        self.latest.clear()

    @invariant()
    def holds_the_same_rows(self) -> None:
        fixes = self.fleet.fixes()
        rows = zip(
            *(
                column.tolist()
                for column in (
                    fixes.unit,
                    fixes.at_ms,
                    fixes.lon_e7,
                    fixes.lat_e7,
                    fixes.speed_cmps,
                    fixes.heading_cdeg,
                    fixes.accuracy_dm,
                    fixes.flags,
                )
            ),
            strict=True,
        )
        assert {row[0]: row for row in rows} == self.latest
        assert len(self.fleet) == len(self.latest)

    @invariant()
    def answers_for_one_unit(self) -> None:
        for unit in (1, 2, 5_000, 5_001):
            assert (unit in self.fleet) == (unit in self.latest)
            fix, row = self.fleet.of(unit), self.latest.get(unit)
            assert (fix.at_ms if fix else None) == (row[1] if row else None)

    @invariant()
    def knows_the_ages(self) -> None:
        ages = self.fleet.ages_s(np.arange(0, 20, dtype=np.uint32), now_ms=10)
        expected = [max(10 - self.latest[n][1], 0) / 1000 if n in self.latest else np.nan for n in range(20)]
        np.testing.assert_array_equal(ages, expected)


FleetBesideADict.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestFleetBesideADict = FleetBesideADict.TestCase


def test_a_fix_is_answered_in_plain_units() -> None:
    fleet = Fleet()
    fleet.apply(_fixes([(7, 1_000, 249_440_200, 601_714_800, 144, 6_200, 45, 71 | FLAG_STATION_TIME)]))

    assert fleet.of(7) == LatestFix(
        at_ms=1_000,
        lon_deg=24.94402,
        lat_deg=60.17148,
        speed_mps=1.44,
        heading_deg=62.0,
        accuracy_m=4.5,
        battery=0.71,
        is_station_time=True,
    )


def test_what_the_device_did_not_say_is_none() -> None:
    fleet = Fleet()
    fleet.apply(Fixes.of([(7, 1_000, 24.9, 60.1)]))

    fix = fleet.of(7)
    assert fix is not None
    assert (fix.speed_mps, fix.heading_deg, fix.accuracy_m, fix.battery) == (None, None, None, None)
    assert not fix.is_station_time


def test_an_older_fix_does_not_move_a_unit_back() -> None:
    fleet = Fleet()
    fleet.apply(Fixes.of([(7, 2_000, 24.9, 60.1)]))

    fleet.apply(Fixes.of([(7, 1_000, 25.0, 60.2)]))

    fix = fleet.of(7)
    assert fix is not None
    assert (fix.at_ms, fix.lon_deg, fix.lat_deg) == (2_000, 24.9, 60.1)


def test_of_two_fixes_at_one_moment_the_later_to_arrive_is_kept() -> None:
    fleet = Fleet()
    fleet.apply(Fixes.of([(7, 2_000, 24.9, 60.1)]))
    fleet.apply(Fixes.of([(7, 2_000, 25.0, 60.2)]))

    fix = fleet.of(7)
    assert fix is not None
    assert fix.lon_deg == 25.0


def test_a_dropped_unit_begins_anew_even_with_an_older_fix() -> None:
    fleet = Fleet()
    fleet.apply(Fixes.of([(7, 2_000, 24.9, 60.1)]))
    fleet.drop([7])

    fleet.apply(Fixes.of([(7, 1_000, 25.0, 60.2)]))

    fix = fleet.of(7)
    assert fix is not None
    assert fix.at_ms == 1_000
