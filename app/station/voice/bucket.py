"""How often one end may do what the log keeps: a token bucket, so that none fills the log with it."""

from __future__ import annotations

#: A nervous hand presses a key two or three times a second; whoever does more for long is broken, or hostile.
PER_S, AT_ONCE = 3.0, 20


class Bucket:
    """Of one end, for one thing that it does."""

    def __init__(self) -> None:
        self._left, self._at_s = float(AT_ONCE), 0.0

    def take(self, now_s: float) -> bool:
        """Whether it may once more; ``now_s`` is of any clock that only goes forward."""
        self._left = min(float(AT_ONCE), self._left + (now_s - self._at_s) * PER_S)
        self._at_s = now_s
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True
