"""The metronome of sound: one clock of 20 ms for all terminals of an event loop, which stands still in silence."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from app.voice.wave import FRAME_S

#: Called with the time by ``time.monotonic``.
Tick = Callable[[float], None]

#: A loop that was held up makes up for so many ticks, and leaves out what is older.
_MOST_BEHIND = 10


class Metronome:
    """Lives on an event loop."""

    def __init__(self) -> None:
        #: In the order in which they joined; a dict, so that each is there once.
        self._ticks: dict[Tick, None] = {}
        self._next: asyncio.TimerHandle | None = None
        self._due_s = 0.0
        self._is_ticking = False

    @property
    def is_still(self) -> bool:
        return not self._ticks

    def join(self, tick: Tick) -> None:
        """Call it from the next tick on, until it leaves. Joining again does nothing."""
        self._ticks[tick] = None
        if self._next is None and not self._is_ticking:
            self._due_s = time.monotonic() + FRAME_S
            self._schedule()

    def leave(self, tick: Tick) -> None:
        """May be called from within a tick, and again."""
        self._ticks.pop(tick, None)
        if not self._ticks and self._next is not None:
            self._next.cancel()
            self._next = None

    def _run(self) -> None:
        self._next, self._is_ticking = None, True
        now_s = time.monotonic()
        try:
            # The half keeps rounding from adding one.
            self._due_s = max(self._due_s, now_s - (_MOST_BEHIND - 0.5) * FRAME_S)
            # As many as are due: an event loop wakes up late, and sound must not fall behind for that.
            while self._due_s <= now_s and self._ticks:
                self._due_s += FRAME_S
                self._tick(now_s)
        finally:
            self._is_ticking = False
            if self._ticks:
                self._schedule()

    def _tick(self, now_s: float) -> None:
        for tick in list(self._ticks):
            # One may send another away.
            if tick in self._ticks:
                tick(now_s)

    def _schedule(self) -> None:
        loop = asyncio.get_running_loop()
        self._next = loop.call_later(max(0.0, self._due_s - time.monotonic()), self._run)
