"""A call or talkgroup as it is used: whom it is for, its floor, and the burst that is in it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from app.domain.audience import AgencyAudience, Audience, TerminalsAudience, UnitsAudience
from app.domain.talk import Call, CallKind, Priority, Talkgroup
from app.picture.audience import units_of
from app.picture.picture import Picture
from app.station.voice.burst import Burst
from app.station.voice.link import Link
from app.station.voice.links import Links
from app.voice.floor import Floor


class Channel:
    """Lives on the event loop.

    Args:
        floor: new for this call.
        is_for_desks: desks hear it unasked: it is somebody's at a terminal, who is alone in it.
    """

    def __init__(self, of: Call | Talkgroup, floor: Floor, *, is_for_desks: bool = False) -> None:
        self.number, self.floor, self.is_for_desks = of.number, floor, is_for_desks
        self.kind = of.kind if isinstance(of, Call) else CallKind.TALKGROUP
        self.burst: Burst | None = None
        self.used_s = time.monotonic()
        self.mean(of.audience)

    def mean(self, audience: Audience) -> None:
        """Whom it is for from now on."""
        self.audience = audience
        match audience:
            case UnitsAudience():
                self._members = frozenset(audience.units)
            case TerminalsAudience():
                self._members = frozenset(audience.terminals)
            case AgencyAudience():
                self._members = frozenset()

    @property
    def is_shout(self) -> bool:
        return self.kind is CallKind.SHOUT

    def is_for(self, terminal: int, picture: Picture) -> bool:
        """Whether this terminal is meant, and may hear and talk now: its unit is on duty."""
        known = picture.terminals.get(terminal)
        unit = picture.units.get(known.unit or 0) if known is not None else None
        if unit is None or not unit.is_on_duty:
            return False
        if isinstance(self.audience, AgencyAudience):
            return unit.agency == self.audience.agency
        return (unit.number if isinstance(self.audience, UnitsAudience) else terminal) in self._members

    def is_heard_by(self, link: Link, picture: Picture, priority: Priority) -> bool:
        """Whether speech of this priority goes to this end."""
        if link.caller.terminal is not None:
            return self.is_for(link.caller.number, picture)
        if self.number in link.muted:
            return priority is Priority.EMERGENCY
        return self.is_for_desks or self.number in link.monitored

    def hearers(self, links: Links, picture: Picture, priority: Priority) -> Iterator[Link]:
        """The links that speech of this priority goes to now; costs one pass over the links."""
        return (link for link in links if link.is_open and self.is_heard_by(link, picture, priority))

    def units(self, picture: Picture) -> tuple[int, ...]:
        """The units that are meant by what is said now; of an agency those on duty, the others are at home."""
        if not isinstance(self.audience, AgencyAudience):
            return tuple(sorted(units_of(self.audience, picture)))
        agency, units = self.audience.agency, picture.units.values()
        return tuple(sorted(unit.number for unit in units if unit.agency == agency and unit.is_on_duty))
