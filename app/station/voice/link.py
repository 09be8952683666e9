"""One end that can hear and talk: a desk or a terminal, its keys, and the way to it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TypeAlias

from app.domain.model import Model
from app.domain.talk import Priority, VoiceLink, VoicePath
from app.domain.terminal import Terminal
from app.domain.voice import Talkgroups
from app.station.access import Grant
from app.station.voice.bucket import Bucket
from app.station.voice.outbox import Outbox
from app.voice.crypto import LinkKeys, Protector, Unprotector

#: As the system tells it: host and port first.
UdpAddress: TypeAlias = tuple[Any, ...]


class Close(IntEnum):
    """Why the station closes a link (private range of RFC 6455, the same as the feed's)."""

    STOPPING = 1012
    MALFORMED = 4400
    UNAUTHORISED = 4401
    NOT_ALLOWED = 4403
    TAKEN_OVER = 4409
    TOO_SLOW = 4413


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is at the other end: an operator by a grant, or a terminal as it was when it signed in."""

    grant: Grant | None = None
    terminal: Terminal | None = None

    @property
    def number(self) -> int:
        """Of the operator or the terminal."""
        if self.terminal is not None:
            return self.terminal.number
        assert self.grant is not None
        return self.grant.operator

    @property
    def by(self) -> str:
        return f"terminal:{self.number}" if self.terminal is not None else f"operator:{self.number}"


class Link:
    """Lives on the event loop.

    Args:
        number: counts the links of this run; also the SSRC of this end's own reports, in both directions.
    """

    def __init__(self, number: int, caller: Caller) -> None:
        self.number, self.caller = number, caller
        self.keys = LinkKeys.made()
        self.protector, self.unprotector = Protector(self.keys.from_station), Unprotector(self.keys.to_station)
        self.protector.allow(number)
        self.unprotector.allow(number)
        self.outbox = Outbox()
        self.path = VoicePath.WEBSOCKET
        #: Where its last valid datagram came from.
        self.address: UdpAddress | None = None
        #: Calls that a desk wants to hear.
        self.monitored: frozenset[int] = frozenset()
        #: Calls that it wants to hear in an emergency only.
        self.muted: frozenset[int] = frozenset()
        #: What a terminal was told last.
        self.talkgroups: Talkgroups | None = None
        self.presses, self.urgent_presses, self.openings = Bucket(), Bucket(), Bucket()
        self.since_s = time.monotonic()
        self.loss, self.jitter_ms = 0.0, 0.0
        self.has_chosen_path = False
        #: What the log was last told of it, and when.
        self.noted: VoiceLink | None = None
        self.noted_s = 0.0
        self.closed: asyncio.Future[tuple[Close, str]] = asyncio.get_running_loop().create_future()

    @property
    def is_open(self) -> bool:
        return not self.closed.done()

    def close(self, why: Close, code: str) -> None:
        """End it from this side; its door says why, after all that it is still to be told."""
        if not self.closed.done():
            self.closed.set_result((why, code))
            self.outbox.end()

    def tell(self, message: Model) -> None:
        self.outbox.put(message.model_dump_json())

    def priority(self, *, is_emergency: bool) -> Priority:
        if is_emergency:
            return Priority.EMERGENCY
        return Priority.UNIT if self.caller.terminal is not None else Priority.DISPATCHER

    def row(self) -> VoiceLink:
        """As the picture should hold a terminal's link now."""
        return VoiceLink(
            terminal=self.caller.number,
            path=self.path,
            loss=round(self.loss, 3),
            jitter_ms=round(self.jitter_ms, 1),
        )
