"""The last stretch of one unit's track: the past asked for once, the present added as it arrives."""

from __future__ import annotations

import numpy as np

from app.domain.fixes import Fixes


class TrackWindow:
    """Fixes of one unit, oldest first, no two of one moment, none older than the window.

    Args:
        length_s: how far back it reaches.
    """

    def __init__(self, length_s: float) -> None:
        self.length_ms = round(length_s * 1000)
        self.fixes = Fixes.empty()

    def __len__(self) -> int:
        return len(self.fixes)

    def clear(self) -> None:
        self.fixes = Fixes.empty()

    def add(self, fixes: Fixes, now_ms: int) -> None:
        """Take these in, in whatever order they come, and let go of what has become too old.

        Of two at one moment the one that was there stays.
        """
        joined = Fixes.concat([self.fixes, fixes])
        # Stable, so that the first of equal moments is the one that was there.
        _, first = np.unique(joined.at_ms, return_index=True)
        kept = joined.take(first)
        self.fixes = kept.take(kept.at_ms >= now_ms - self.length_ms)
