import numpy as np
from hypothesis import given

from app.domain.fixes import UNKNOWN, Fixes
from app.station.tracks.quantum import quantised
from tests.app.station.tracks.made import batches, rows_of, walk


@given(batches)
def test_rounding_twice_is_rounding_once(fixes: Fixes) -> None:
    once = quantised(fixes)
    assert rows_of(quantised(once)) == rows_of(once)


@given(batches)
def test_time_unit_flags_and_what_is_unknown_stay_exact(fixes: Fixes) -> None:
    rounded = quantised(fixes)
    for name in ("unit", "at_ms", "flags"):
        assert np.array_equal(getattr(rounded, name), getattr(fixes, name))
    for name in ("speed_cmps", "heading_cdeg", "accuracy_dm"):
        assert np.array_equal(getattr(rounded, name) == UNKNOWN, getattr(fixes, name) == UNKNOWN)


def test_what_is_lost_is_less_than_anybody_could_measure() -> None:
    fixes = walk(1, 5000)
    rounded = quantised(fixes)
    assert np.abs(rounded.lon_e7 - fixes.lon_e7).max() <= 5
    assert np.abs(rounded.lat_e7 - fixes.lat_e7).max() <= 5
    assert np.abs(rounded.speed_cmps - fixes.speed_cmps.astype(int)).max() <= 5
    turned = (rounded.heading_cdeg - fixes.heading_cdeg.astype(int) + 18_000) % 36_000 - 18_000
    assert np.abs(turned).max() <= 100
    assert np.abs(rounded.accuracy_dm - fixes.accuracy_dm.astype(int)).max() <= 5


def test_a_coarse_accuracy_is_kept_to_five_percent() -> None:
    fixes = walk(1, 1000)
    fixes.accuracy_dm[:] = np.linspace(100, 60_000, 1000)
    kept = quantised(fixes).accuracy_dm
    assert np.abs(kept / fixes.accuracy_dm - 1).max() < 0.055


def test_a_heading_just_west_of_north_is_north() -> None:
    fixes = walk(1, 1)
    fixes.heading_cdeg[:] = 35_950
    assert quantised(fixes).heading_cdeg.tolist() == [0]
