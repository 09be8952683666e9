"""Everybody at once: one appends, many read, the store compacts."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.domain.fixes import Fixes
from app.station.tracks import TrackStore, compaction
from app.station.tracks.cache import Cache
from app.station.tracks.loop import Loop
from tests.app.station.tracks.made import DAY_MS, NOON_MS, walk

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


def test_readers_never_miss_a_fix_while_it_is_appended_folded_and_merged(
    store: TrackStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compaction, "FAN_IN", 2)
    walks = [walk(unit, 600, seed=unit) for unit in range(1, 6)]
    moments = [Fixes.concat([fixes.take(slice(i, i + 1)) for fixes in walks]) for i in range(600)]
    appended = 0
    is_over = threading.Event()

    def compact() -> None:
        while not is_over.is_set():
            store._compaction.save()
            store._compaction.fold()
            store._compaction.merge()

    def read(unit: int) -> int:
        rounds = 0
        # Once more when it is over: a busy machine may have let one not come to it before.
        while rounds == 0 or not is_over.is_set():
            known = appended
            assert len(store.track(unit, NOON_MS, NOON_MS + DAY_MS)) >= known
            found = dict(store.search(NOON_MS, NOON_MS + DAY_MS, EVERYWHERE))
            assert len(found.get(unit, Fixes.empty())) >= known
            assert len(store.latest()) >= min(known, 5)
            rounds += 1
        return rounds

    with ThreadPoolExecutor(4) as pool:
        working = [pool.submit(compact), *(pool.submit(read, unit) for unit in (1, 5))]
        for moment in moments:
            store.append(moment)
            appended += 1
            is_over.wait(0.001)
        is_over.set()
        assert all(work.result() is None or work.result() > 0 for work in working)
    assert len(store.track(3, NOON_MS, NOON_MS + DAY_MS)) == 600


def test_closing_does_not_wait_for_the_next_round() -> None:
    rounds = threading.Semaphore(0)
    loop = Loop("tracks-test", every_s=3600.0, work=rounds.release)
    loop.start()
    loop.wake()
    assert rounds.acquire(timeout=60)
    loop.stop()
    assert not rounds.acquire(blocking=False)


def test_the_cache_makes_once_and_drops_what_was_used_longest_ago() -> None:
    made: list[int] = []
    cache = Cache(limit=250)

    def get(row: int) -> Fixes:
        def make() -> Fixes:
            made.append(row)
            return walk(row, 100)

        return cache.get(row, make)

    get(1)
    get(2)
    get(1)
    get(3)
    get(1)
    get(2)
    assert made == [1, 2, 3, 2]
    cache.clear()
    get(1)
    assert made == [1, 2, 3, 2, 1]
