"""How old is too old: the one place that says when a position fades and when it is stale (the age law)."""

from __future__ import annotations

import math
from enum import StrEnum

#: Younger than this a position is shown in full; older than ``STALE_S`` it is hollow, with its age beside it.
FRESH_S = 15.0
STALE_S = 60.0


class Freshness(StrEnum):
    FRESH = "fresh"
    AGEING = "ageing"
    STALE = "stale"
    #: No position at all since the unit went on duty.
    NONE = "none"


def freshness(age_s: float | None) -> Freshness:
    """From the age in seconds; None or NaN means that there is no position."""
    if age_s is None or math.isnan(age_s):
        return Freshness.NONE
    if age_s < FRESH_S:
        return Freshness.FRESH
    return Freshness.AGEING if age_s <= STALE_S else Freshness.STALE
