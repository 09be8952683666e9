"""What terminals have sent before: tells a retry and a replay from news.

A phone is a queue: what it was not told to have arrived it sends again, and nothing newer before that. So what was
in a sender's last message may come again (a retry); anything older that comes again is a replay.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.domain.fixes import Fixes
from app.station.columns import NO_PLACE, NO_TIME

#: 2^20 reports, 16 MB: ten minutes of 1,500 a second. Older ones are asked of the track store.
_SLOTS = 1 << 20
#: How many rows of a message are asked for at most; a replay shows in the first ones.
_MAX_ASKED = 64
#: An honest queue that got stuck behind a replay (an SOS that overtook it) is let go after this many refusals.
_PATIENCE = 5
_AHEAD_MS = 30_000
_UNKNOWN = 2**62
_SHIFT = np.uint64(29)

_Mask = npt.NDArray[np.bool_]


class Stored(Protocol):
    def has(self, unit: int, at_ms: int, lon_e7: int, lat_e7: int) -> bool:
        """Whether the track of the unit holds a fix of that time and place, as exactly as it keeps them."""
        ...


@dataclass(frozen=True, slots=True)
class Sifted:
    """``is_new``: which rows were not sent before. ``is_replay``: none was, and some are of an older message."""

    is_new: _Mask
    is_replay: bool


@dataclass(slots=True)
class _Sender:
    message: int = 0
    refusals: int = 0


class Repeats:
    """A table of digests that all senders share: a new one overwrites what shares its slot, so memory is bounded.

    The digest is keyed at random, so nobody can prepare two reports that share one.
    """

    def __init__(self, stored: Stored) -> None:
        self._stored = stored
        self._digests = np.zeros(_SLOTS, np.uint64)
        self._messages = np.zeros(_SLOTS, np.int64)
        self._newest = np.full(256, _UNKNOWN, np.int64)
        self._senders: dict[int, _Sender] = {}
        self._count = 0
        self._keys = np.array([secrets.randbits(64) | 1 for _ in range(4)], np.uint64)

    def sift(self, sender: int, fixes: Fixes, now_ms: int) -> Sifted:
        """Tell the new rows of a message and remember them.

        Reports without a time cannot be told apart and count as new.

        Args:
            sender: number of the terminal that sent the message.
            fixes: with the devices' own times.
        """
        self._grow(int(fixes.unit.max(initial=0)))
        digests = self._digest(fixes)
        slots = (digests & np.uint64(_SLOTS - 1)).astype(np.int64)
        is_timed = fixes.at_ms != NO_TIME
        is_seen = (self._digests[slots] == digests) & is_timed
        last = self._senders.setdefault(sender, _Sender())
        is_old = is_seen & (self._messages[slots] != last.message)
        newest = self._newest[fixes.unit]
        is_doubtful = is_timed & ~is_seen & (fixes.at_ms <= newest)
        if np.count_nonzero(is_doubtful):
            was_stored = self._ask(fixes, is_doubtful)
            is_seen |= was_stored
            # As new as the newest, or no newest known since the start: the last message, for all we know.
            is_old |= was_stored & (fixes.at_ms < newest) & (newest != _UNKNOWN)
        is_new = ~is_seen
        if np.count_nonzero(is_new):
            self._remember(last, fixes, digests, slots, is_timed, now_ms)
            return Sifted(is_new, False)
        if not is_old.any() or last.refusals >= _PATIENCE:
            last.refusals = 0
            return Sifted(is_new, False)
        last.refusals += 1
        return Sifted(is_new, True)

    def restore(self, fixes: Fixes) -> None:
        """The newest fix of units that the station knew before it was started."""
        self._grow(int(fixes.unit.max(initial=0)))
        self._newest[fixes.unit] = fixes.at_ms

    def _remember(
        self,
        sender: _Sender,
        fixes: Fixes,
        digests: npt.NDArray[np.uint64],
        slots: npt.NDArray[np.int64],
        is_timed: _Mask,
        now_ms: int,
    ) -> None:
        self._count += 1
        sender.message, sender.refusals = self._count, 0
        self._digests[slots[is_timed]] = digests[is_timed]
        self._messages[slots[is_timed]] = self._count
        # A clock that runs ahead must not make everything after it doubtful.
        counts = is_timed & (fixes.at_ms <= now_ms + _AHEAD_MS)
        units, at_ms = fixes.unit[counts], fixes.at_ms[counts]
        self._newest[units[self._newest[units] == _UNKNOWN]] = NO_TIME
        np.maximum.at(self._newest, units, at_ms)

    def _ask(self, fixes: Fixes, is_doubtful: _Mask) -> _Mask:
        was_stored = np.zeros(len(fixes), np.bool_)
        for row in np.flatnonzero(is_doubtful)[:_MAX_ASKED].tolist():
            if fixes.lon_e7[row] != NO_PLACE:
                was_stored[row] = self._stored.has(
                    int(fixes.unit[row]), int(fixes.at_ms[row]), int(fixes.lon_e7[row]), int(fixes.lat_e7[row])
                )
        return was_stored

    def _digest(self, fixes: Fixes) -> npt.NDArray[np.uint64]:
        """64 bits of unit, time and place: a keyed multiply and xor-shift each."""
        place = (fixes.lon_e7.astype(np.int64) << 32) + fixes.lat_e7
        mixed = fixes.unit * self._keys[0]
        for key, column in ((self._keys[1], fixes.at_ms), (self._keys[2], place)):
            mixed ^= column.astype(np.uint64)
            mixed *= key
            mixed ^= mixed >> _SHIFT
        digests: npt.NDArray[np.uint64] = mixed * self._keys[3]
        return digests

    def _grow(self, highest: int) -> None:
        missing = highest + 1 - len(self._newest)
        if missing > 0:
            self._newest = np.concatenate(
                [self._newest, np.full(max(missing, len(self._newest)), _UNKNOWN, np.int64)]
            )
