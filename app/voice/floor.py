"""Floor control of one call: who talks, who waits, and who has to stop.

Pure: time is an argument, nothing is sent. Every method answers with what is to be told, in order. Requests count
in the order in which they are made here, so of two in the same instant one is first for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from app.domain.talk import BurstEnd, Priority

#: One burst, at most.
LIMIT_S = 60.0
#: A talker is gone when nothing came for this long: silence sends something every 0.4 s, and RTCP every second.
SILENCE_S = 1.5
MOST_WAITING = 8
_RANK = {Priority.UNIT: 0, Priority.DISPATCHER: 1, Priority.EMERGENCY: 2}


@dataclass(frozen=True, slots=True)
class Holder:
    """Who talks.

    Args:
        talker: the station's number of one end that may talk. until_s: for how long at most.
    """

    talker: int
    priority: Priority
    until_s: float


class Denial(StrEnum):
    """Why there is neither a grant nor a place to wait; a code that the desk has a sentence for."""

    BUSY = "floor.busy"
    CLOSED = "floor.closed"


@dataclass(frozen=True, slots=True)
class Granted:
    """To all: this talker talks, from now for at most ``limit_s``.

    Args:
        is_new: False when it talks already, and has only been told again or has a higher priority now.
    """

    talker: int
    priority: Priority
    limit_s: float
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Queued:
    """To one that waits: its place, 1 for the next."""

    talker: int
    position: int
    holder: int


@dataclass(frozen=True, slots=True)
class Denied:
    """To one that asked; who talks, where that is why."""

    talker: int
    reason: Denial
    holder: int | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """To all: the burst is over. To its talker: stop, unless it has ``RELEASED``."""

    talker: int
    end: BurstEnd


Word: TypeAlias = Granted | Queued | Denied | Ended
Words: TypeAlias = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class _Waiting:
    talker: int
    priority: Priority


class Floor:
    """The floor of one call.

    Args:
        limit_s: of one burst. silence_s: without media, until the talker counts as gone.
        most_waiting: 0 where nobody may wait.
    """

    def __init__(
        self, limit_s: float = LIMIT_S, silence_s: float = SILENCE_S, most_waiting: int = MOST_WAITING
    ) -> None:
        self._limit_s, self._silence_s, self._most_waiting = limit_s, silence_s, most_waiting
        self._holder: Holder | None = None
        self._heard_s = 0.0
        self._waiting: list[_Waiting] = []
        self._is_closed = False

    @property
    def holder(self) -> Holder | None:
        return self._holder

    @property
    def waiting(self) -> tuple[int, ...]:
        """Talkers, the next one first."""
        return tuple(waiting.talker for waiting in self._waiting)

    def has(self, talker: int) -> bool:
        """Whether it talks here or waits."""
        return (self._holder is not None and self._holder.talker == talker) or talker in self.waiting

    def request(self, talker: int, priority: Priority, now_s: float) -> Words:
        """Somebody asks to talk. Asking again changes nothing, or raises the priority and begins the time anew."""
        if self._is_closed:
            return (Denied(talker, Denial.CLOSED),)
        holder = self._holder
        if holder is None:
            return self._grant(talker, priority, now_s)
        if holder.talker == talker:
            if _RANK[priority] > _RANK[holder.priority]:
                holder = self._holder = Holder(talker, priority, now_s + self._limit_s)
            # Sums of times are not exact, and nobody is told more than all of it.
            left_s = min(self._limit_s, max(0.0, holder.until_s - now_s))
            return (Granted(talker, holder.priority, left_s, is_new=False),)
        if _RANK[priority] > _RANK[holder.priority]:
            self._waiting = [waiting for waiting in self._waiting if waiting.talker != talker]
            return (*self._end(BurstEnd.PRE_EMPTED), *self._grant(talker, priority, now_s))
        return self._queue(talker, priority, holder.talker)

    def release(self, talker: int, now_s: float) -> Words:
        """The key is up: the burst is over, or the wait for it."""
        return self.leave(talker, now_s, BurstEnd.RELEASED)

    def leave(self, talker: int, now_s: float, end: BurstEnd) -> Words:
        """A talker is gone or may not talk any more; nothing to say when it neither talked nor waited."""
        if self._holder is not None and self._holder.talker == talker:
            return (*self._end(end), *self._next(now_s))
        before = self.waiting
        self._waiting = [waiting for waiting in self._waiting if waiting.talker != talker]
        return self._moved(before)

    def heard(self, talker: int, now_s: float) -> None:
        """Media came from a talker."""
        if self._holder is not None and self._holder.talker == talker:
            self._heard_s = max(self._heard_s, now_s)

    def tick(self, now_s: float) -> Words:
        """Take the floor from who talked for too long, or is silent as only the dead are."""
        if self._holder is None:
            return ()
        if now_s >= self._holder.until_s:
            return (*self._end(BurstEnd.TIME_LIMIT), *self._next(now_s))
        if now_s - self._heard_s >= self._silence_s:
            return (*self._end(BurstEnd.VANISHED), *self._next(now_s))
        return ()

    def close(self, end: BurstEnd = BurstEnd.CALL_CLOSED) -> Words:
        """The call is over: nobody talks, nobody waits, nobody is granted any more."""
        self._is_closed = True
        ended = self._end(end) if self._holder is not None else ()
        waiting, self._waiting = self._waiting, []
        return (*ended, *(Denied(one.talker, Denial.CLOSED) for one in waiting))

    def _grant(self, talker: int, priority: Priority, now_s: float) -> Words:
        before = self.waiting
        self._waiting = [waiting for waiting in self._waiting if waiting.talker != talker]
        self._holder, self._heard_s = Holder(talker, priority, now_s + self._limit_s), now_s
        return (Granted(talker, priority, self._limit_s), *self._moved(before, is_new_holder=True))

    def _end(self, end: BurstEnd) -> Words:
        assert self._holder is not None
        holder, self._holder = self._holder, None
        return (Ended(holder.talker, end),)

    def _next(self, now_s: float) -> Words:
        return self._grant(self._waiting[0].talker, self._waiting[0].priority, now_s) if self._waiting else ()

    def _queue(self, talker: int, priority: Priority, holder: int) -> Words:
        """Behind all of the same and of higher priority; who waits there already keeps the place."""
        before = self.waiting
        there = next((waiting for waiting in self._waiting if waiting.talker == talker), None)
        if there is not None and _RANK[priority] <= _RANK[there.priority]:
            return (Queued(talker, before.index(talker) + 1, holder),)
        others = [waiting for waiting in self._waiting if waiting.talker != talker]
        if len(others) >= self._most_waiting and not self._makes_room(others, priority):
            return (Denied(talker, Denial.BUSY, holder),)
        at = sum(_RANK[waiting.priority] >= _RANK[priority] for waiting in others)
        others.insert(at, _Waiting(talker, priority))
        dropped = others[self._most_waiting :]
        self._waiting = others[: self._most_waiting]
        asked = (Queued(talker, at + 1, holder),)
        moved = tuple(word for word in self._moved(before) if word.talker != talker)
        return (*asked, *moved, *(Denied(one.talker, Denial.BUSY, holder) for one in dropped))

    def _makes_room(self, others: list[_Waiting], priority: Priority) -> bool:
        """A full queue takes a higher priority in place of its last."""
        return bool(others) and _RANK[priority] > _RANK[others[-1].priority]

    def _moved(self, before: tuple[int, ...], *, is_new_holder: bool = False) -> tuple[Queued, ...]:
        """What those who wait have to be told: their place, when it or the holder is another now."""
        if self._holder is None:
            return ()
        return tuple(
            Queued(waiting.talker, i + 1, self._holder.talker)
            for i, waiting in enumerate(self._waiting)
            if is_new_holder or i >= len(before) or before[i] != waiting.talker
        )
