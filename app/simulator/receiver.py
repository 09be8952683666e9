"""A phone's receivers: what it knows of its place, and whether the network hears it."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from app.domain.unit import UnitStatus
from app.simulator.crew import Moment
from app.simulator.plane import Plane
from app.simulator.trip import STEP_S

#: How long an error of the position lasts: reflections change as one walks on.
_ERROR_LASTS_S = 60.0
#: The network is lost about this often, and for this long (least and most).
_LOSS_EVERY_S = 1_200.0
_LOSS_S = (25.0, 120.0)
#: From starting the app to its first fix; whole-second times included, the station knows of the duty by then.
_FIRST_FIX_S = 2.0
_CHARGE_BELOW = 0.15


@dataclass(frozen=True, slots=True)
class PhoneFix:
    """One fix as the phone has it.

    Args:
        at_s: simulated time.
        speed_mps, heading_deg: heading is None while standing, as phones have none then.
        battery: 0.0 to 1.0.
    """

    at_s: float
    lon_deg: float
    lat_deg: float
    speed_mps: float
    heading_deg: float | None
    accuracy_m: float
    battery: float


class Receiver:
    """Turns where a crew truly is into fixes, now and then; drawn from a seed of its own."""

    def __init__(self, plane: Plane, seed: str) -> None:
        self._plane = plane
        self._chance = chance = random.Random(seed)
        self._moving_every_s = chance.choice((1.0, 2.0, 3.0, 5.0))
        self._standing_every_s = chance.uniform(8.0, 14.0)
        self._next_s = _FIRST_FIX_S
        self._scatter_m = chance.uniform(1.4, 3.6)
        self._error_m = [chance.gauss(0.0, self._scatter_m) for _ in range(2)]
        self._lost_from_s = chance.expovariate(1 / _LOSS_EVERY_S)
        self._lost_until_s = self._lost_from_s + chance.uniform(*_LOSS_S)
        self._battery = chance.uniform(0.45, 1.0)
        self._drain_per_step = chance.uniform(0.06, 0.12) / 3600 * STEP_S
        self.has_network = True

    def hear(self, moment: Moment) -> PhoneFix | None:
        """The fix of this moment when it is time for one, never off duty. To be asked at every step, in order."""
        self._drift()
        self._lose_network(moment.at_s)
        self._drain()
        if moment.status is UnitStatus.OFF_DUTY:
            self.switch_on(moment.at_s)
            return None
        is_moving = moment.speed_mps > 0.3
        if is_moving:
            self._next_s = min(self._next_s, moment.at_s + self._moving_every_s)
        if moment.at_s < self._next_s:
            return None
        self._next_s = moment.at_s + (self._moving_every_s if is_moving else self._standing_every_s)
        return self._fix(moment, is_moving)

    def switch_on(self, at_s: float) -> None:
        """Report soon, as a phone does whose app was started at this simulated time."""
        self._next_s = at_s + _FIRST_FIX_S

    def _fix(self, moment: Moment, is_moving: bool) -> PhoneFix:
        x_m, y_m = (true + error for true, error in zip(moment.place, self._error_m, strict=True))
        lon_deg, lat_deg = self._plane.to_deg(x_m, y_m)
        heading_deg = None
        if is_moving and moment.heading_deg is not None:
            heading_deg = (moment.heading_deg + self._chance.gauss(0.0, 3.0)) % 360
        return PhoneFix(
            at_s=moment.at_s,
            lon_deg=lon_deg,
            lat_deg=lat_deg,
            speed_mps=max(0.0, moment.speed_mps + self._chance.gauss(0.0, 0.1)) if is_moving else 0.0,
            heading_deg=heading_deg,
            accuracy_m=max(2.0, self._scatter_m * self._chance.uniform(1.2, 1.9)),
            battery=self._battery,
        )

    def _drift(self) -> None:
        # Ornstein-Uhlenbeck: errors of satellite fixes wander, they do not jump from one fix to the next.
        kept = math.exp(-STEP_S / _ERROR_LASTS_S)
        push_m = self._scatter_m * math.sqrt(1 - kept**2)
        self._error_m = [error * kept + self._chance.gauss(0.0, push_m) for error in self._error_m]

    def _lose_network(self, now_s: float) -> None:
        if now_s >= self._lost_until_s:
            self._lost_from_s = now_s + self._chance.expovariate(1 / _LOSS_EVERY_S)
            self._lost_until_s = self._lost_from_s + self._chance.uniform(*_LOSS_S)
        self.has_network = not self._lost_from_s <= now_s < self._lost_until_s

    def _drain(self) -> None:
        self._battery -= self._drain_per_step
        if self._battery < _CHARGE_BELOW:
            self._battery = self._chance.uniform(0.85, 1.0)
