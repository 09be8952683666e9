"""The stretch of time in sight: up to now, which goes on, or up to a moment that somebody went back to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from app.picture.clock import Clock

#: What is seen at first, at the least and at the most.
_USUAL_S, _LEAST_S, _MOST_S = (300.0, 900.0, 1800.0, 3600.0), 60.0, 7 * 86_400.0
_STEPS_S = (10, 30, 60, 300, 600, 1800, 3600, 2 * 3600, 4 * 3600, 12 * 3600, 86_400)


class Timeline:
    """Moments are Unix s.

    Args:
        age_s: of the oldest that there is to see; all of it is in sight, up to the usual, until somebody zooms.
    """

    def __init__(self, clock: Clock, age_s: Callable[[], float]) -> None:
        self._clock, self._age_s = clock, age_s
        self._zoomed_s: float | None = None
        #: What the end stands still at; None while it is now.
        self._stopped_at_s: float | None = None

    @property
    def now_s(self) -> float:
        return self._clock.now_ms() / 1000

    @property
    def is_now(self) -> bool:
        """Whether the end goes on with the time."""
        return self._stopped_at_s is None

    @property
    def end_s(self) -> float:
        return self.now_s if self._stopped_at_s is None else self._stopped_at_s

    @property
    def begin_s(self) -> float:
        return self.end_s - self.span_s

    @property
    def span_s(self) -> float:
        if self._zoomed_s is not None:
            return self._zoomed_s
        age_s = self._age_s()
        return next((span_s for span_s in _USUAL_S if span_s >= age_s), _USUAL_S[-1])

    def end_at(self, at_s: float) -> None:
        """End at this moment, or at now, which goes on, when it is not yet past."""
        self._stopped_at_s = None if at_s >= self.now_s else at_s

    def bring(self, at_s: float) -> None:
        """Have this moment in the middle, unless it is in sight."""
        if not self.begin_s <= at_s <= self.end_s:
            self._stopped_at_s = at_s + self.span_s / 2

    def zoom(self, factor: float, share: float) -> None:
        """Show ``factor`` times as much.

        Args:
            share: of the stretch, from its end; what is there stays there, but now stays at the end.
        """
        at_s = self.end_s - share * self.span_s
        self._zoomed_s = min(_MOST_S, max(_LEAST_S, self.span_s * factor))
        if not self.is_now:
            self.end_at(at_s + share * self._zoomed_s)


def round_step_s(least_s: float) -> int:
    """The first of the steps that people count time in which is as long."""
    return next((step_s for step_s in _STEPS_S if step_s >= least_s), _STEPS_S[-1])


def ticks(begin_s: float, end_s: float, step_s: int) -> list[float]:
    """Round moments of local time within, Unix s."""
    offset_s = datetime.fromtimestamp(end_s).astimezone().utcoffset()
    shift_s = offset_s.total_seconds() if offset_s is not None else 0.0
    first = -(-(begin_s + shift_s) // step_s) * step_s - shift_s
    return [first + i * step_s for i in range(int((end_s - first) // step_s) + 1)]
