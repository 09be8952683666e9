"""The gate: how many streams may be opening at once, so that a wall of tiles does not open in one stroke."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_LOOK_S = 0.1


class OpeningGate:
    """Shared by all readers of a desk.

    Args:
        at_once: openings that may be under way together.
        pace_s: between the starts of two openings.
        longest_s: an opening that takes longer than this no longer counts: dead sources hold up nobody.
    """

    def __init__(self, at_once: int = 4, pace_s: float = 0.02, longest_s: float = 0.25) -> None:
        self._at_once, self._pace_s, self._longest_s = at_once, pace_s, longest_s
        #: When each opening that is under way began.
        self._begun: dict[object, float] = {}
        self._last_at = -pace_s
        self._changed = threading.Condition()

    @contextmanager
    def passed(self, is_over: Callable[[], bool]) -> Iterator[Callable[[], None]]:
        """Wait for a place, or until ``is_over``; yields a function that gives the place back early."""
        place = object()
        self._wait(place, is_over)
        try:
            yield lambda: self._leave(place)
        finally:
            self._leave(place)

    def _leave(self, place: object) -> None:
        with self._changed:
            if self._begun.pop(place, None) is not None:
                self._changed.notify_all()

    def _wait(self, place: object, is_over: Callable[[], bool]) -> None:
        with self._changed:
            while not is_over():
                now = time.monotonic()
                taken = sum(now - begun_at < self._longest_s for begun_at in self._begun.values())
                wait_s = self._last_at + self._pace_s - now
                if taken < self._at_once and wait_s <= 0:
                    self._begun[place] = self._last_at = now
                    return
                self._changed.wait(min(max(wait_s, 0.001), _LOOK_S) if taken < self._at_once else _LOOK_S)
