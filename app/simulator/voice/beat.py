"""The beat of sound: one clock of 20 ms for all the terminals of an event loop, which stands still in silence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from app.voice.wave import FRAME_S

#: Called with the time by ``time.monotonic``.
Tick = Callable[[float], None]

#: A loop that was held up makes up for so many beats, and leaves out what is older.
_MOST_BEHIND = 10


class Beat:
    """Lives on an event loop."""

    def __init__(self) -> None:
        #: In the order in which they joined; a dict, so that each is there once.
        self._ticks: dict[Tick, None] = {}
        self._next: asyncio.TimerHandle | None = None
        self._due_s = 0.0

    @property
    def is_still(self) -> bool:
        return self._next is None

    def join(self, tick: Tick) -> None:
        """Call it from the next beat on, until it leaves. Joining again does nothing."""
        self._ticks[tick] = None
        if self._next is None:
            self._due_s = time.monotonic() + FRAME_S
            self._schedule()

    def leave(self, tick: Tick) -> None:
        """May be called from within a beat, and again."""
        self._ticks.pop(tick, None)
        if not self._ticks and self._next is not None:
            self._next.cancel()
            self._next = None

    def _beat(self) -> None:
        now_s = time.monotonic()
        # As many as are due: an event loop wakes up late, and sound must not fall behind for that.
        while self._due_s <= now_s and self._ticks:
            self._due_s = max(self._due_s + FRAME_S, now_s - _MOST_BEHIND * FRAME_S)
            for tick in list(self._ticks):
                if tick in self._ticks:
                    tick(now_s)
        if self._ticks:
            self._schedule()

    def _schedule(self) -> None:
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(max(0.0, self._due_s - time.monotonic()), self._beat)
