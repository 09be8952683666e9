"""One burst while it lasts: its talker, its hearers, and what came of it."""

from __future__ import annotations

import time

from app.domain import talk, voice
from app.domain.talk import BurstEnd
from app.station.voice.link import Link
from app.voice.reception import Reception

#: The last packets of a burst may be on their way by UDP when its end has come over the WebSocket already.
_TAIL_S = 0.25


class Burst:
    """Lives on the event loop.

    Args:
        row: as the log has it. link: the talker's. ssrc: of its packets, in both directions.
    """

    def __init__(self, row: talk.Burst, link: Link, ssrc: int, hearers: list[Link], *, is_shout: bool) -> None:
        self.row, self.link, self.ssrc, self.is_shout = row, link, ssrc, is_shout
        #: By their numbers, in the order in which they are sent to.
        self.hearers = {hearer.number: hearer for hearer in hearers}
        #: The same, ready to be walked for every packet.
        self.targets = tuple(hearers)
        self.began_s = time.monotonic()
        self.packets = 0
        self.reception = Reception(ssrc)
        self.end: BurstEnd | None = None
        self.ended_s = 0.0
        self._last: int | None = None

    @property
    def number(self) -> int:
        return self.row.number

    def add(self, link: Link) -> None:
        self.hearers[link.number] = link
        self.targets = tuple(self.hearers.values())

    def remove(self, link: Link) -> None:
        if self.hearers.pop(link.number, None) is not None:
            self.targets = tuple(self.hearers.values())

    def finish(self, end: BurstEnd, packets: int | None) -> None:
        """It is over, but for what is on its way; ``packets`` is how many the talker says that it sent."""
        self.end, self.ended_s, self._last = end, time.monotonic(), packets

    def is_complete(self, now_s: float) -> bool:
        """Whether nothing more of it is waited for."""
        if self.end is not BurstEnd.RELEASED or now_s - self.ended_s >= _TAIL_S:
            return True
        return self._last is not None and self.reception.received >= self._last

    @property
    def duration_s(self) -> float:
        return round(max(0.0, self.ended_s - self.began_s), 3)


def granted(burst: Burst, limit_s: float) -> voice.FloorGranted:
    return voice.FloorGranted(call=burst.row.call, burst=burst.number, ssrc=burst.ssrc, limit_s=limit_s)


def taken(burst: Burst, *, is_heard: bool) -> voice.FloorTaken:
    row = burst.row
    return voice.FloorTaken(
        call=row.call,
        burst=row.number,
        ssrc=burst.ssrc,
        by=row.by,
        priority=row.priority,
        is_shout=burst.is_shout,
        is_heard=is_heard,
    )
