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
#: Packets that come one right after the other were held up together, and that is one event: what was said before a
#: grant comes like that, and what a network held back for a moment.
_TOGETHER_S = 0.005
#: Where all that came for so long, and so many events of it, came later than this, that is prompt from now on: the
#: way is longer, or the talker was held up. What a network held back comes in a clump, and its last is prompt.
_MOVED_S, _LATELY_S, _MANY = 0.5, 0.5, 10


class Arrivals:
    """The packets of the last seconds, each by its delay against the promptest of them.

    Because old ones are forgotten, clocks of talker and hearer may drift apart, and ways may change.

    Args:
        start_s: how long to wait before much is known.
    """

    def __init__(self, start_s: float) -> None:
        self._start_s = min(MOST_S, max(LEAST_S, start_s))
        #: Of each event: when it was, and the least and the most of arrival less media time.
        self._came, self._least, self._most = np.zeros(_KEPT), np.zeros(_KEPT), np.zeros(_KEPT)
        self._count = 0
        self._before: tuple[float, float] | None = None
        #: Time of arrival less time of media of the promptest packet, s.
        self.base_s = 0.0
        #: For how long the promptest packet should wait, s.
        self.target_s = self._start_s

    def note(self, media_s: float, now_s: float) -> None:
        """A packet of the talker's time ``media_s`` came at ``now_s``."""
        offset_s = now_s - media_s
        before, self._before = self._before, (media_s, now_s)
        if before is not None and before[0] < media_s and now_s - before[1] < _TOGETHER_S:
            at = (self._count - 1) % _KEPT
            self._least[at] = min(self._least[at], offset_s)
            self._most[at] = max(self._most[at], offset_s)
        else:
            at = self._count % _KEPT
            self._came[at], self._least[at], self._most[at] = now_s, offset_s, offset_s
            self._count += 1
        if offset_s - self.base_s > _MOVED_S and self._count > 1:
            self._move(now_s)
        self._judge(now_s)

    def _move(self, now_s: float) -> None:
        """Forget how promptly packets came before, where none has for a while."""
        known = slice(min(self._count, _KEPT))
        lately = np.flatnonzero(self._came[known] >= now_s - _LATELY_S)
        if lately.size < _MANY or float(self._least[lately].min()) - self.base_s <= _MOVED_S:
            return
        # In the order in which they came, so that the oldest is the next to be written over.
        lately = lately[np.argsort(self._came[lately])]
        for column in (self._came, self._least, self._most):
            column[: lately.size] = column[lately]
        self._count = lately.size

    def _judge(self, now_s: float) -> None:
        known = slice(min(self._count, _KEPT))
        least, most = self._least[known], self._most[known]
        if now_s - self._came[self._count % known.stop] > _KEPT_S:
            # The oldest is too old.
            is_recent = self._came[known] >= now_s - _KEPT_S
            least, most = least[is_recent], most[is_recent]
        self.base_s = float(least.min())
        last = int(_SHARE * (most.size - 1))
        lateness_s = float(np.partition(most, last)[last]) - self.base_s
        least_s = self._start_s if self._count < _ENOUGH else LEAST_S
        self.target_s = min(MOST_S, max(least_s, lateness_s))
