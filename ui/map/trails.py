"""Where chosen units came from: a ring of fixes a unit, the past asked for once, the present added as it arrives.

``desk://live/trails``, read by ``resources/map/src/trails.ts``; little-endian u32 throughout: magic ``WFT1``, how
many trails; then each trail: unit, number of points n, x[n], y[n] (web mercator × 2^32), age in seconds[n], oldest
first.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from functools import partial
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.domain.fixes import Fixes
from app.geo.mercator import to_world_u32
from app.picture.clock import Clock
from app.picture.fleet import Fleet

MAGIC = b"WFT1"
#: So many units have a trail at most; of a larger selection, the last chosen.
TRAIL_LIMIT = 20
#: A ring is trimmed when it is this much longer than what it must hold.
_SLACK = 256


class TrackSource(Protocol):
    """Where the past is asked for: the station's track door, or a recording."""

    def fetch(self, unit: int, from_ms: int, to_ms: int, deliver: Callable[[Fixes], None]) -> None:
        """Ask for a unit's fixes between two times (Unix ms), oldest first.

        Returns at once. ``deliver`` is called later, on the GUI thread, once; never when the past cannot be had.
        """
        ...


class Trails:
    """Rings of fixes of chosen units.

    Args:
        length_s: how far back a trail goes.
        on_past: called when the past of a unit has arrived.
    """

    def __init__(
        self,
        fleet: Fleet,
        clock: Clock,
        tracks: TrackSource,
        length_s: float,
        on_past: Callable[[], None] = lambda: None,
    ) -> None:
        self._fleet, self._clock, self._tracks, self._on_past = fleet, clock, tracks, on_past
        self._length_ms = round(length_s * 1000)
        self._rings: dict[int, Fixes] = {}
        #: Grows when there is something else to draw.
        self.version = 0

    def choose(self, units: Iterable[int]) -> None:
        """Keep trails of these units, of the last ``TRAIL_LIMIT`` if there are more."""
        wanted = tuple(units)[-TRAIL_LIMIT:]
        if set(wanted) == set(self._rings):
            return
        now_ms = self._clock.now_ms()
        kept = {unit: self._rings.get(unit) for unit in wanted}
        self._rings = {unit: Fixes.empty() if ring is None else ring for unit, ring in kept.items()}
        self.version += 1
        for unit in [unit for unit, ring in kept.items() if ring is None]:
            self._tracks.fetch(unit, now_ms - self._length_ms, now_ms, partial(self._take_past, unit))
        self.extend(wanted)

    def extend(self, moved: npt.ArrayLike) -> None:
        """Add the latest fix of these units, as far as they are chosen."""
        if not self._rings:
            return
        chosen = np.fromiter(self._rings, np.uint32)
        fixes = self._fleet.fixes()
        for unit in chosen[np.isin(chosen, moved)].tolist():
            self._add(unit, fixes.take(fixes.unit == unit))

    def encode(self) -> bytes:
        """All trails as the page takes them."""
        now_ms = self._clock.now_ms()
        parts = [MAGIC, struct.pack("<I", len(self._rings))]
        for unit, ring in self._rings.items():
            recent = ring.take(ring.at_ms > now_ms - self._length_ms)
            age_s = np.maximum(now_ms - recent.at_ms, 0) // 1000
            x, y = to_world_u32(recent.lon_e7 / 1e7, recent.lat_e7 / 1e7)
            parts.append(struct.pack("<II", unit, len(recent)))
            parts += [column.astype("<u4").tobytes() for column in (x, y, age_s)]
        return b"".join(parts)

    def _take_past(self, unit: int, past: Fixes) -> None:
        self._add(unit, past)
        self._on_past()

    def _add(self, unit: int, fixes: Fixes) -> None:
        ring = self._rings.get(unit)
        if ring is None or not len(fixes):
            return
        # The past arrives after the first fixes of the present, and they may overlap.
        joined = Fixes.concat([ring, fixes])
        _, order = np.unique(joined.at_ms, return_index=True)
        if len(order) == len(ring):
            return
        joined = joined.take(order)
        oldest_ms = self._clock.now_ms() - self._length_ms
        if np.searchsorted(joined.at_ms, oldest_ms) > _SLACK:
            joined = joined.take(joined.at_ms > oldest_ms)
        self._rings[unit] = joined
        self.version += 1
