"""The meter of one opened stream: rate, bytes, cost of a picture, delay. Fed and read on the reader's thread."""

from __future__ import annotations

from collections import deque

_WINDOW_S = 2.0
#: How fast the promptest arrival is forgotten: clocks of two machines drift apart slower than that.
_FORGET = 0.001
#: A jump of the stream's time that is not its course but a new beginning.
_JUMP_S = 5.0


class Rate:
    """How fast a growing total grows, over the last two seconds."""

    def __init__(self) -> None:
        self._noted: deque[tuple[float, float]] = deque()

    def note(self, total: float, now: float) -> float:
        """Take down the total, some times a second. Returns its growth a second; 0 the first time."""
        noted = self._noted
        noted.append((now, total))
        while len(noted) > 2 and noted[1][0] <= now - _WINDOW_S:
            noted.popleft()
        begun_at, begun = noted[0]
        return (total - begun) / (now - begun_at) if now > begun_at else 0.0


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
