"""The bursts of one connection, those that it hears and those that it sends: their keys, counts and reports."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from app.domain import voice
from app.voice import rtcp
from app.voice.crypto import Unprotector
from app.voice.reception import Reception
from app.voice.rtp import CLOCK_HZ, TIMESTAMP_BITS, Packet, unwrapped
from app.voice.wave import FRAME_S

#: The last packets of a burst may come after the message that it is over.
_LINGER_S = 1.0
_REPORT_S = 1.0
#: What one report has room for.
_MOST_BLOCKS = 31


class _Keys(Protocol):
    """A ``Protector`` or an ``Unprotector``."""

    def allow(self, ssrc: int) -> None: ...
    def forget(self, ssrc: int) -> None: ...


@dataclass(slots=True, kw_only=True)
class _Source:
    #: When it is forgotten, once it is over.
    until_s: float | None = None


_Some = TypeVar("_Some", bound=_Source)


class _Sources(Generic[_Some]):
    """Lives on the connection's loop."""

    def __init__(self, keys: _Keys) -> None:
        self._keys = keys
        self._sources: dict[int, _Some] = {}
        self._ssrcs: dict[int, int] = {}

    def __contains__(self, ssrc: int) -> bool:
        """Whether it is of one of these bursts, or was just now."""
        return ssrc in self._sources

    @property
    def is_open(self) -> bool:
        """Whether there is a burst that is not over."""
        return any(source.until_s is None for source in self._sources.values())

    def finish(self, burst: int) -> None:
        source = self._sources.get(self._ssrcs.pop(burst, 0))
        if source is not None:
            source.until_s = time.monotonic() + _LINGER_S

    def forget(self, now_s: float) -> None:
        """Whatever is of those that are over is refused from now on."""
        for ssrc in [ssrc for ssrc, source in self._sources.items() if (source.until_s or now_s) < now_s]:
            del self._sources[ssrc]
            self._keys.forget(ssrc)

    def _begin(self, burst: int, ssrc: int, source: _Some) -> None:
        self._keys.allow(ssrc)
        self._sources.setdefault(ssrc, source)
        self._ssrcs[burst] = ssrc


@dataclass(slots=True)
class _Heard(_Source):
    reception: Reception


class Heard(_Sources[_Heard]):
    """The bursts that this end hears."""

    def __init__(self, unprotector: Unprotector) -> None:
        super().__init__(unprotector)
        self._reported_s = 0.0

    def begin(self, told: voice.FloorTaken) -> None:
        self._begin(told.burst, told.ssrc, _Heard(Reception(told.ssrc)))

    def note(self, packet: Packet, now_s: float) -> bool:
        """Count a packet; whether it is of a burst that is heard."""
        source = self._sources.get(packet.ssrc)
        if source is not None:
            source.reception.note(packet, now_s)
        return source is not None

    def note_report(self, report: rtcp.SenderReport, now_s: float) -> bool:
        source = self._sources.get(report.ssrc)
        if source is not None:
            source.reception.note_report(report, now_s)
        return source is not None

    def report(self, own: int, cname: str, now_s: float) -> bytes | None:
        """How all of it is received, once a second; ``own`` is the SSRC of this end."""
        if now_s - self._reported_s < _REPORT_S:
            return None
        blocks = tuple(s.reception.block(now_s) for s in self._sources.values() if s.reception.received)
        if not blocks:
            return None
        self._reported_s = now_s
        return rtcp.pack(rtcp.ReceiverReport(own, blocks[:_MOST_BLOCKS]), rtcp.Name(own, cname))


@dataclass(slots=True)
class _Sent(_Source):
    call: int
    packets: int = 0
    payload_bytes: int = 0
    #: Of the newest packet; does not wrap.
    timestamp: int = 0
    #: Time of capture less time of media, by the promptest packet since the last report, and since that before.
    #: Before a grant speech was kept, and devices give it in gulps, so that others come from it later.
    origin_s: float | None = None
    origin_before_s: float | None = None
    reported_s: float = field(default_factory=time.monotonic)
    has_told_time: bool = False

    def is_due(self, now_s: float) -> bool:
        is_new = self.packets > 0 and not self.has_told_time
        return self.until_s is None and (is_new or now_s - self.reported_s >= _REPORT_S)

    def note(self, packet: Packet, now_s: float) -> None:
        self.timestamp = unwrapped(packet.timestamp, self.timestamp, TIMESTAMP_BITS)
        self.packets += 1
        self.payload_bytes += len(packet.payload)
        # The last of its samples was taken just now.
        origin_s = now_s - FRAME_S - self.timestamp / CLOCK_HZ
        self.origin_s = origin_s if self.origin_s is None else min(self.origin_s, origin_s)

    def report(self, ssrc: int, now_s: float) -> rtcp.SenderReport | rtcp.ReceiverReport:
        """Which sample is taken just now, by the clock on the wall; of who said nothing, only that it lives."""
        origins_s = [origin_s for origin_s in (self.origin_s, self.origin_before_s) if origin_s is not None]
        self.origin_before_s, self.origin_s = self.origin_s, None
        self.reported_s = now_s
        if not origins_s:
            return rtcp.ReceiverReport(ssrc)
        self.has_told_time = True
        timestamp = round((now_s - min(origins_s)) * CLOCK_HZ) % (1 << TIMESTAMP_BITS)
        return rtcp.SenderReport(ssrc, rtcp.ntp_time(time.time()), timestamp, self.packets, self.payload_bytes)


class Sent(_Sources[_Sent]):
    """The bursts that this end speaks."""

    def begin(self, told: voice.FloorGranted) -> None:
        self._begin(told.burst, told.ssrc, _Sent(told.call))

    def note(self, packet: Packet, now_s: float) -> bool:
        """Count a packet that is about to go; whether it may."""
        source = self._sources.get(packet.ssrc)
        if source is None or source.until_s is not None:
            return False
        source.note(packet, now_s)
        return True

    def packets(self, call: int) -> int | None:
        """How many were sent of the last burst in a call."""
        counts = [source.packets for source in self._sources.values() if source.call == call]
        return counts[-1] if counts else None

    def reports(self, cname: str, now_s: float) -> list[bytes]:
        """Of each burst as soon as something of it was sent, and then once a second."""
        due = [(ssrc, source) for ssrc, source in self._sources.items() if source.is_due(now_s)]
        return [rtcp.pack(source.report(ssrc, now_s), rtcp.Name(ssrc, cname)) for ssrc, source in due]
