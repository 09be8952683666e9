"""Tracks for the benchmark ``tracks``: real streets, and the errors that a phone's receiver makes.

Where a unit truly is comes from the demo city: the shortest ways on Helsinki's streets, speed limits, corners, red
lights, a short rest between two ways. What its phone says of it is worse:

* position: errors that wander (Ornstein-Uhlenbeck, 40 s) with a deviation of 2 to 6 m that itself drifts within
  minutes, and 0.2 m of jitter on top;
* speed and heading: of a velocity with 0.2 m/s of jitter each way on foot, 0.12 m/s in a vehicle; 0 and no heading
  while standing;
* accuracy: the deviation as the phone guesses it, 10 % too large, give or take 6 %, in decimetres;
* one fix in a hundred is missing; the battery loses a percent every five minutes; times are whole seconds.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from functools import cache

import numpy as np
import numpy.typing as npt

from app.domain.fixes import UNKNOWN, Fixes
from app.simulator.streets import Streets, Travel
from app.simulator.trip import STEP_S, Gait, Trip

Floats = npt.NDArray[np.float64]

#: A midnight, UTC.
MIDNIGHT_MS = 20_000 * 86_400_000

_STEPS_A_SECOND = round(1 / STEP_S)


def track(unit: int, travel: Travel, every_s: int, hours: float) -> Fixes:
    """What the phone of one unit reports from midnight on; the same for the same unit."""
    seconds = round(hours * 3600)
    noise = np.random.default_rng(unit)
    x, y = np.array(list(_places(unit, travel, seconds))).T
    speed, heading = _velocity(noise, x, y, travel)
    deviation = np.clip(4 + 1.2 * _wandering(noise, seconds, 300), 2, 6)
    x_said = x + deviation / math.sqrt(2) * _wandering(noise, seconds, 40) + noise.normal(0, 0.2, seconds)
    y_said = y + deviation / math.sqrt(2) * _wandering(noise, seconds, 40) + noise.normal(0, 0.2, seconds)
    accuracy = 1.1 * deviation * noise.normal(1, 0.06, seconds)

    said = np.flatnonzero((np.arange(seconds) % every_s == 0) & (noise.random(seconds) > 0.01))
    is_standing = speed[said] < 0.4
    lon_deg, lat_deg = _streets().plane.to_deg(0.0, 0.0)
    made = Fixes.zeros(len(said))
    made.unit[:] = unit
    made.at_ms[:] = MIDNIGHT_MS + said * 1000
    made.lon_e7[:] = np.rint((lon_deg + x_said[said] / (111_320 * math.cos(math.radians(lat_deg)))) * 1e7)
    made.lat_e7[:] = np.rint((lat_deg + y_said[said] / 111_320) * 1e7)
    made.speed_cmps[:] = np.where(is_standing, 0, np.rint(speed[said] * 100))
    made.heading_cdeg[:] = np.where(is_standing, UNKNOWN, np.rint(heading[said] * 100) % 36_000)
    made.accuracy_dm[:] = np.rint(accuracy[said] * 10)
    made.flags[:] = 100 - said // 300 % 80
    return made


@cache
def _streets() -> Streets:
    return Streets.load()


def _places(unit: int, travel: Travel, seconds: int) -> Iterator[tuple[float, float]]:
    """Where the unit truly is each second, (x, y) metres."""
    streets, chance = _streets(), random.Random(unit)
    drives = travel is Travel.VEHICLE
    gait = Gait(math.inf if drives else chance.uniform(1.2, 1.6), 1.5 if drives else 1.0, 2.0, drives)
    nodes = sorted(streets.arcs[travel])
    node, step, rest = chance.choice(nodes), 0, 0
    trip: Trip | None = None
    while step < seconds * _STEPS_A_SECOND:
        if rest:
            rest -= 1
        elif trip is None:
            trip = Trip(streets.path(node, chance.choice(nodes), travel), gait)
        else:
            trip.step(step * STEP_S)
            if trip.is_over:
                node, trip = trip.path.end, None
                rest = round(chance.uniform(10, 90) * _STEPS_A_SECOND)
        if step % _STEPS_A_SECOND == 0:
            yield streets.nodes[node] if trip is None else trip.path.place(trip.distance_m)
        step += 1


def _velocity(noise: np.random.Generator, x: Floats, y: Floats, travel: Travel) -> tuple[Floats, Floats]:
    """Speed in m/s and heading in degrees as the phone measures them."""
    jitter_mps = 0.12 if travel is Travel.VEHICLE else 0.2
    east = np.gradient(x) + noise.normal(0, jitter_mps, len(x))
    north = np.gradient(y) + noise.normal(0, jitter_mps, len(y))
    return np.hypot(east, north), np.degrees(np.arctan2(east, north)) % 360


def _wandering(noise: np.random.Generator, seconds: int, lasts_s: float) -> Floats:
    """An Ornstein-Uhlenbeck process of deviation 1, second by second."""
    kept = math.exp(-1 / lasts_s)
    pushes = noise.normal(0, math.sqrt(1 - kept * kept), seconds).tolist()
    made = np.empty(seconds)
    now = noise.normal()
    for i, push in enumerate(pushes):
        now = kept * now + push
        made[i] = now
    return made
