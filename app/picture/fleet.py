"""The fleet: live columns of all units' latest fixes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from app.domain.fixes import BATTERY_MASK, BATTERY_UNKNOWN, FLAG_STATION_TIME, UNKNOWN, Fixes

_COLUMNS = tuple(field.name for field in fields(Fixes))


@dataclass(frozen=True, slots=True)
class LatestFix:
    """One unit's latest fix in plain units; None where the device did not say."""

    at_ms: int
    lon_deg: float
    lat_deg: float
    speed_mps: float | None
    heading_deg: float | None
    accuracy_m: float | None
    battery: float | None
    is_station_time: bool


class Fleet:
    """One row a unit, in no particular order; rows move when a unit is dropped.

    ``version`` grows with every change: what was drawn at the same version need not be drawn again.
    """

    def __init__(self) -> None:
        self.version = 0
        self._count = 0
        self._columns = Fixes.zeros(64)
        self._row_of = np.full(64, -1, np.int32)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, unit: int) -> bool:
        return self._row(unit) >= 0

    def fixes(self) -> Fixes:
        """All rows, as views that the next ``apply`` or ``drop`` overwrites."""
        return self._columns.take(slice(0, self._count))

    def of(self, unit: int) -> LatestFix | None:
        row = self._row(unit)
        if row < 0:
            return None
        columns = self._columns
        battery = int(columns.flags[row]) & BATTERY_MASK
        return LatestFix(
            at_ms=int(columns.at_ms[row]),
            lon_deg=float(columns.lon_e7[row]) / 1e7,
            lat_deg=float(columns.lat_e7[row]) / 1e7,
            speed_mps=_known(int(columns.speed_cmps[row]), 100),
            heading_deg=_known(int(columns.heading_cdeg[row]), 100),
            accuracy_m=_known(int(columns.accuracy_dm[row]), 10),
            battery=None if battery == BATTERY_UNKNOWN else battery / 100,
            is_station_time=bool(int(columns.flags[row]) & FLAG_STATION_TIME),
        )

    def ages_s(self, units: npt.NDArray[np.uint32], now_ms: int) -> npt.NDArray[np.float64]:
        """Age of each of these units' fixes in seconds, not below 0; NaN where a unit has none."""
        rows = self._rows(units)
        ages: npt.NDArray[np.float64] = np.maximum(now_ms - self._columns.at_ms[rows], 0) / 1000.0
        ages[rows < 0] = np.nan
        return ages

    def apply(self, fixes: Fixes) -> npt.NDArray[np.uint32]:
        """Take over what is not older than what is held. Returns the units that changed."""
        if not len(fixes):
            return np.empty(0, np.uint32)
        # A merged batch has each unit once, in order: then nothing need be sorted, which is most of the work.
        is_merged = bool((fixes.unit[1:] > fixes.unit[:-1]).all())
        if not is_merged:
            # In order of time, so that of two fixes of one unit the newer is written last.
            fixes = fixes.take(np.argsort(fixes.at_ms, kind="stable"))
        self._add(fixes.unit if is_merged else np.unique(fixes.unit))
        rows = self._row_of[fixes.unit]
        newer = fixes.at_ms >= self._columns.at_ms[rows]
        if not newer.all():
            fixes, rows = fixes.take(newer), rows[newer]
        for name in _COLUMNS:
            getattr(self._columns, name)[rows] = getattr(fixes, name)
        self.version += 1
        return fixes.unit.copy() if is_merged else np.unique(fixes.unit)

    def drop(self, units: Iterable[int]) -> None:
        """Forget these units' fixes; those that have none are passed over."""
        for unit in units:
            row = self._row(unit)
            if row < 0:
                continue
            last = self._count - 1
            for name in _COLUMNS:
                column = getattr(self._columns, name)
                column[row] = column[last]
            self._row_of[self._columns.unit[row]] = row
            self._row_of[unit] = -1
            self._count = last
            self.version += 1

    def clear(self) -> None:
        self._row_of[:] = -1
        self._count = 0
        self.version += 1

    def _row(self, unit: int) -> int:
        return int(self._row_of[unit]) if 0 <= unit < len(self._row_of) else -1

    def _rows(self, units: npt.NDArray[np.uint32]) -> npt.NDArray[np.int32]:
        within = units < len(self._row_of)
        return np.where(within, self._row_of[np.where(within, units, 0)], -1)

    def _add(self, units: npt.NDArray[np.uint32]) -> None:
        highest = int(units[-1])
        if highest >= len(self._row_of):
            grown = np.full(max(highest + 1, 2 * len(self._row_of)), -1, np.int32)
            grown[: len(self._row_of)] = self._row_of
            self._row_of = grown
        new = units[self._row_of[units] < 0]
        needed = self._count + len(new)
        if needed > len(self._columns):
            spare = Fixes.zeros(max(needed, 2 * len(self._columns)) - len(self._columns))
            self._columns = Fixes.concat([self._columns, spare])
        rows = np.arange(self._count, needed, dtype=np.int32)
        self._row_of[new] = rows
        self._columns.unit[rows] = new
        self._columns.at_ms[rows] = np.iinfo(np.int64).min
        self._count = needed


def _known(value: int, scale: int) -> float | None:
    return None if value == UNKNOWN else value / scale
