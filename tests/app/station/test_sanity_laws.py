"""The laws of sane fixes, for any garbage."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.fixes import UNKNOWN, Fixes
from app.station.rules import FASTEST_MPS, SLACK_M, UNSAID_DM
from app.station.ruling import Ruling
from tests.app.station.fix_watch import HOME, KM, UNIT, Watch, fix

#: Seconds off, kilometres north and east, and the accuracy in decimetres.
Row = tuple[float, float, float, int]
#: Steps: seconds since the one before, and what comes at once.
Garbage = list[tuple[float, list[Row]]]

ROW = st.tuples(
    st.one_of(
        st.floats(-600, 600),
        st.sampled_from([-1e9, -86_400.0, -3_600.0, -61.0, -30.0, 0.0, 29.0, 31.0, 3_600.0, 1e9]),
    ),
    st.floats(-100, 100),
    st.floats(-100, 100),
    st.sampled_from([1, 50, 5_000, 30_000, UNKNOWN]),
)
GARBAGE = st.lists(st.tuples(st.floats(0, 100), st.lists(ROW, min_size=1, max_size=4)), max_size=25)


def rows_of(watch: Watch, step: list[Row]) -> list[Fixes]:
    return [
        fix(
            watch.now_ms + round(off_s * 1000),
            HOME[0] + east_km * KM * 2,
            HOME[1] + north_km * KM,
            accuracy_dm=accuracy_dm,
        )
        for off_s, north_km, east_km, accuracy_dm in step
    ]


def feed(watch: Watch, garbage: Garbage) -> None:
    for after_s, step in garbage:
        watch.now_ms += round(after_s * 1000)
        watch.judge(*rows_of(watch, step))


@settings(max_examples=300)
@given(GARBAGE, st.floats(1, 30), st.floats(0, 0.9))
def test_whatever_came_before_a_unit_shows_by_its_second_sane_fix(
    garbage: Garbage, every_s: float, delay_s: float
) -> None:
    watch = Watch()
    feed(watch, garbage)
    for _ in range(2):
        watch.now_ms += round(every_s * 1000)
        sane = watch.fix(age_s=delay_s)
        watch.judge(sane)
    assert watch.lane[-1][1:3] == (int(sane.lon_e7[0]), int(sane.lat_e7[0]))
    assert watch.lane[-1][0] >= int(sane.at_ms[0])


@settings(max_examples=300)
@given(GARBAGE)
def test_the_times_on_the_lane_never_go_back_nor_beyond_now(
    garbage: Garbage,
) -> None:
    watch = Watch()
    feed(watch, garbage)
    times = [row[0] for row in watch.lane]
    assert times == sorted(times)
    assert all(at_ms <= watch.now_ms for at_ms in times)


def metres(a: tuple[int, ...], b: tuple[int, ...]) -> float:
    """Great circle between two rows of the lane; haversine on a sphere."""
    lon_a, lat_a, lon_b, lat_b = (np.radians(v / 1e7) for v in (a[1], a[2], b[1], b[2]))
    h = np.sin((lat_b - lat_a) / 2) ** 2 + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    return float(2 * 6_371_008.8 * np.arcsin(np.sqrt(h)))


@settings(max_examples=300)
@given(GARBAGE)
def test_no_unit_is_ever_shown_to_teleport_unless_a_second_fix_confirmed_it(
    garbage: Garbage,
) -> None:
    watch = Watch()
    feed(watch, garbage)
    for before, after in zip(watch.lane, watch.lane[1:], strict=False):
        blur_m = sum((UNSAID_DM if row[3] == UNKNOWN else min(row[3], 10_001)) / 10 for row in (before, after))
        reach_m = (after[0] - before[0]) / 1000 * FASTEST_MPS + blur_m + SLACK_M
        assert after[4] == Ruling.MOVED or metres(before, after) <= reach_m * 1.05


@settings(max_examples=200)
@given(GARBAGE)
def test_a_batch_is_judged_as_its_fixes_one_by_one_in_order_of_time(
    garbage: Garbage,
) -> None:
    at_once, one_by_one = Watch(), Watch()
    for after_s, step in garbage:
        for watch in (at_once, one_by_one):
            watch.now_ms += round(after_s * 1000)
        rows = rows_of(at_once, step)
        judged = at_once.judge(*rows)
        order = np.argsort(np.minimum([_lane_order(at_once, row) for row in rows], at_once.now_ms), kind="stable")
        alone = [one_by_one.judge(rows[i]).fixes for i in order]
        assert judged.fixes.at_ms.tolist() == [int(a.at_ms[0]) for a in alone]
    assert at_once.lane == one_by_one.lane


def _lane_order(watch: Watch, row: Fixes) -> int:
    at_ms = int(row.at_ms[0])
    is_wrong = at_ms > watch.now_ms + 30_000 or at_ms < 1_704_067_200_000
    return watch.now_ms if is_wrong else at_ms


@settings(max_examples=100)
@given(st.lists(ROW, min_size=1, max_size=12), st.lists(ROW, min_size=1, max_size=12))
def test_units_do_not_influence_each_other(first: list[Row], second: list[Row]) -> None:
    together, alone = Watch(), Watch()
    rows = rows_of(together, first)
    others = rows_of(together, second)
    for other in others:
        other.unit[0] = UNIT + 1
    mixed = [row for pair in zip(rows, others, strict=False) for row in pair] + rows[len(others) :]
    judged = together.judge(*mixed)
    expected = alone.judge(*rows)
    mine = judged.fixes.unit == UNIT
    assert judged.rulings[mine].tolist() == expected.rulings.tolist()
