from hypothesis import given
from hypothesis import strategies as st

from app.domain.fixes import Fixes
from app.station.tracks.order import by_unit, last_of_each, of_unit, resolved
from app.station.tracks.quantum import quantised
from tests.app.station.tracks.made import batches, expected, rows_of, times, units

many = st.lists(batches.map(quantised), min_size=1, max_size=4)


@given(many)
def test_fixes_come_out_in_order_and_once(parts: list[Fixes]) -> None:
    assert rows_of(resolved(parts)) == expected(parts)


@given(many, st.randoms(use_true_random=False))
def test_in_what_groups_fixes_are_put_together_makes_no_difference(parts: list[Fixes], random) -> None:
    whole = rows_of(resolved(parts))
    random.shuffle(parts)
    while len(parts) > 1:
        merged = resolved([parts.pop(random.randrange(len(parts))), parts.pop(random.randrange(len(parts)))])
        parts.append(merged)
    assert rows_of(resolved(parts)) == whole


@given(batches, units, times, times)
def test_one_unit_and_time_is_cut_out_with_both_ends(fixes: Fixes, unit: int, from_ms: int, to_ms: int) -> None:
    fixes = resolved([quantised(fixes)])
    wanted = [row for row in rows_of(fixes) if row[0] == unit and from_ms <= row[1] <= to_ms]
    assert rows_of(of_unit(fixes, unit, from_ms, to_ms)) == wanted


@given(batches)
def test_units_are_taken_apart_and_their_newest_found(fixes: Fixes) -> None:
    fixes = resolved([fixes])
    parts = dict(by_unit(fixes))
    assert [row for part in parts.values() for row in rows_of(part)] == rows_of(fixes)
    assert all(set(part.unit.tolist()) == {unit} for unit, part in parts.items())
    assert rows_of(last_of_each(fixes)) == [rows_of(part)[-1] for part in parts.values()]


def test_nothing_has_no_newest() -> None:
    assert len(last_of_each(Fixes.empty())) == 0
    assert list(by_unit(Fixes.empty())) == []
