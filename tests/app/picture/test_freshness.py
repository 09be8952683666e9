from __future__ import annotations

import pytest

from app.picture.freshness import FRESH_S, STALE_S, Freshness, freshness


@pytest.mark.parametrize(
    ("age_s", "expected"),
    [
        (0.0, Freshness.FRESH),
        (FRESH_S - 0.001, Freshness.FRESH),
        (FRESH_S, Freshness.AGEING),
        (STALE_S, Freshness.AGEING),
        (STALE_S + 0.001, Freshness.STALE),
        (None, Freshness.NONE),
        (float("nan"), Freshness.NONE),
    ],
)
def test_a_position_fades_and_then_is_stale(age_s: float | None, expected: Freshness) -> None:
    assert freshness(age_s) is expected
