"""How much a sender may send: a token bucket for each."""

from __future__ import annotations

import math
from dataclasses import dataclass

from app.domain.errors import AppError


@dataclass(frozen=True, slots=True)
class Rate:
    """``per_s`` reports a second in the long run, ``burst`` at once after a silence."""

    per_s: float
    burst: int


#: A phone reports at most a few times a second, but empties hours of buffer when the signal is back.
PHONE = Rate(20, 2_000)
#: A gateway speaks for a city.
GATEWAY = Rate(200_000, 1_000_000)


class Allowance:
    """Buckets by terminal number. Two numbers a terminal that ever sent."""

    def __init__(self) -> None:
        self._buckets: dict[int, tuple[float, int]] = {}

    def spend(self, terminal: int, reports: int, rate: Rate, now_ms: int) -> None:
        """Take ``reports`` from the terminal's bucket.

        Raises:
            AppError("report.too_many", retry_after_s): it is empty; whole seconds until it is not.
        """
        left, at_ms = self._buckets.get(terminal, (float(rate.burst), now_ms))
        left = min(rate.burst, left + max(now_ms - at_ms, 0) * rate.per_s / 1000)
        missing = min(reports, rate.burst) - left
        if missing > 0:
            self._buckets[terminal] = (left, now_ms)
            raise AppError("report.too_many", retry_after_s=math.ceil(missing / rate.per_s))
        self._buckets[terminal] = (left - reports, now_ms)
