"""How a walker and a driver get along a path."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.simulator.path import Path
from app.simulator.streets import Streets, Travel
from app.simulator.trip import STEP_S, Gait, Trip

WALKER = Gait(top_mps=1.4, speed_up_mps2=1.0, brake_mps2=1.5, drives=False)
DRIVER = Gait(top_mps=math.inf, speed_up_mps2=1.5, brake_mps2=2.0, drives=True)


def straight(length_m: float, limit_mps: float = 30 / 3.6, light_at_m: float | None = None) -> Path:
    at_m = [0.0, length_m] if light_at_m is None else [0.0, light_at_m, length_m]
    lights = [at == light_at_m for at in at_m]
    return Path.of([(0.0, at) for at in at_m], [limit_mps] * (len(at_m) - 1), lights, end=1)


def ride(trip: Trip, begin_s: float = 0.0) -> list[tuple[float, float]]:
    """(distance, speed) after each step, to the end."""
    seen: list[tuple[float, float]] = []
    while not trip.is_over:
        assert len(seen) < 10_000, "it never arrives"
        trip.step(begin_s + len(seen) * STEP_S)
        seen.append((trip.distance_m, trip.speed_mps))
    return seen


def test_a_walk_takes_as_long_as_its_pace_says() -> None:
    steps = len(ride(Trip(straight(280.0), WALKER)))
    assert steps * STEP_S == pytest.approx(280 / 1.4, rel=0.03)


def test_it_ends_standing_at_the_very_end() -> None:
    for gait in (WALKER, DRIVER):
        assert ride(Trip(straight(100.0), gait))[-1] == (100.0, 0.0)


def test_a_path_that_leads_nowhere_is_over_at_once() -> None:
    assert Trip(Path.of([(0.0, 0.0)], [], [False], end=1), DRIVER).is_over


def test_a_driver_slows_for_a_corner() -> None:
    path = Path.of([(0, 0), (0, 100), (100, 100)], [14.0, 14.0], [False] * 3, end=1)
    seen = ride(Trip(path, DRIVER))
    at_corner_mps = min(speed for distance, speed in seen if 95 <= distance <= 105)
    assert at_corner_mps <= 4.0
    assert max(speed for distance, speed in seen if distance < 60) > 8.0


def test_a_driver_has_slowed_before_a_lower_limit_begins() -> None:
    path = Path.of([(0, 0), (0, 200), (0, 400)], [50 / 3.6, 20 / 3.6], [False] * 3, end=1)
    assert max(speed for distance, speed in ride(Trip(path, DRIVER)) if distance > 200) <= 20 / 3.6


@pytest.mark.parametrize("begin_s", range(0, 60, 5))
def test_a_driver_stands_at_a_red_light_and_never_in_the_junction(begin_s: int) -> None:
    seen = ride(Trip(straight(200.0, light_at_m=100.0), DRIVER), begin_s)
    stood = [distance for distance, speed in seen[:-1] if speed == 0.0]
    assert all(distance == pytest.approx(97.0, abs=0.5) for distance in stood)


def test_a_light_is_red_for_some_and_green_for_others() -> None:
    times = {len(ride(Trip(straight(200.0, light_at_m=100.0), DRIVER), begin_s)) for begin_s in range(0, 60, 5)}
    assert max(times) - min(times) > 10 / STEP_S


def test_a_walker_does_not_wait_for_the_cars_lights() -> None:
    steps = {len(ride(Trip(straight(50.0, light_at_m=25.0), WALKER), begin_s)) for begin_s in range(0, 60, 10)}
    assert len(steps) == 1


@given(data=st.data())
def test_nobody_is_faster_than_the_street_or_brakes_like_hitting_a_wall(
    streets: Streets, data: st.DataObject
) -> None:
    travel = data.draw(st.sampled_from(list(Travel)))
    gait = WALKER if travel is Travel.FOOT else DRIVER
    nodes = sorted(streets.arcs[travel])
    start, end = data.draw(st.sampled_from(nodes)), data.draw(st.sampled_from(nodes))
    trip = Trip(streets.path(start, end, travel), gait)
    before_m, before_mps = 0.0, 0.0
    for distance_m, speed_mps in ride(trip, data.draw(st.floats(0, 60))):
        limit_mps = trip.path.limits_mps[trip.path.leg(distance_m)] if trip.path.limits_mps else 0.0
        assert speed_mps <= min(gait.top_mps, limit_mps) + 1e-6
        assert 0 <= distance_m - before_m <= before_mps * STEP_S + 0.01
        if distance_m < trip.path.length_m:
            assert (speed_mps - before_mps) / STEP_S > -3 * gait.brake_mps2
        before_m, before_mps = distance_m, speed_mps
