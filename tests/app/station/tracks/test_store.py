import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from app.domain.fixes import Fixes
from app.station.tracks import TrackStore
from app.station.tracks.order import resolved
from app.station.tracks.quantum import quantised
from tests.app.station.tracks.conftest import OpenStore
from tests.app.station.tracks.made import COLUMNS, DAY_MS, NOON_MS, expected, rows_of, until, walk

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)
HOUR_MS = 3_600_000


def test_what_was_appended_is_back_at_once(store: TrackStore) -> None:
    fixes = walk(7, 100)
    store.append(fixes)
    assert rows_of(store.track(7, NOON_MS, NOON_MS + DAY_MS)) == expected([fixes])


def test_both_ends_of_the_time_are_included(store: TrackStore) -> None:
    store.append(walk(7, 100))
    found = store.track(7, NOON_MS + 10_000, NOON_MS + 20_000)
    assert found.at_ms.tolist() == list(range(NOON_MS + 10_000, NOON_MS + 20_001, 1000))


def test_an_unknown_unit_or_a_quiet_time_is_an_empty_track(store: TrackStore) -> None:
    store.append(walk(7, 100))
    assert len(store.track(8, NOON_MS, NOON_MS + DAY_MS)) == 0
    assert len(store.track(7, NOON_MS - 2000, NOON_MS - 1000)) == 0
    assert len(store.track(7, NOON_MS + 2000, NOON_MS + 1000)) == 0


def test_a_track_over_midnight_is_one_track(store: TrackStore) -> None:
    fixes = walk(7, 7200, from_ms=NOON_MS + 11 * HOUR_MS)
    store.append(fixes)
    store.compact()
    assert rows_of(store.track(7, NOON_MS, NOON_MS + DAY_MS)) == expected([fixes])


def test_the_beginning_of_a_long_day_is_found_as_well_as_its_end(store: TrackStore) -> None:
    store.append(walk(7, 5000, step_ms=8000))
    store.compact()
    for begin_ms in (NOON_MS, NOON_MS + 39_920_000):
        assert len(store.track(7, begin_ms, begin_ms + 72_000)) == 10
        ((unit, fixes),) = store.search(begin_ms, begin_ms + 72_000, EVERYWHERE)
        assert (unit, len(fixes)) == (7, 10)


def test_what_was_closed_is_there_when_opened_again(open_store: OpenStore) -> None:
    fixes = walk(7, 100)
    store = open_store()
    store.append(fixes)
    store.close()
    again = open_store()
    assert rows_of(again.track(7, NOON_MS, NOON_MS + DAY_MS)) == expected([fixes])
    assert rows_of(again.latest()) == expected([fixes])[-1:]


def test_a_compacted_store_opens_with_its_latest_fixes(open_store: OpenStore) -> None:
    walks = [walk(unit, 50, seed=unit, from_ms=NOON_MS + unit) for unit in (3, 70, 200)]
    store = open_store()
    for fixes in walks:
        store.append(fixes)
    store.compact()
    store.close()
    assert rows_of(open_store().latest()) == [expected([fixes])[-1] for fixes in walks]


def test_a_late_old_fix_does_not_become_the_latest(store: TrackStore) -> None:
    fixes = walk(7, 100)
    store.append(fixes.take(slice(50, 100)))
    store.compact()
    store.append(fixes.take(slice(0, 50)))
    store.compact()
    assert rows_of(store.latest()) == expected([fixes])[-1:]


def test_a_stored_fix_is_recognised_wherever_it_is_kept(store: TrackStore) -> None:
    store.append(walk(7, 100))
    for bring_on in (lambda: None, store.compact):
        bring_on()
        assert all(store.has(7, NOON_MS + step * 1000) for step in (0, 42, 99))
        assert not any(store.has(7, NOON_MS + step) for step in (-1000, 500, 100_000))
        assert not store.has(8, NOON_MS)


def test_a_replayed_report_is_recognised_after_a_restart(open_store: OpenStore) -> None:
    store = open_store()
    store.append(walk(7, 100))
    store.close()
    again = open_store()
    assert again.has(7, NOON_MS + 99_000)
    assert again.has(7, NOON_MS)
    assert not again.has(7, NOON_MS + 100_000)


def test_a_search_gives_each_unit_that_was_there_with_its_fixes_there(store: TrackStore) -> None:
    walks = [walk(unit, 3000, seed=unit) for unit in (1, 2, 64, 130)]
    for fixes in walks[:2]:
        store.append(fixes)
    store.compact()
    for fixes in walks[2:]:
        store.append(fixes)
    whole = expected(walks)
    west, south = 24.941, 60.1695
    inside = [
        row
        for row in whole
        if NOON_MS + 500_000 <= row[1] <= NOON_MS + 2_000_000 and row[2] >= west * 1e7 and row[3] >= south * 1e7
    ]
    found = list(store.search(NOON_MS + 500_000, NOON_MS + 2_000_000, (west, south, 25.5, 61.0)))
    assert 0 < len(inside) < len(whole)
    assert [row for _, fixes in found for row in rows_of(fixes)] == inside
    assert [unit for unit, _ in found] == sorted({row[0] for row in inside})


def test_a_search_looks_at_one_moment_while_the_store_goes_on(store: TrackStore) -> None:
    walks = [walk(unit, 200, seed=unit) for unit in range(1, 200)]
    for fixes in walks:
        store.append(fixes)
    found = store.search(NOON_MS, NOON_MS + DAY_MS, EVERYWHERE)
    first = next(found)
    store.append(walk(150, 200, seed=1, from_ms=NOON_MS + HOUR_MS))
    store.compact()
    rest = list(found)
    assert [row for _, fixes in [first, *rest] for row in rows_of(fixes)] == expected(walks)


def test_a_search_that_is_left_half_way_does_not_hinder_the_store(store: TrackStore) -> None:
    for unit in range(1, 200):
        store.append(walk(unit, 20, seed=unit))
    store.compact()
    found = store.search(NOON_MS, NOON_MS + DAY_MS, EVERYWHERE)
    next(found)
    found.close()
    store.append(walk(500, 10))
    store.compact()
    assert len(store.track(500, NOON_MS, NOON_MS + DAY_MS)) == 10


@pytest.mark.parametrize("folded", ["neither", "both", "into a squad"])
def test_of_two_fixes_of_one_moment_the_one_that_stays_decides_where_the_unit_was(
    store: TrackStore, folded: str
) -> None:
    """The less accurate one lies in the box searched, in another block than the better one, which does not."""
    better, worse = Fixes.of([(7, NOON_MS, 24.9, 60.1)]), Fixes.of([(7, NOON_MS, 10.0, 50.0)])
    better.accuracy_dm[:], worse.accuracy_dm[:] = 30, 50
    store.append(better)
    store._compaction.save()
    store._compaction.fold()
    store.append(worse)
    if folded == "into a squad":
        store.append(Fixes.of([(8, NOON_MS, -10.0, -50.0)]))
    if folded != "neither":
        store._compaction.save()
        store._compaction.fold()
    assert [unit for unit, _ in store.search(NOON_MS, NOON_MS, (9.0, 49.0, 11.0, 51.0))] == []
    assert [unit for unit, _ in store.search(NOON_MS, NOON_MS, (24.0, 60.0, 25.0, 61.0))] == [7]


def test_a_day_at_rest_takes_less_than_four_bytes_a_fix(store: TrackStore, tmp_path: Path) -> None:
    walks = [walk(unit, 5760, seed=unit, step_ms=5000, from_ms=NOON_MS - 8 * HOUR_MS) for unit in range(1, 9)]
    for begin in range(0, 5760, 120):
        store.append(Fixes.concat([fixes.take(slice(begin, begin + 120)) for fixes in walks]))
    store.compact()
    assert (tmp_path / "tracks.sqlite").stat().st_size < 4 * sum(map(len, walks))
    assert not (tmp_path / "tracks.sqlite-wal").stat().st_size


def test_columns_of_a_frame_may_be_appended_as_they_are(store: TrackStore) -> None:
    """Read-only, little-endian views of a message, as the decoder of frames makes them."""
    fixes = walk(7, 10)
    view = Fixes(*(np.frombuffer(getattr(fixes, name).tobytes(), getattr(fixes, name).dtype) for name in COLUMNS))
    store.append(view)
    assert rows_of(store.track(7, NOON_MS, NOON_MS + DAY_MS)) == rows_of(resolved([quantised(fixes)]))


def test_what_came_in_is_on_disk_by_itself(open_store: OpenStore, tmp_path: Path) -> None:
    store = open_store()
    store.append(walk(7, 100))
    until(lambda: len(_heads(tmp_path)) == 1)
    store.append(walk(8, 100))
    until(lambda: len(_heads(tmp_path)) == 2)


def _heads(folder: Path) -> list[int]:
    with closing(sqlite3.connect(f"file:{folder}/tracks.sqlite?mode=ro", uri=True)) as connection:
        return [row for (row,) in connection.execute("SELECT id FROM head")]
