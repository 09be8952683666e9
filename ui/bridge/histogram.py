"""A histogram of durations that is cheap enough to be kept all the time."""

from __future__ import annotations

#: Up to here in bins of half a millisecond; what is longer shares the last one.
LONGEST_MS = 2_000.0

_BINS_PER_MS = 2
_BINS = int(LONGEST_MS) * _BINS_PER_MS


class Histogram:
    """Durations in milliseconds. Adding one costs less than a microsecond and no memory."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._counts = [0] * (_BINS + 1)
        self.count = 0
        self.longest_ms = 0.0

    def add(self, ms: float) -> None:
        """A negative duration, as two clocks may give, counts as none."""
        self._counts[min(_BINS, max(0, int(ms * _BINS_PER_MS)))] += 1
        self.count += 1
        self.longest_ms = max(self.longest_ms, ms)

    def percentile(self, percent: float) -> float:
        """The duration in ms that ``percent`` of all stay within, to half a millisecond; 0 when there is none.

        Beyond ``LONGEST_MS`` it is the longest of all.
        """
        wanted = self.count * percent / 100
        seen = 0
        for bin_, count in enumerate(self._counts[:_BINS]):
            seen += count
            if count and seen >= wanted:
                return min((bin_ + 1) / _BINS_PER_MS, self.longest_ms)
        return self.longest_ms

    def percentiles(self, *percents: int) -> dict[str, float]:
        """For a report, e.g. ``{"p50": 1.5, "p99": 12.0}``."""
        return {f"p{percent}": round(self.percentile(percent), 2) for percent in percents}
