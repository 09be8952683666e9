"""Backoff: how long to wait before the next try."""

from __future__ import annotations

import random

FIRST_S = 0.5
LONGEST_S = 15.0


class Backoff:
    """Pauses that double from 0.5 s to 15 s; each is drawn at random from the upper half of its span.

    Chance spreads the desks of a city over time when they all lost the same station at the same moment.
    """

    def __init__(self, first_s: float = FIRST_S, longest_s: float = LONGEST_S) -> None:
        self._first_s, self._longest_s = first_s, longest_s
        self._tries = 0

    def next_s(self) -> float:
        span_s = min(self._longest_s, self._first_s * 2.0 ** (self._tries + 1))
        # Past the longest pause the count adds nothing, and 2.0 ** 1024 is an error.
        self._tries = min(self._tries + 1, 32)
        return random.uniform(span_s / 2, span_s)

    def reset(self) -> None:
        self._tries = 0
