from app.domain.fixes import Fixes
from app.station.tracks.order import resolved
from app.station.tracks.recent import Recent
from tests.app.station.tracks.made import NOON_MS, expected, rows_of, walk


def one_by_one(fixes: Fixes) -> list[Fixes]:
    return [fixes.take(slice(i, i + 1)) for i in range(len(fixes))]


def test_asking_after_each_fix_leaves_few_chunks() -> None:
    recent = Recent({})
    fixes = walk(7, 500)
    for fix in one_by_one(fixes):
        recent.add(fix)
        recent.chunks()
    assert len(recent.chunks()) < 12
    assert rows_of(resolved(recent.chunks())) == expected([fixes])


def test_what_could_not_be_saved_is_offered_again_and_what_came_since_after_it() -> None:
    recent = Recent({})
    first, second = walk(7, 10), walk(8, 10)
    recent.add(first)
    for _ in range(2):
        offered = recent.unsaved()
        assert offered is not None
        assert rows_of(offered) == expected([first])
        recent.add(second)
    recent.mark_saved(head=1)
    assert rows_of(recent.saved()[1]) == expected([first])
    offered = recent.unsaved()
    assert offered is not None
    assert rows_of(offered) == expected([second])


def test_only_chunks_of_the_time_asked_for_are_given() -> None:
    recent = Recent({1: walk(7, 10), 2: walk(7, 10, from_ms=NOON_MS + 60_000)})
    assert len(recent.chunks()) == 2
    assert len(recent.chunks(NOON_MS, NOON_MS + 59_999)) == 1
    assert len(recent.chunks(NOON_MS + 9000, NOON_MS + 60_000)) == 2
    assert len(recent.chunks(NOON_MS + 9001, NOON_MS + 59_999)) == 0


def test_what_is_folded_no_longer_counts() -> None:
    recent = Recent({1: walk(7, 10)})
    recent.add(walk(8, 5))
    assert len(recent) == 15
    recent.drop(recent.saved())
    assert len(recent) == 5
    assert recent.saved() == {}
