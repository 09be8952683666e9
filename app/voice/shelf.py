"""Where packets of one burst wait for their time, in its order, whatever order they come in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from app.voice.rtp import TIMESTAMP_BITS, Packet, unwrapped
from app.voice.wave import RATE_HZ

#: More than a second; who is further behind than that is not waited for.
_MOST_PACKETS = 64
_REMEMBERED = 256
#: A packet whose time is off by more is a mistake, or a talker that began anew; a second one of that time tells.
_STRAY_SAMPLES = 2 * RATE_HZ
#: Times that do not wrap are counted from here, so that none is below zero.
_ORIGIN = 1 << TIMESTAMP_BITS


class Fate(Enum):
    KEPT = auto()
    DUPLICATE = auto()
    STRAY = auto()


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a packet.

    Args:
        at: its time in samples, which does not wrap.
        has_restarted: the talker's time leapt, and all that waited is gone.
        pushed_out: how many had to go for it.
    """

    fate: Fate
    at: int = 0
    has_restarted: bool = False
    pushed_out: int = 0


class Shelf:
    """Packets by their time; at most 64, then the oldest goes."""

    def __init__(self) -> None:
        self._packets: dict[int, Packet] = {}
        self._seen: dict[int, None] = {}
        self._last: tuple[int, float] | None = None
        self._stray: tuple[int, float] | None = None

    def __len__(self) -> int:
        return len(self._packets)

    def __getitem__(self, at: int) -> Packet:
        return self._packets[at]

    @property
    def first(self) -> int | None:
        """The time of the oldest."""
        return min(self._packets) if self._packets else None

    def pop(self, at: int) -> Packet | None:
        return self._packets.pop(at, None)

    def place(self, packet: Packet, came_s: float) -> Placed:
        """Take a packet that came at ``came_s``."""
        if self._last is None:
            return self._keep(packet, packet.timestamp + _ORIGIN, came_s)
        expected = _expected(self._last, came_s)
        at = unwrapped(packet.timestamp, expected, TIMESTAMP_BITS)
        if abs(at - expected) > _STRAY_SAMPLES:
            return self._strayed(packet, came_s)
        if packet.sequence in self._seen:
            return Placed(Fate.DUPLICATE)
        return self._keep(packet, at, came_s)

    def _strayed(self, packet: Packet, came_s: float) -> Placed:
        stray, self._stray = self._stray, (packet.timestamp + _ORIGIN, came_s)
        if stray is None:
            return Placed(Fate.STRAY)
        expected = _expected(stray, came_s)
        at = unwrapped(packet.timestamp, expected, TIMESTAMP_BITS)
        if abs(at - expected) > _STRAY_SAMPLES:
            return Placed(Fate.STRAY)
        pushed_out = len(self._packets)
        self._packets.clear()
        self._seen.clear()
        self._last = None
        kept = self._keep(packet, packet.timestamp + _ORIGIN, came_s)
        return Placed(kept.fate, kept.at, has_restarted=True, pushed_out=pushed_out)

    def _keep(self, packet: Packet, at: int, came_s: float) -> Placed:
        self._stray = None
        if self._last is None or at > self._last[0]:
            self._last = (at, came_s)
        self._seen[packet.sequence] = None
        if len(self._seen) > _REMEMBERED:
            del self._seen[next(iter(self._seen))]
        if at in self._packets:
            return Placed(Fate.DUPLICATE)
        self._packets[at] = packet
        is_full = len(self._packets) > _MOST_PACKETS
        if is_full:
            del self._packets[min(self._packets)]
        return Placed(Fate.KEPT, at, pushed_out=int(is_full))


def _expected(known: tuple[int, float], now_s: float) -> int:
    """The time of a packet that comes now, after one that came with a known time."""
    at, came_s = known
    return at + int((now_s - came_s) * RATE_HZ)
