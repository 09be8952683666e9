"""How late packets come, and so how long each should wait for the others."""

from __future__ import annotations

import numpy as np

#: Until this many packets have come, nothing is known well enough to wait for less than was told at the start.
_ENOUGH = 50
_KEPT, _KEPT_S = 256, 8.0
#: This share of packets is waited for; the rest would cost more delay than it is worth.
_SHARE = 0.975
#: However promptly packets come, threads that send and play do not run to the millisecond.
LEAST_S, MOST_S = 0.02, 0.4


class Arrivals:
    """The packets of the last seconds, each by its delay against the promptest of them.

    Because old ones are forgotten, clocks of talker and hearer may drift apart, and ways may change.

    Args:
        start_s: how long to wait before much is known.
    """

    def __init__(self, start_s: float) -> None:
        self._start_s = min(MOST_S, max(LEAST_S, start_s))
        self._came = np.zeros(_KEPT)
        self._offsets = np.zeros(_KEPT)
        self._count = 0
        #: Time of arrival less time of media of the promptest packet, s.
        self.base_s = 0.0
        #: For how long the promptest packet should wait, s.
        self.target_s = self._start_s

    def note(self, media_s: float, now_s: float) -> None:
        """A packet of the talker's time ``media_s`` came at ``now_s``."""
        at = self._count % _KEPT
        self._came[at], self._offsets[at] = now_s, now_s - media_s
        self._count += 1
        known = slice(min(self._count, _KEPT))
        offsets = self._offsets[known]
        if self._count > _KEPT // 2:
            offsets = offsets[self._came[known] >= now_s - _KEPT_S]
        self.base_s = float(offsets.min())
        last = int(_SHARE * (offsets.size - 1) + 0.5)
        lateness_s = float(np.partition(offsets, last)[last]) - self.base_s
        least_s = self._start_s if self._count < _ENOUGH else LEAST_S
        self.target_s = min(MOST_S, max(least_s, lateness_s))
