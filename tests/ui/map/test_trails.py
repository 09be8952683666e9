from __future__ import annotations

import numpy as np
import pytest

from app.domain.fixes import Fixes
from app.picture.fleet import Fleet
from tests.ui.map.conftest import Past, StandingClock
from ui.map.trails import MAGIC, TRAIL_LIMIT, Trails

LENGTH_S = 600.0


@pytest.fixture
def clock():
    return StandingClock()


@pytest.fixture
def past():
    return Past()


@pytest.fixture
def fleet(clock):
    fleet = Fleet()
    fleet.apply(Fixes.of((n, clock.at_ms, 24.9 + n / 1000, 60.1) for n in range(1, 40)))
    return fleet


@pytest.fixture
def trails(fleet, clock, past):
    return Trails(fleet, clock, past, LENGTH_S)


def ages_of(trails: Trails) -> dict[int, list[int]]:
    """Ages of the points of each trail, as the page would read them."""
    words = np.frombuffer(trails.encode(), "<u4")
    assert words[0].tobytes() == MAGIC
    found, at = {}, 2
    for _ in range(words[1]):
        unit, points = int(words[at]), int(words[at + 1])
        found[unit] = words[at + 2 + 2 * points : at + 2 + 3 * points].tolist()
        at += 2 + 3 * points
    assert at == len(words)
    return found


def test_the_past_of_a_chosen_unit_is_asked_for_once(trails, past, clock):
    trails.choose([1])
    trails.choose([1, 2])
    trails.choose([1])
    assert [asked[0] for asked in past.asked] == [1, 2]
    assert past.asked[0][1:] == (clock.at_ms - 600_000, clock.at_ms)


def test_past_and_present_join_in_order_and_without_doubles(trails, past, fleet, clock):
    trails.choose([1])
    clock.at_ms += 5000
    fleet.apply(Fixes.of([(1, clock.at_ms, 24.95, 60.1)]))
    trails.extend([1, 7])
    past.deliver[1](Fixes.of((1, clock.at_ms - age_s * 1000, 24.9, 60.1) for age_s in (60, 30, 5)))
    assert ages_of(trails) == {1: [60, 30, 5, 0]}


def test_a_trail_forgets_what_is_older_than_its_length(trails, past, fleet, clock):
    trails.choose([1])
    for _ in range(400):
        clock.at_ms += 3000
        fleet.apply(Fixes.of([(1, clock.at_ms, 24.95, 60.1)]))
        trails.extend([1])
    ages = ages_of(trails)[1]
    assert max(ages) < LENGTH_S
    assert len(ages) == 200


def test_the_past_of_a_unit_that_is_no_longer_chosen_is_passed_over(trails, past, clock):
    trails.choose([1])
    trails.choose([])
    past.deliver[1](Fixes.of([(1, clock.at_ms - 9000, 24.9, 60.1)]))
    assert ages_of(trails) == {}


def test_of_a_large_choice_the_last_chosen_have_trails(trails):
    trails.choose(range(1, 31))
    assert sorted(ages_of(trails)) == list(range(31 - TRAIL_LIMIT, 31))


def test_the_version_grows_only_with_what_is_drawn(trails, fleet):
    trails.choose([1])
    version = trails.version
    trails.extend([1])
    trails.choose([1])
    assert trails.version == version
