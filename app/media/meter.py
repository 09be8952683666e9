"""The meter of one opened stream: rate, bytes, cost of a picture, delay. Fed and read on the reader's thread."""

from __future__ import annotations

import time
from collections import deque

_WINDOW_S = 2.0
#: How fast the promptest arrival is forgotten: clocks of two machines drift apart slower than that.
_FORGET = 0.001
#: A jump of the stream's time that is not its course but a new beginning.
_JUMP_S = 5.0


class Sum:
    """Of what was added in the last two seconds, a second."""

    def __init__(self) -> None:
        self._parts: deque[tuple[float, float]] = deque()
        self._total = 0.0
        self._begun_at = time.monotonic()

    def add(self, amount: float, now: float) -> None:
        self._parts.append((now, amount))
        self._total += amount

    def per_s(self, now: float) -> float:
        while self._parts and self._parts[0][0] < now - _WINDOW_S:
            self._total -= self._parts.popleft()[1]
        if not self._parts:
            # Adding and taking away floats leaves crumbs.
            self._total = 0.0
        return self._total / max(0.2, min(_WINDOW_S, now - self._begun_at))


class Delay:
    """How far behind the promptest recent picture each one comes, from its own time and its arrival."""

    def __init__(self) -> None:
        self._least: float | None = None
        self._last_pts_s: float | None = None
        self._last_at = 0.0
        self.behind_s = 0.0

    def note(self, pts_s: float, now: float) -> float:
        """Seconds behind; 0 for the promptest."""
        offset = now - pts_s
        last, self._last_pts_s = self._last_pts_s, pts_s
        if self._least is None or last is None or abs(pts_s - last) > _JUMP_S:
            self._least = offset
        else:
            self._least = min(self._least + (now - self._last_at) * _FORGET, offset)
        self._last_at = now
        self.behind_s = offset - self._least
        return self.behind_s
