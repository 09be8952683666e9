"""Benchmark ``tracks``: what a fix costs at rest, and how fast positions go in and come back.

Every store is filled as a station fills it: appended in the order of time, saved and folded each minute, merged as
its minutes add up; only the waiting is left out.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np

from app.domain.fixes import Fixes
from app.simulator.streets import Travel
from app.station.tracks import TrackStore
from app.station.tracks.database import FILE
from app.station.tracks.order import resolved
from tests.bench.report import Result
from tests.bench.tracks_made import MIDNIGHT_MS, track

KINDS = {
    "walk, 1 s": (Travel.FOOT, 1),
    "walk, 5 s": (Travel.FOOT, 5),
    "drive, 1 s": (Travel.VEHICLE, 1),
    "drive, 5 s": (Travel.VEHICLE, 5),
}
DAY_MS = 86_400_000
EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
#: The railway square of the demo city, some 200 m each way.
SQUARE = (24.9420, 60.1705, 24.9456, 60.1723)


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=8, help="of each kind")
    parser.add_argument("--hours", type=float, default=8.0, help="of duty in a day, for the size at rest")


def run(given: argparse.Namespace) -> Result:
    result = Result("tracks")
    for name, (travel, every_s) in KINDS.items():
        _size_at_rest(result, name, [track(u + 1, travel, every_s, given.hours) for u in range(given.units)])
    _a_day_back(result, given.units)
    _going_in(result)
    result.notes += [
        "At rest: bytes of the whole file (tables, indexes, unused ends of pages) after the day was settled and",
        "the log truncated, divided by the fixes in it; each file holds one day of its units and bears alone what",
        "an empty one takes. Tracks: the demo city's streets, receiver errors of 2 to 6 m (see tracks_made.py).",
        "Cold: just opened, the file dropped from the system's cache. The last minute is not in blocks yet.",
    ]
    return result


def _size_at_rest(result: Result, name: str, tracks: list[Fixes]) -> None:
    count = sum(map(len, tracks))
    with _store() as (store, file):
        _live(store, tracks)
        store._database.checkpoint()
        unsettled = file.stat().st_size
        store.compact()
        settled = file.stat().st_size
        assert sum(len(fixes) for _, fixes in store.search(0, 2 * MIDNIGHT_MS, EVERYWHERE)) == count
    result.add(f"a fix at rest, {name}", settled / count, "bytes", at_most=4)
    result.add(f"  before its day is settled, with free space, {name}", unsettled / count, "bytes")


def _a_day_back(result: Result, units: int) -> None:
    travels = (Travel.FOOT, Travel.VEHICLE)
    fast = [track(u + 1, travels[u % 2], 1, 24.0) for u in range(units)]
    slow = [track(units + u + 1, travels[u % 2], 5, 24.0) for u in range(units)]
    with _store() as (store, file):
        _live(store, [*fast, *slow])
        store.close()
        for every_s, first in ((1, 1), (5, units + 1)):
            timed = np.array([_cold_and_warm_ms(file, unit) for unit in range(first, first + units)])
            for state, took in (("cold", timed[:, 0]), ("warm", timed[:, 1])):
                for rank in (50, 95):
                    name = f"a unit's day at {every_s} s, {state}, p{rank}"
                    result.add(name, float(np.percentile(took, rank)), "ms", at_most=20)
        _search(result, file, 2 * units)


def _cold_and_warm_ms(file: Path, unit: int) -> tuple[float, float]:
    os.sync()
    _drop_from_cache(file)
    store = TrackStore.open(file.parent, keep_s=1e12)
    try:
        return _timed_ms(store, unit), _timed_ms(store, unit)
    finally:
        store.close()


def _search(result: Result, file: Path, units: int) -> None:
    store = TrackStore.open(file.parent, keep_s=1e12)
    try:
        started = time.perf_counter()
        count = sum(len(fixes) for _, fixes in store.search(MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS, EVERYWHERE))
        result.add("search, a day, everywhere", count / (time.perf_counter() - started), "fixes/s")
        noon_ms = MIDNIGHT_MS + DAY_MS // 2
        started = time.perf_counter()
        found = sum(1 for _ in store.search(noon_ms, noon_ms + 600_000, SQUARE))
        took = (time.perf_counter() - started) * 1e3
        result.add(f"search, ten minutes, one square: {found} of {units} units", took, "ms")
        asked = (MIDNIGHT_MS + np.random.default_rng(2).integers(0, DAY_MS, 1000)).tolist()
        started = time.perf_counter()
        for at_ms in asked:
            store.has(1, at_ms)
        result.add("whether an old fix is stored", (time.perf_counter() - started) * 1e6 / len(asked), "µs")
    finally:
        store.close()


def _going_in(result: Result) -> None:
    """As fast as one thread can, then until the last is in blocks; 10,000 units that report each second."""
    units, seconds = 10_000, 60
    moment = Fixes.zeros(units)
    moment.unit[:] = np.arange(1, units + 1)
    moment.lon_e7[:], moment.lat_e7[:] = 249_400_000, 601_700_000
    noise = np.random.default_rng(1)
    batches = []
    for second in range(seconds):
        moment.at_ms[:] = MIDNIGHT_MS + second * 1000
        moment.lon_e7[:] += noise.integers(-300, 300, units).astype(np.int32)
        moment.lat_e7[:] += noise.integers(-150, 150, units).astype(np.int32)
        whole = resolved([Fixes.concat([moment])])
        batches += [whole.take(slice(begin, begin + 250)) for begin in range(0, units, 250)]
    with _store() as (store, _):
        used = time.process_time()
        started = time.perf_counter()
        for batch in batches:
            store.append(batch)
        taken = time.perf_counter()
        store._compaction.save()
        store._compaction.fold()
        through = time.perf_counter()
        used = time.process_time() - used
    count = units * seconds
    result.add("append, batches of 250", count / (taken - started), "fixes/s", at_least=20_000)
    result.add("append and bring to blocks", count / (through - started), "fixes/s", at_least=20_000)
    result.add("  processor time of that, at 20,000 fixes/s", used / count * 20_000 * 100, "% of a core")


def _live(store: TrackStore, tracks: list[Fixes]) -> None:
    """A day of the store's life, without waiting for it; the last minute is left as it came in."""
    steps = store._compaction
    everything = resolved(tracks)
    everything = everything.take(np.argsort(everything.at_ms, kind="stable"))
    minutes = np.arange(everything.at_ms[0], everything.at_ms[-1], 60_000)
    edges = [*np.searchsorted(everything.at_ms, minutes).tolist(), len(everything)]
    for begin, end in pairwise(edges):
        steps.save()
        steps.fold()
        steps.merge()
        store.append(everything.take(slice(begin, end)))


@contextmanager
def _store() -> Iterator[tuple[TrackStore, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        store = TrackStore.open(Path(folder), keep_s=1e12)
        try:
            yield store, Path(folder) / FILE
        finally:
            store.close()


def _timed_ms(store: TrackStore, unit: int) -> float:
    started = time.perf_counter()
    found = store.track(unit, MIDNIGHT_MS, MIDNIGHT_MS + DAY_MS)
    took = (time.perf_counter() - started) * 1e3
    assert len(found) > 16_000
    return took


def _drop_from_cache(file: Path) -> None:
    if hasattr(os, "posix_fadvise"):
        descriptor = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(descriptor)
