"""How long to leave a station alone that does not answer."""

from __future__ import annotations

import random

_FIRST_S, _LONGEST_S = 0.5, 15.0


class Backoff:
    """Doubling pauses, each cut short by chance, so that a city's phones do not come back all at once."""

    def __init__(self) -> None:
        self._failures = 0

    @property
    def is_failing(self) -> bool:
        return self._failures > 0

    def failed(self) -> float:
        """Note a failure; returns the pause in seconds, up to 0.5 at first, up to 15 in the end."""
        longest_s = min(_LONGEST_S, _FIRST_S * 2.0 ** min(self._failures, 10))
        self._failures += 1
        return random.uniform(longest_s / 2, longest_s)

    def succeeded(self) -> bool:
        """Note a success; returns whether it ends a run of failures."""
        was_failing, self._failures = self.is_failing, 0
        return was_failing
