from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fixes import Fixes
from ui.models.track_window import TrackWindow

_NOW = 10_000_000
_MOMENTS = st.lists(st.integers(_NOW - 40_000, _NOW), max_size=30)


def _at(*moments_ms: int, lon: float = 24.9) -> Fixes:
    return Fixes.of((7, at_ms, lon, 60.1) for at_ms in moments_ms)


@given(_MOMENTS, _MOMENTS)
def test_it_holds_each_moment_of_the_window_once_and_in_order(past: list[int], live: list[int]) -> None:
    window = TrackWindow(30)

    window.add(_at(*live), _NOW)
    window.add(_at(*past), _NOW)

    expected = sorted({at_ms for at_ms in past + live if at_ms >= _NOW - 30_000})
    assert window.fixes.at_ms.tolist() == expected
    assert len(window) == len(expected)


def test_of_two_at_one_moment_the_one_that_was_there_stays() -> None:
    window = TrackWindow(30)
    window.add(_at(_NOW - 5, lon=24.9), _NOW)

    window.add(_at(_NOW - 5, _NOW - 1, lon=25.0), _NOW)

    assert window.fixes.lon_e7.tolist() == [249_000_000, 250_000_000]


def test_what_becomes_too_old_is_let_go() -> None:
    window = TrackWindow(30)
    window.add(_at(_NOW - 29_000, _NOW), _NOW)

    window.add(Fixes.empty(), _NOW + 2_000)

    np.testing.assert_array_equal(window.fixes.at_ms, [_NOW])


def test_it_can_forget() -> None:
    window = TrackWindow(30)
    window.add(_at(_NOW), _NOW)

    window.clear()

    assert len(window) == 0
