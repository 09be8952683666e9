"""Backoff: how long a stream that failed is left alone."""

from __future__ import annotations

import random

FIRST_S = 0.5
LONGEST_S = 10.0


class Backoff:
    """Pauses that double from 0.5 s to 10 s, each drawn from the upper half of its span.

    Chance keeps sixteen tiles that lost the same server from coming back in one stroke.
    """

    def __init__(self) -> None:
        self._span_s = FIRST_S

    def next_s(self) -> float:
        span_s, self._span_s = self._span_s, min(LONGEST_S, self._span_s * 2)
        return random.uniform(span_s / 2, span_s)

    def reset(self) -> None:
        self._span_s = FIRST_S
