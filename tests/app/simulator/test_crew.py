"""What a crew does all day."""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.unit import DEFAULT_AGENCIES, Force, UnitStatus
from app.simulator.city import BEATS, Member, roster
from app.simulator.crew import Crew, Moment
from app.simulator.receiver import PhoneFix, Receiver
from app.simulator.streets import Streets, Travel
from app.simulator.trip import STEP_S

Floats = npt.NDArray[np.float64]

DAY_S = 6 * 3600.0


@pytest.fixture(scope="module")
def city(streets: Streets) -> list[Member]:
    return roster(streets, 60)


@pytest.fixture(scope="module")
def lives(streets: Streets, city: list[Member]) -> list[tuple[Member, list[Moment]]]:
    """Every fifth unit for six hours."""
    return [(member, list(member.crew(streets, 1).live(DAY_S))) for member in city[::5]]


def fixes(streets: Streets, member: Member, seed: int, stops_s: list[float]) -> list[PhoneFix]:
    """All fixes of a phone that is asked at these times to go on."""
    crew = member.crew(streets, seed)
    receiver = Receiver(streets.plane, f"{seed}/phone")
    return [fix for stop_s in sorted(stops_s) for moment in crew.live(stop_s) if (fix := receiver.hear(moment))]


@given(member=st.integers(0, 59), seed=st.integers(0, 9), stops_s=st.lists(st.floats(0, 900), max_size=30))
@settings(max_examples=30)
def test_the_same_seed_gives_the_same_fixes_however_often_one_looks(
    streets: Streets, city: list[Member], member: int, seed: int, stops_s: list[float]
) -> None:
    at_once = fixes(streets, city[member], seed, [900.0])
    assert at_once == fixes(streets, city[member], seed, [*stops_s, 900.0])


def test_another_seed_gives_another_life(streets: Streets, city: list[Member]) -> None:
    assert fixes(streets, city[0], 1, [600.0]) != fixes(streets, city[0], 2, [600.0])


def test_a_moment_comes_every_step_and_none_twice(streets: Streets, city: list[Member]) -> None:
    crew = city[0].crew(streets, 1)
    times = [moment.at_s for until_s in (1.2, 1.2, 0.3, 2.0) for moment in crew.live(until_s)]
    assert times == [0.5, 1.0, 1.5, 2.0]


def test_crews_are_always_on_a_street_of_their_kind(
    streets: Streets, lives: list[tuple[Member, list[Moment]]]
) -> None:
    for member, moments in lives:
        legs = np.array(
            [
                (*start, *end)
                for arcs in streets.arcs[member.habit.travel].values()
                for arc in arcs
                for start, end in pairwise(arc.corners)
                if start != end
            ]
        )
        for moment in moments[::173]:
            assert _distance_m(np.array(moment.place), legs[:, :2], legs[:, 2:]) < 0.01


def _distance_m(place: Floats, starts: Floats, ends: Floats) -> float:
    """From a place to the nearest of many straight legs, shapes (n, 2)."""
    along = ends - starts
    share = np.clip(np.sum((place - starts) * along, axis=1) / np.sum(along**2, axis=1), 0, 1)
    return float(np.hypot(*(starts + along * share[:, None] - place).T).min())


def test_crews_move_without_jumps_at_speeds_of_their_kind(lives: list[tuple[Member, list[Moment]]]) -> None:
    for member, moments in lives:
        top_mps = 1.6 if member.habit.travel is Travel.FOOT else 50 / 3.6
        for before, after in pairwise(moments):
            assert math.dist(before.place, after.place) <= top_mps * STEP_S + 0.02
            assert 0 <= after.speed_mps <= top_mps


def test_crews_do_not_stand_around_for_ever(lives: list[tuple[Member, list[Moment]]]) -> None:
    for member, moments in lives:
        travelled_m = sum(math.dist(a.place, b.place) for a, b in pairwise(moments))
        assert travelled_m > 800, member.unit.callsign


def test_walkers_go_at_a_walking_pace(lives: list[tuple[Member, list[Moment]]]) -> None:
    for member, moments in lives:
        if member.habit.travel is Travel.FOOT:
            assert 1.2 <= max(moment.speed_mps for moment in moments) <= 1.6


def test_a_day_has_every_status_and_mostly_patrol(lives: list[tuple[Member, list[Moment]]]) -> None:
    spent = Counter(moment.status for _, moments in lives for moment in moments)
    share = {status: spent[status] / spent.total() for status in UnitStatus}
    assert share[UnitStatus.AVAILABLE] > 0.5
    assert all(0.002 < share[status] < 0.3 for status in UnitStatus if status is not UnitStatus.AVAILABLE)
    assert 0.02 < share[UnitStatus.OFF_DUTY] < 0.12


def test_a_call_ends_on_scene_after_a_ride(lives: list[tuple[Member, list[Moment]]]) -> None:
    for _, moments in lives:
        for before, after in pairwise(moments):
            if before.status is UnitStatus.EN_ROUTE and after.status is not UnitStatus.EN_ROUTE:
                assert (after.status, after.speed_mps) == (UnitStatus.ON_SCENE, 0.0)


def test_most_of_the_city_is_on_duty_when_it_begins(streets: Streets, city: list[Member]) -> None:
    statuses = Counter(member.crew(streets, 1).status for member in city)
    assert statuses[UnitStatus.OFF_DUTY] <= 8
    assert statuses[UnitStatus.AVAILABLE] >= 30


def test_the_city_has_sixty_units_of_all_forces_and_agencies(city: list[Member]) -> None:
    assert Counter(member.unit.force for member in city) == {
        Force.DEDICATED: 23,
        Force.SOCIAL: 22,
        Force.VOLUNTEER: 15,
    }
    assert {member.unit.agency for member in city} == set(DEFAULT_AGENCIES)
    assert len({member.unit.callsign for member in city}) == 60


def test_even_a_few_units_are_of_all_forces(streets: Streets) -> None:
    assert {member.unit.force for member in roster(streets, 3)} == set(Force)


def test_a_larger_city_is_the_smaller_one_and_more(streets: Streets, city: list[Member]) -> None:
    larger = roster(streets, 200)
    assert larger[:60] == city
    assert len({member.unit.callsign for member in larger}) == 200


@pytest.mark.parametrize("beat", BEATS)
def test_every_beat_lies_where_there_are_streets(streets: Streets, beat: str) -> None:
    home = streets.plane.to_m(*BEATS[beat])
    nearest = streets.near(home, Travel.FOOT, 1.0, at_least=1)[0]
    assert math.dist(streets.nodes[nearest], home) < 120


def test_a_crew_lives_alone(streets: Streets, city: list[Member]) -> None:
    alone = list(city[4].crew(streets, 1).live(300.0))
    other: Crew = city[9].crew(streets, 1)
    together = city[4].crew(streets, 1)
    moments: list[Moment] = []
    for until_s in range(1, 301):
        list(other.live(until_s))
        moments += together.live(until_s)
    assert moments == alone
