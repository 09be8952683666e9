"""Guard tours: sources that one tile goes through, one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

#: A stop is shown no shorter and no longer than this.
SHORTEST_S, LONGEST_S = 3, 600
USUAL_S = 10
#: The next stop is opened so long before its turn: time enough for a first picture even of a slow camera.
AHEAD_S = 4.0
#: One that still has no picture when its turn has come is waited for so long; then it is passed over.
PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True)
class Stop:
    source: int
    dwell_s: int = USUAL_S


@dataclass(frozen=True, slots=True)
class Tour:
    """
    Args:
        number: stable, however often the tour is renamed.
    """

    number: int
    name: str
    stops: tuple[Stop, ...]


class Condition(Enum):
    """What is to be expected of a source: a picture at once, perhaps one, none."""

    READY = "ready"
    OPENING = "opening"
    DEAD = "dead"


class TourRun:
    """One tile's way through a tour. Times are seconds of any clock that only goes forward.

    Args:
        condition: asked for a source whenever it matters.
    """

    def __init__(self, tour: Tour, condition: Callable[[int], Condition], now_s: float) -> None:
        self.tour = tour
        self._condition = condition
        self._at = self._after(-1)
        self._next = self._after(self._at)
        self._due_s = now_s + self._stop(self._at).dwell_s if tour.stops else now_s
        self._next_since_s = now_s
        self.is_paused = False

    @property
    def source(self) -> int | None:
        """The one that is shown; None for a tour without stops."""
        return self.tour.stops[self._at].source if self.tour.stops else None

    @property
    def position(self) -> int:
        """From 0."""
        return self._at

    def ahead(self, now_s: float) -> int | None:
        """The source that is to be opened by now, so that it has a picture when its turn comes."""
        if self._next == self._at or self.is_paused or now_s < self._due_s - AHEAD_S:
            return None
        return self._stop(self._next).source

    def tick(self, now_s: float) -> bool:
        """Go on when it is time, or at once when what is shown is dead. True when another stop is shown."""
        if self.is_paused or len(self.tour.stops) < 2:
            return False
        if self._next == self._at or self._is_dead(self._next):
            self._look_beyond(now_s)
        if self._next == self._at:
            # Nothing else lives: stay, and look again after another dwell.
            self._due_s = max(self._due_s, now_s)
            return False
        if self._is_dead(self._at):
            return self._go(self._next, now_s)
        if now_s < self._due_s:
            return False
        if self._condition(self._stop(self._next).source) is Condition.READY:
            return self._go(self._next, now_s)
        if now_s - max(self._next_since_s, self._due_s) >= PATIENCE_S:
            self._look_beyond(now_s)
        return False

    def go_next(self, now_s: float) -> bool:
        """By hand: to the next one that lives, picture or not."""
        return self._go(self._after(self._at), now_s)

    def go_back(self, now_s: float) -> bool:
        return self._go(self._after(self._at, -1), now_s)

    def pause(self) -> None:
        """Stay at this stop until ``go_on``."""
        self.is_paused = True

    def go_on(self, now_s: float) -> None:
        self.is_paused = False
        self._due_s = now_s + self._stop(self._at).dwell_s if self.tour.stops else now_s

    def _look_beyond(self, now_s: float) -> None:
        """Pass over the next stop; the way round ends at the one that is shown."""
        self._next, self._next_since_s = self._after(self._next), now_s

    def _go(self, at: int, now_s: float) -> bool:
        if at == self._at or not self.tour.stops:
            return False
        self._at = at
        self._due_s = now_s + self._stop(at).dwell_s
        self._next, self._next_since_s = self._after(at), now_s
        return True

    def _after(self, at: int, step: int = 1) -> int:
        """The next stop on the way that is not dead; ``at`` itself, or the very next, where none lives."""
        count = len(self.tour.stops)
        if not count:
            return 0
        around = [(at + step * i) % count for i in range(1, count + 1)]
        return next((i for i in around if not self._is_dead(i)), at if at >= 0 else 0)

    def _stop(self, at: int) -> Stop:
        return self.tour.stops[at]

    def _is_dead(self, at: int) -> bool:
        return self._condition(self._stop(at).source) is Condition.DEAD
