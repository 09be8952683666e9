"""Who watches which terminal, and how large: from that each terminal is asked for no more than somebody needs.

A terminal asks by a long poll. More is asked for at once; less only when less has been enough for a while, so that
a dispatcher who leafs through units does not make encoders start over.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.domain.errors import AppError
from app.domain.stream import WATCHED_S
from app.media.budget import asked_of_terminal
from app.media.source import Quality
from app.picture.changes import Changes
from app.picture.picture import Picture
from app.station.airtime import check_may_show

#: How long less must be enough.
LOWERED_AFTER_S = 5.0
#: A terminal that asked within this time asks again: a long poll and the opening of a push are over by then.
WISHES_S = 60.0
#: How often it is looked whether somebody has gone or less is enough.
_BEAT_S = 0.5
_RANK = {None: 0, Quality.THUMBNAIL: 1, Quality.SUB: 2, Quality.MAIN: 3}


@dataclass(frozen=True, slots=True)
class _Desk:
    heights: Mapping[int, int]
    until_s: float


@dataclass(slots=True)
class _Asked:
    """What a terminal is asked for. ``less_since_s``: since when less would do; None while it would not."""

    quality: Quality | None = None
    less_since_s: float | None = None


class Watching:
    """Lives on the event loop.

    Args:
        picture: as it is now; what may not be shown is not asked for.
        now_s: a clock that only goes forward.
    """

    def __init__(self, picture: Callable[[], Picture], now_s: Callable[[], float] = time.monotonic) -> None:
        self._picture, self._now_s = picture, now_s
        self._desks: dict[bytes, _Desk] = {}
        self._asked: dict[int, _Asked] = {}
        #: Who is told when a terminal may be asked for something else, or that another poll has taken its place.
        self._polls: dict[int, asyncio.Future[None]] = {}
        self._polled_s: dict[int, float] = {}
        self._beating: asyncio.Task[None] | None = None
        self._is_stopping = False

    def __len__(self) -> int:
        """How many terminals somebody watches."""
        return len(self._asked)

    @property
    def polls(self) -> int:
        """How many terminals wait to be asked."""
        return len(self._polls)

    def start(self) -> None:
        self._beating = asyncio.get_running_loop().create_task(self._beat(), name="watching")

    async def stop(self) -> None:
        """End all long polls, and stop. May be called again."""
        self._is_stopping = True
        for terminal in list(self._polls):
            self._end_poll(terminal, AppError("station.stopping"))
        if self._beating is not None:
            self._beating.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._beating

    def show(self, desk: bytes, heights: Mapping[int, int]) -> None:
        """A desk says how high (pixels) it shows each terminal; believed for ``WATCHED_S``.

        Args:
            desk: tells one desk from another.
        """
        before = self._desks.pop(desk, None)
        if heights:
            self._desks[desk] = _Desk(dict(heights), self._now_s() + WATCHED_S)
        self._look_at({*heights, *(before.heights if before else ())})

    def asked(self, terminal: int) -> Quality | None:
        """What this terminal is asked to send now; None: nothing."""
        asked = self._asked.get(terminal)
        if asked is None:
            return None
        try:
            check_may_show(self._picture(), terminal)
        except AppError:
            return None
        return asked.quality

    def takes_wishes(self, terminal: int) -> bool:
        """Whether this terminal has asked lately what is wanted of it."""
        return self._now_s() - self._polled_s.get(terminal, -math.inf) < WISHES_S

    def note_poll(self, terminal: int) -> None:
        """This terminal asks, whether it is answered at once or waits."""
        self._polled_s[terminal] = self._now_s()

    async def wait(self, terminal: int, timeout_s: float) -> None:
        """Until this terminal may be asked for something else than before, or the time is over.

        Raises:
            AppError("stream.taken_over"): it began to wait once more.
            AppError("station.stopping")
        """
        if self._is_stopping:
            raise AppError("station.stopping")
        self._end_poll(terminal, AppError("stream.taken_over"))
        news = self._polls[terminal] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout_s):
                await news
        except TimeoutError:
            return
        finally:
            if self._polls.get(terminal) is news:
                del self._polls[terminal]

    def on_changes(self, changes: Changes) -> None:
        """Let terminals look again whose unit begins or ends its duty, or that are another unit's now."""
        if not changes.units and not changes.terminals:
            return
        terminals = self._picture().terminals
        for number in list(self._polls):
            known = terminals.get(number)
            if known is None or number in changes.terminals or known.unit in changes.units:
                self._end_poll(number)

    def look(self) -> None:
        """Forget desks that said nothing for long, and ask for less where less has been enough."""
        now_s = self._now_s()
        gone = [desk for desk, said in self._desks.items() if said.until_s <= now_s]
        left = {terminal for desk in gone for terminal in self._desks.pop(desk).heights}
        self._look_at(
            left | {terminal for terminal, asked in self._asked.items() if asked.less_since_s is not None}
        )

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(_BEAT_S)
            self.look()

    def _look_at(self, terminals: Iterable[int]) -> None:
        now_s = self._now_s()
        for terminal in terminals:
            heights = (desk.heights.get(terminal, 0) for desk in self._desks.values())
            if self._settle(terminal, asked_of_terminal(heights), now_s):
                self._end_poll(terminal)

    def _settle(self, terminal: int, needed: Quality | None, now_s: float) -> bool:
        """Whether another quality is asked for from now on."""
        asked = self._asked.setdefault(terminal, _Asked())
        is_less = _RANK[needed] < _RANK[asked.quality]
        if is_less and asked.less_since_s is None:
            asked.less_since_s = now_s
        is_held = is_less and now_s - (asked.less_since_s or now_s) < LOWERED_AFTER_S
        if is_held:
            return False
        is_new, asked.quality, asked.less_since_s = needed is not asked.quality, needed, None
        if needed is None:
            del self._asked[terminal]
        return is_new

    def _end_poll(self, terminal: int, error: AppError | None = None) -> None:
        news = self._polls.pop(terminal, None)
        if news is None or news.done():
            return
        if error is None:
            news.set_result(None)
        else:
            news.set_exception(error)
