from pathlib import Path

from app.domain.fixes import Fixes
from app.station.tracks import TrackStore
from tests.app.station.tracks.conftest import OpenStore
from tests.app.station.tracks.made import DAY_MS, NOON_MS, expected, rows_of, until, walk

EVERYWHERE = (-180.0, -90.0, 180.0, 90.0)


def test_forgotten_fixes_are_gone_and_the_others_stay_to_the_second(store: TrackStore) -> None:
    fixes = walk(7, 1000)
    store.append(fixes.take(slice(0, 600)))
    store.compact()
    store.append(fixes.take(slice(600, 1000)))
    cut_ms = NOON_MS + 300_500
    store.forget(cut_ms)
    kept = expected([fixes.take(fixes.at_ms >= cut_ms)])
    assert rows_of(store.track(7, 0, NOON_MS + DAY_MS)) == kept
    assert rows_of(next(store.search(0, NOON_MS + DAY_MS, EVERYWHERE))[1]) == kept


def test_a_unit_of_which_all_is_forgotten_has_no_latest_fix_any_more(open_store: OpenStore) -> None:
    store = open_store()
    store.append(Fixes.concat([walk(7, 10), walk(8, 10, from_ms=NOON_MS + DAY_MS)]))
    store.compact()
    store.forget(NOON_MS + DAY_MS)
    assert store.latest().unit.tolist() == [8]
    assert not store.has(7, NOON_MS + 9000)
    store.close()
    assert open_store().latest().unit.tolist() == [8]


def test_nothing_of_the_forgotten_is_left_in_the_file(store: TrackStore, tmp_path: Path) -> None:
    store.append(walk(7, 50_000))
    store.compact()
    full = (tmp_path / "tracks.sqlite").stat().st_size
    store.forget(NOON_MS + DAY_MS)
    store.compact()
    assert (tmp_path / "tracks.sqlite").stat().st_size < full / 4


def test_what_is_older_than_is_kept_is_forgotten_by_itself(tmp_path: Path) -> None:
    store = TrackStore.open(tmp_path, now_ms=lambda: NOON_MS)
    store.append(walk(7, 1000))
    store.close()
    store = TrackStore.open(tmp_path, keep_s=86_400.0, now_ms=lambda: NOON_MS + DAY_MS + 500_000)
    try:
        store._compacting.wake()
        until(lambda: len(store.track(7, 0, NOON_MS + DAY_MS)) == 500)
    finally:
        store.close()
