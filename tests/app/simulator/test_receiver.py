"""A phone's fixes: how far off, how often, and when nobody hears it."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from app.domain.unit import UnitStatus
from app.simulator.crew import Moment
from app.simulator.plane import Plane
from app.simulator.receiver import PhoneFix, Receiver
from app.simulator.trip import STEP_S

PLANE = Plane.at(24.944, 60.1716)
SEEDS = [f"{i}" for i in range(12)]


def heard(
    seed: str, speed_mps: float, until_s: float, status: UnitStatus = UnitStatus.AVAILABLE
) -> tuple[list[PhoneFix], list[bool]]:
    """The fixes of a phone that goes north at this speed, and whether it had a network at each step."""
    receiver = Receiver(PLANE, seed)
    fixes: list[PhoneFix] = []
    network: list[bool] = []
    for step in range(1, int(until_s / STEP_S) + 1):
        at_s = step * STEP_S
        fix = receiver.hear(Moment(at_s, (0.0, speed_mps * at_s), speed_mps, 0.0, status))
        fixes += [fix] if fix else []
        network.append(receiver.has_network)
    return fixes, network


def errors_m(fixes: list[PhoneFix], speed_mps: float) -> list[tuple[float, float]]:
    placed = [(fix, PLANE.to_m(fix.lon_deg, fix.lat_deg)) for fix in fixes]
    return [(x, y - speed_mps * fix.at_s) for fix, (x, y) in placed]


@pytest.mark.parametrize("seed", SEEDS)
def test_it_reports_every_few_seconds_while_moving(seed: str) -> None:
    fixes, _ = heard(seed, 1.4, 600.0)
    every_s = {after.at_s - before.at_s for before, after in pairwise(fixes)}
    assert len(every_s) == 1
    assert 1.0 <= every_s.pop() <= 5.0


@pytest.mark.parametrize("seed", SEEDS)
def test_it_reports_less_often_while_standing_but_is_not_forgotten(seed: str) -> None:
    fixes, _ = heard(seed, 0.0, 600.0)
    assert all(7.5 <= after.at_s - before.at_s < 15.0 for before, after in pairwise(fixes))


@pytest.mark.parametrize("seed", SEEDS)
def test_it_reports_at_once_when_it_sets_off(seed: str) -> None:
    receiver = Receiver(PLANE, seed)
    for step in range(1, 200):
        receiver.hear(Moment(step * STEP_S, (0.0, 0.0), 0.0, None, UnitStatus.AVAILABLE))
    first = next(
        step
        for step in range(200, 300)
        if receiver.hear(Moment(step * STEP_S, (0.0, 0.0), 1.4, 0.0, UnitStatus.AVAILABLE))
    )
    assert (first - 199) * STEP_S <= 5.5


def test_errors_are_a_few_metres_and_drift_rather_than_jump() -> None:
    off = [error for seed in SEEDS for error in errors_m(heard(seed, 1.4, 1800.0)[0], 1.4)]
    assert 2.0 < np.sqrt(np.mean(np.sum(np.square(off), axis=1))) < 6.0
    for seed in SEEDS:
        steps = np.diff(np.array(errors_m(heard(seed, 1.4, 1800.0)[0], 1.4)), axis=0)
        assert np.hypot(*steps.T).mean() < 2.5


def test_its_accuracy_is_what_its_errors_are() -> None:
    """68 % of fixes lie within the radius that a phone says (Android's ``Location.getAccuracy``)."""
    within = [
        math.hypot(*error) <= fix.accuracy_m
        for seed in SEEDS
        for fixes in [heard(seed, 1.4, 3600.0)[0]]
        for fix, error in zip(fixes, errors_m(fixes, 1.4), strict=True)
    ]
    assert 0.55 < np.mean(within) < 0.85


def test_standing_it_knows_no_heading() -> None:
    assert {fix.heading_deg for fix in heard("a", 0.0, 300.0)[0]} == {None}
    assert all(fix.heading_deg is not None for fix in heard("a", 1.4, 300.0)[0])


def test_off_duty_it_is_silent() -> None:
    assert heard("a", 1.4, 600.0, UnitStatus.OFF_DUTY)[0] == []


def reports(receiver: Receiver, statuses: list[UnitStatus]) -> list[int]:
    """The steps at which a standing phone reports."""
    moments = [Moment(step * STEP_S, (0.0, 0.0), 0.0, None, status) for step, status in enumerate(statuses)]
    return [step for step, moment in enumerate(moments) if receiver.hear(moment)]


def test_back_on_duty_it_reports_within_two_seconds() -> None:
    statuses = [UnitStatus.OFF_DUTY] * 9 + [UnitStatus.AVAILABLE] * 9
    assert reports(Receiver(PLANE, "a"), statuses) == [12]


def test_switched_on_it_reports_within_two_seconds_though_it_just_did() -> None:
    receiver = Receiver(PLANE, "a")
    assert reports(receiver, [UnitStatus.AVAILABLE] * 6) == [4]
    receiver.switch_on(3.0)
    assert receiver.hear(Moment(5.0, (0.0, 0.0), 0.0, None, UnitStatus.AVAILABLE))


def test_now_and_then_it_loses_the_network_for_a_while() -> None:
    lost = np.array([heard(seed, 1.4, 3 * 3600.0)[1] for seed in SEEDS]) == 0
    assert 0.02 < lost.mean() < 0.12
    begins = np.diff(lost.astype(int), axis=1) == 1
    assert 20 < lost.sum() * STEP_S / begins.sum() < 125


def test_the_battery_goes_down_and_is_charged_before_it_is_empty() -> None:
    levels = [fix.battery for fix in heard("a", 0.0, 16 * 3600.0)[0]]
    assert 0.14 < min(levels) < max(levels) <= 1.0
    assert sum(after > before for before, after in pairwise(levels)) in (1, 2)
