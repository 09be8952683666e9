"""A trip: going along a path as a person or a driver does, step by step."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from app.simulator.path import Path

#: Simulated time goes in steps of this, whatever the clock does: that is what makes a run repeat.
STEP_S = 0.5

_LIGHT_CYCLE_S = 60.0
_RED_S = 24.0
#: Lights this near to one another are one junction's and change together.
_JUNCTION_M = 50.0
_STOP_LINE_M = 3.0
#: A driver who would have to brake harder than this many times the usual goes through.
_TOO_LATE = 1.5


@dataclass(frozen=True, slots=True)
class Gait:
    """How somebody gets along.

    Args:
        top_mps: own top speed; a street's limit may be lower.
        speed_up_mps2, brake_mps2: usual acceleration and braking.
        drives: keeps limits, slows at corners, stops at red lights.
    """

    top_mps: float
    speed_up_mps2: float
    brake_mps2: float
    drives: bool


class Trip:
    """One way along a path, from standing to standing."""

    def __init__(self, path: Path, gait: Gait) -> None:
        self.path, self._gait = path, gait
        self.distance_m = 0.0
        self.speed_mps = 0.0
        limits = path.limits_mps if gait.drives else (math.inf,) * len(path.limits_mps)
        self._leg_mps = tuple(min(gait.top_mps, limit) for limit in limits)
        self._corner_mps = self._slowed()

    @property
    def is_over(self) -> bool:
        return self.distance_m >= self.path.length_m

    def step(self, now_s: float) -> None:
        """Go on for ``STEP_S``; ``now_s`` decides the colour of the lights."""
        stop_m = self._stop_line_m(now_s) if self._gait.drives else None
        end_m = self.path.length_m if stop_m is None else stop_m
        self.distance_m = min(self.distance_m + self.speed_mps * STEP_S, end_m)
        wanted_mps = min(self.speed_mps + self._gait.speed_up_mps2 * STEP_S, self._safe_mps(self.distance_m))
        if stop_m is not None:
            wanted_mps = min(wanted_mps, self._braking_mps(0.0, stop_m - self.distance_m))
        self.speed_mps = 0.0 if self.is_over else wanted_mps
        if stop_m is None and not self.is_over and self.speed_mps * STEP_S < 0.01:
            # Braking by the square root of what is left never quite arrives.
            self.distance_m = self.path.length_m

    def _slowed(self) -> tuple[float, ...]:
        """The speed at each corner from which all that follows can still be done; 0 at the end."""
        corners = range(len(self.path.corners))
        allowed = [self._round_mps(corner) for corner in corners]
        allowed[-1] = 0.0
        lengths_m = [end - start for start, end in pairwise(self.path.at_m)]
        for corner in reversed(corners[:-1]):
            allowed[corner] = min(allowed[corner], self._braking_mps(allowed[corner + 1], lengths_m[corner]))
        return tuple(allowed)

    def _round_mps(self, corner: int) -> float:
        beside = self._leg_mps[max(0, corner - 1) : corner + 1]
        speed_mps = min(beside, default=0.0)
        if self._gait.drives:
            speed_mps = min(speed_mps, max(3.0, 14.0 * (1 - self.path.turn_deg(corner) / 100)))
        return speed_mps

    def _safe_mps(self, distance_m: float) -> float:
        if not self._leg_mps:
            return 0.0
        leg = self.path.leg(distance_m)
        return min(
            self._leg_mps[leg],
            self._braking_mps(self._corner_mps[leg + 1], self.path.at_m[leg + 1] - distance_m),
        )

    def _braking_mps(self, end_mps: float, length_m: float) -> float:
        return math.sqrt(end_mps**2 + 2 * self._gait.brake_mps2 * max(0.0, length_m))

    def _stop_line_m(self, now_s: float) -> float | None:
        """Where to stop for the next red light; None when there is none or when it is too late to stop."""
        farthest_m = self.distance_m + self.speed_mps**2 / self._gait.brake_mps2 + 20.0
        for corner in range(self.path.leg(self.distance_m), len(self.path.corners)):
            line_m = self.path.at_m[corner] - _STOP_LINE_M
            if line_m > farthest_m:
                return None
            left_m = line_m - self.distance_m
            if not self.path.lights[corner] or left_m < 0 or not _is_red(self.path.corners[corner], now_s):
                continue
            if self.speed_mps**2 <= 2 * _TOO_LATE * self._gait.brake_mps2 * left_m or self.speed_mps == 0.0:
                return line_m
        return None


def _is_red(place: tuple[float, float], now_s: float) -> bool:
    column, row = round(place[0] / _JUNCTION_M), round(place[1] / _JUNCTION_M)
    offset_s = (column * 37 + row * 23) % _LIGHT_CYCLE_S
    return (now_s + offset_s) % _LIGHT_CYCLE_S < _RED_S
