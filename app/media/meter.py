"""The meter of one opened stream: rate, bytes, cost of a picture, delay. Fed and read on the reader's thread."""

from __future__ import annotations

from collections import deque

_WINDOW_S = 2.0
#: How fast the promptest arrival is forgotten: clocks of two machines drift apart slower than that.
_FORGET = 0.001
#: Jumps of the stream's time that are not its course but a new beginning; pictures may come a little out of order.
_JUMP_S, _JUMP_BACK_S = 5.0, 1.0
#: Further behind than this, pictures are left out until it has caught up.
_BEHIND_S, _CAUGHT_UP_S = 1.5, 0.3
#: Leaving pictures out must bring a stream so much nearer in so long a time.
_GAIN_S, _GAIN_WITHIN_S = 0.2, 3.0


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
        if self._least is None or last is None or not -_JUMP_BACK_S <= pts_s - last <= _JUMP_S:
            self._least = offset
        else:
            self._least = min(self._least + (now - self._last_at) * _FORGET, offset)
        self._last_at = now
        self.behind_s = offset - self._least
        return self.behind_s


class CatchUp:
    """Whether pictures have to be left out, because those that come have waited for too long."""

    def __init__(self) -> None:
        self._delay = Delay()
        self._gained_at, self._gained_s = 0.0, 0.0
        self.is_on = False

    @property
    def behind_s(self) -> float:
        return self._delay.behind_s

    def note(self, pts_s: float, now: float) -> bool:
        """Whether the picture of this time (the stream's own, seconds) is one to leave out if it can be."""
        behind_s = self._delay.note(pts_s, now)
        if behind_s <= (_CAUGHT_UP_S if self.is_on else _BEHIND_S):
            self.is_on = False
        elif not self.is_on or behind_s < self._gained_s - _GAIN_S:
            self.is_on, self._gained_at, self._gained_s = True, now, behind_s
        elif now - self._gained_at > _GAIN_WITHIN_S:
            # It did not wait: its clock stood still, as that of a camera which was away and goes on where it was.
            self.is_on, self._delay = False, Delay()
        return self.is_on
