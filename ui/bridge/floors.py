"""Who talks in each call, and who waits for that, as the station tells it."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from app.domain.voice import FloorIdle, FloorQueue, FloorTaken
from ui.widgets.talk_port import Held


class Floors:
    """Lives on the GUI thread."""

    def __init__(self) -> None:
        self._held: dict[int, Held] = {}
        self._waiting: dict[int, tuple[int, ...]] = {}

    @property
    def held(self) -> Mapping[int, Held]:
        return self._held

    def queue(self, call: int) -> tuple[int, ...]:
        return self._waiting.get(call, ())

    def take(self, told: FloorTaken | FloorIdle | FloorQueue) -> bool:
        """Take in what is told; whether somebody talks in an emergency who did not before."""
        match told:
            case FloorTaken():
                before = self._held.get(told.call)
                is_same = before is not None and before.burst == told.burst
                since_s = before.since_s if before is not None and is_same else time.monotonic()
                held = Held(told.call, told.burst, told.by, told.priority, since_s, told.is_heard)
                self._held[told.call] = held
                return held.is_emergency and not (before is not None and is_same and before.is_emergency)
            case FloorIdle():
                if told.call in self._held and self._held[told.call].burst == told.burst:
                    del self._held[told.call]
            case FloorQueue():
                self._waiting[told.call] = told.waiting
        return False

    def keep(self, calls: Collection[int]) -> None:
        """Who waits is told of these only."""
        self._waiting = {call: waiting for call, waiting in self._waiting.items() if call in calls}

    def clear(self) -> None:
        """Nothing is known any more."""
        self._held.clear()
        self._waiting.clear()
