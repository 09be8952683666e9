"""Fixes for tests, and what a store should make of them, in plain Python."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import fields

import numpy as np
from hypothesis import strategies as st

from app.domain.fixes import BATTERY_UNKNOWN, UNKNOWN, Fixes
from app.station.tracks.quantum import quantised

COLUMNS = tuple(field.name for field in fields(Fixes))
DAY_MS = 86_400_000
#: Some noon, UTC.
NOON_MS = 20_000 * DAY_MS + DAY_MS // 2

Row = tuple[int, ...]


def of_rows(rows: Iterable[Row]) -> Fixes:
    """Fixes from rows in the order of ``COLUMNS``."""
    listed = list(rows)
    made = Fixes.zeros(len(listed))
    for name, values in zip(COLUMNS, zip(*listed, strict=True), strict=bool(listed)):
        getattr(made, name)[:] = values
    return made


def rows_of(fixes: Fixes) -> list[Row]:
    return list(zip(*(getattr(fixes, name).tolist() for name in COLUMNS), strict=True))


def expected(stored: Iterable[Fixes]) -> list[Row]:
    """Rounded, in order, and of each unit and time the one with the best accuracy, then the smallest columns."""
    best: dict[tuple[int, int], tuple[Row, Row]] = {}
    for fixes in stored:
        for row in rows_of(quantised(fixes)):
            unit, at_ms, lon, lat, speed, heading, accuracy, flags = row
            preference = (accuracy, lon, lat, speed, heading, flags)
            best[unit, at_ms] = min(best.get((unit, at_ms), (preference, row)), (preference, row))
    return [best[name][1] for name in sorted(best)]


def walk(unit: int, count: int, seed: int = 0, from_ms: int = NOON_MS, step_ms: int = 1000) -> Fixes:
    """A unit on a stroll through a town, one fix every ``step_ms``."""
    random = np.random.default_rng(seed)
    made = Fixes.zeros(count)
    made.unit[:] = unit
    made.at_ms[:] = from_ms + np.arange(count) * step_ms
    heading = np.cumsum(random.normal(0, 8, count))
    speed = np.clip(1.4 + random.normal(0, 0.2, count), 0, None)
    made.lon_e7[:] = 249_400_000 + np.cumsum(
        speed * np.sin(np.radians(heading)) * 180 + random.normal(0, 60, count)
    )
    made.lat_e7[:] = 601_700_000 + np.cumsum(
        speed * np.cos(np.radians(heading)) * 90 + random.normal(0, 30, count)
    )
    made.speed_cmps[:] = speed * 100
    made.heading_cdeg[:] = heading % 360 * 100 % 36000
    made.accuracy_dm[:] = random.integers(20, 90, count)
    made.flags[:] = 80
    return made


#: Few units, times and places, so that they meet: neighbours across a squad's edge, moments around midnight.
units = st.sampled_from([1, 2, 63, 64, 65, 4_000_000_000])
_MIDNIGHT_MS = NOON_MS + DAY_MS // 2
times = st.builds(
    lambda hours, steps: _MIDNIGHT_MS + hours * 3_600_000 + steps * 500, st.integers(-10, 10), st.integers(-3, 3)
)
places = st.sampled_from([-1_800_000_000, -600_000_000, 0, 249_400_000, 601_700_000]) | st.integers(
    -(2**31), 2**31 - 1
)
_u16 = st.integers(0, 0xFFFF)
#: Rows that a store may be asked to keep, sane or not.
rows = st.tuples(
    units,
    times,
    places,
    places,
    _u16 | st.just(UNKNOWN),
    st.integers(0, 35999) | st.just(UNKNOWN),
    _u16 | st.just(UNKNOWN),
    _u16 | st.just(BATTERY_UNKNOWN),
)
batches = st.lists(rows, min_size=1, max_size=40).map(of_rows)


def until(is_so: Callable[[], bool], timeout_s: float = 60.0) -> None:
    """Wait for a condition that another thread brings about."""
    deadline = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < deadline, "it did not become so"
        time.sleep(0.01)
