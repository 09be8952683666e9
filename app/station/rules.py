"""Sane fixes only: what of a device's fixes is shown, what only goes into the track, what waits, what is dropped.

The rules, first that fits wins. Times are milliseconds, ``now`` is the station's clock, "shown" is what the unit
last showed.

* *nowhere*: outside of the globe, or 0° N 0° E, which is how devices write "no fix". Dropped.
* *before duty*: taken before the unit's duty began. A unit off duty has no position, so dropped.
* *duplicate*: the time and the place that are shown already. Dropped; the age goes on growing.
* *late*: older than what is shown: a phone empties its buffer, or the network overtook. Kept for the track only.
* *coarse*: known no better than a kilometre while something better than that is still fresh. Kept.
* *jump*: farther from the shown place than 120 m/s and both accuracies explain. Held; the next fix near it
  confirms that the unit has moved (*moved*: shown), a fix near the shown place makes it an outlier nobody sees.
* *clock*: the device's time is missing, more than 30 s in the future, before 2024 (a clock that was never set), or
  has kept a lag of more than a minute for a minute at the pace of the station's clock (a buffer that is being
  emptied catches up, a wrong clock does not). The station's time stands in, the fix is shown and flagged.
* *sane*: everything else. Shown. Up to 30 s of future is ordinary skew and becomes now.

A time that stood in never orders later fixes: once the clock is right again, its first fix shows. So whatever came
before, at most two sane fixes later the unit shows its place; on the lane its times never go back.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.domain.fixes import BATTERY_MASK, BATTERY_UNKNOWN, FLAG_STATION_TIME, UNKNOWN, Fixes
from app.station.ruling import Judged, Ruling

AHEAD_MS = 30_000
#: 2024-01-01. Nothing was buffered for us before; a clock that says so was reset (1970, 1980, 2000) or lost a GPS
#: week epoch. Less than that is taken for a buffer: what a phone saw last month must not show as now.
ANCIENT_BEFORE_MS = 1_704_067_200_000
#: A lag beyond this is a buffer or a wrong clock; also when the shown fix is stale (``app.picture.freshness``).
BEHIND_MS = 60_000
#: A wrong clock keeps its lag this long, this exactly, over this many fixes.
PACE_MS, PACE_TOLERANCE_MS, PACE_FIXES = 60_000, 10_000, 3
#: Faster than any helicopter a patrol could borrow.
FASTEST_MPS = 120.0
COARSE_DM = 10_000
#: Taken for an accuracy that the device did not say, and added to every jump: what a fix strays within one second.
UNSAID_DM, SLACK_M = 1_000, 50.0

_E7_M = 0.011_131_949  # metres in 1e-7 degree of latitude: 6,378,137 m × π / 180 / 1e7
_E7_RAD = np.pi / 180 / 1e7
_HALF_TURN_E7 = 1_800_000_000
NEVER = -(2**62)

# As plain numbers: numpy takes three times as long to compare with an enum's member.
_SANE, _CLOCK, _MOVED, _LATE, _COARSE, _JUMP, _DUPLICATE, _BEFORE_DUTY, _NOWHERE = (int(r) for r in Ruling)

# Columns of the state, one row a unit.
AT, _LON, _LAT, _BLUR, _RAW, _ORDER, _SPEED, _HEADING, _ACCURACY, FLAGS = range(10)
_HELD_AT, _HELD_LON, _HELD_LAT, _HELD_BLUR, _RUN_FIXES, _RUN_NOW, _RUN_RAW = range(10, 17)
BLANK = np.zeros(17, np.int64)
BLANK[[AT, _RAW, _ORDER, _HELD_AT]] = NEVER

Ints = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


class Rows:
    """Rows under judgement: the columns that the rules read, widened so that differences fit."""

    __slots__ = (
        "at",
        "battery",
        "blur",
        "fixes",
        "heading",
        "is_nowhere",
        "is_wrong",
        "lat",
        "lon",
        "now",
        "raw",
        "rulings",
        "since",
        "unit",
    )

    def __init__(self, fixes: Fixes, since_ms: Ints, now_ms: int) -> None:
        self.fixes, self.since, self.now = fixes, since_ms, now_ms
        self.unit, self.raw = fixes.unit, fixes.at_ms
        self.lon, self.lat = fixes.lon_e7.astype(np.int64), fixes.lat_e7.astype(np.int64)
        said = fixes.accuracy_dm.astype(np.int64)
        self.blur = np.where(said == UNKNOWN, UNSAID_DM, np.minimum(said, COARSE_DM + 1))
        # Of what a sender says only this is its to say; codes beyond the range are "unknown" in its own words.
        self.heading = np.where(fixes.heading_cdeg < 36000, fixes.heading_cdeg, np.uint16(UNKNOWN))
        battery = fixes.flags & BATTERY_MASK
        self.battery = np.where(battery <= 100, battery, np.uint16(BATTERY_UNKNOWN))
        self.is_wrong: _Mask = (self.raw > now_ms + AHEAD_MS) | (self.raw < ANCIENT_BEFORE_MS)
        self.at: Ints = np.where(self.is_wrong, now_ms, np.minimum(self.raw, now_ms))
        # What no turn rules on is older than ``TURNS`` others of its unit in the same batch.
        self.rulings = np.full(len(fixes), _LATE, np.uint8)
        self.rulings[self.at < since_ms] = _BEFORE_DUTY
        self.is_nowhere: _Mask = ((self.lon | self.lat) == 0) | (np.abs(self.lon) > _HALF_TURN_E7)
        self.is_nowhere |= np.abs(self.lat) > _HALF_TURN_E7 // 2
        self.rulings[self.is_nowhere] = _NOWHERE

    @classmethod
    def restored(cls, fixes: Fixes) -> Rows:
        """Rows that were shown already, with the times that they were shown with."""
        rows = cls(fixes, np.full(len(fixes), NEVER, np.int64), NEVER)
        rows.at = fixes.at_ms.astype(np.int64)
        rows.is_wrong = fixes.flags & FLAG_STATION_TIME != 0
        return rows

    def take(self, where: npt.NDArray[np.intp]) -> Rows:
        return Rows(self.fixes.take(where), self.since[where], self.now)

    def put(self, where: npt.NDArray[np.intp], part: Rows) -> None:
        self.rulings[where], self.at[where], self.is_wrong[where] = part.rulings, part.at, part.is_wrong

    def rule(self, state: Ints) -> None:
        """Rule on one row a unit.

        Args:
            state: what is remembered of these rows' units, row by row; written to.
        """
        past = state[:, AT] < self.since
        if np.count_nonzero(past):
            # Shown during an earlier duty. The pace of the device's clock is still worth knowing.
            state[past, :_RUN_FIXES] = BLANK[:_RUN_FIXES]
        self._check_pace(state)
        self._decide(state)
        shown = self.rulings <= _MOVED
        if np.count_nonzero(shown) == len(shown):
            self.write_shown(state)
            return
        written = state.copy()
        self.write_shown(written)
        state[shown] = written[shown]
        held = self.rulings == _JUMP
        for column, value in (
            (_HELD_AT, self.at),
            (_HELD_LON, self.lon),
            (_HELD_LAT, self.lat),
            (_HELD_BLUR, self.blur),
        ):
            state[held, column] = value[held]

    def _check_pace(self, state: Ints) -> None:
        """Find clocks that keep a lag, and count on in ``state``."""
        behind = ~self.is_wrong & (self.raw < self.now - BEHIND_MS)
        if not np.count_nonzero(behind):
            state[:, _RUN_FIXES] = 0
            return
        elapsed = self.now - state[:, _RUN_NOW]
        drift = np.abs(self.raw - state[:, _RUN_RAW] - elapsed)
        is_run = behind & (state[:, _RUN_FIXES] > 0) & (drift <= PACE_TOLERANCE_MS)
        fixes = np.where(is_run, state[:, _RUN_FIXES] + 1, behind)
        state[:, _RUN_FIXES] = fixes
        state[:, _RUN_NOW] = np.where(is_run, state[:, _RUN_NOW], self.now)
        state[:, _RUN_RAW] = np.where(is_run, state[:, _RUN_RAW], self.raw)
        is_slow = is_run & (fixes >= PACE_FIXES) & (elapsed >= PACE_MS)
        self.is_wrong |= is_slow
        self.at[is_slow] = self.now

    def _decide(self, state: Ints) -> None:
        shown_at = state[:, AT]
        is_early = self.at < self.since
        is_late = ~self.is_wrong & (
            (self.at < state[:, _ORDER]) | ((self.at < shown_at) & (self.raw < self.now - BEHIND_MS))
        )
        # A time that stood in may be ahead of the first right one after it; on the lane times do not go back.
        lifted = np.maximum(self.at, shown_at)
        is_coarse = (self.blur > COARSE_DM) & (state[:, _BLUR] <= COARSE_DM) & (lifted - shown_at < BEHIND_MS)
        is_same_place = (self.lon == state[:, _LON]) & (self.lat == state[:, _LAT])
        is_far = self._is_far(lifted - shown_at, state, _LON, _LAT, _BLUR)
        self.rulings = self.is_wrong.astype(np.uint8)
        if np.count_nonzero(is_far):
            held_at = state[:, _HELD_AT]
            is_confirmed = ~self._is_far(lifted - held_at, state, _HELD_LON, _HELD_LAT, _HELD_BLUR)
            is_confirmed &= held_at != NEVER
            self.rulings[is_far] = np.where(is_confirmed, _MOVED, _JUMP)[is_far]
        self.rulings[is_coarse] = _COARSE
        self.rulings[is_late] = _LATE
        self.rulings[is_same_place & (self.raw == state[:, _RAW])] = _DUPLICATE
        self.rulings[is_early] = _BEFORE_DUTY
        self.rulings[self.is_nowhere] = _NOWHERE
        self.at = np.where(self.rulings <= _MOVED, lifted, self.at)

    def _is_far(self, elapsed_ms: Ints, state: Ints, lon: int, lat: int, blur: int) -> _Mask:
        """Whether even the fastest could not have come from there. Flat earth: it is a threshold, not a length."""
        north = self.lat - state[:, lat]
        east = (self.lon - state[:, lon] + _HALF_TURN_E7) % (2 * _HALF_TURN_E7) - _HALF_TURN_E7
        east_m = east * np.cos(self.lat * _E7_RAD) * _E7_M
        distance_m = np.hypot(north * _E7_M, east_m)
        reach_m = elapsed_ms * (FASTEST_MPS / 1000) + (self.blur + state[:, blur]) * 0.1 + SLACK_M
        far: _Mask = distance_m > reach_m
        return far

    def write_shown(self, state: Ints) -> None:
        """These rows are what their units show from now on."""
        state[:, AT], state[:, _LON], state[:, _LAT], state[:, _BLUR] = self.at, self.lon, self.lat, self.blur
        # A missing time is no time to compare with.
        state[:, _RAW] = np.maximum(self.raw, NEVER)
        state[:, _ORDER] = np.where(self.is_wrong, state[:, _ORDER], self.at)
        state[:, _SPEED], state[:, _HEADING] = self.fixes.speed_cmps, self.heading
        state[:, _ACCURACY], state[:, FLAGS] = self.fixes.accuracy_dm, self.flags()
        state[:, _HELD_AT] = NEVER

    def judged(self) -> Judged:
        fixes = self.fixes
        return Judged(
            Fixes(
                unit=fixes.unit,
                at_ms=self.at,
                lon_e7=fixes.lon_e7,
                lat_e7=fixes.lat_e7,
                speed_cmps=fixes.speed_cmps,
                heading_cdeg=self.heading,
                accuracy_dm=fixes.accuracy_dm,
                flags=self.flags(),
            ),
            self.rulings,
        )

    def flags(self) -> npt.NDArray[np.uint16]:
        flags: npt.NDArray[np.uint16] = self.battery | self.is_wrong * np.uint16(FLAG_STATION_TIME)
        return flags


def shown_of(unit: npt.NDArray[np.uint32], state: Ints) -> Fixes:
    """What these units show, from their state."""
    return Fixes(
        unit=unit,
        at_ms=state[:, AT].copy(),
        lon_e7=state[:, _LON].astype(np.int32),
        lat_e7=state[:, _LAT].astype(np.int32),
        speed_cmps=state[:, _SPEED].astype(np.uint16),
        heading_cdeg=state[:, _HEADING].astype(np.uint16),
        accuracy_dm=state[:, _ACCURACY].astype(np.uint16),
        flags=state[:, FLAGS].astype(np.uint16),
    )
