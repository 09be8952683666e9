from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.wall.tour import AHEAD_S, PATIENCE_S, Condition, Stop, Tour, TourRun


class Sources:
    """Every source is ready unless it is said to be otherwise."""

    def __init__(self, **states):
        self.states = {}

    def condition(self, source):
        return self.states.get(source, Condition.READY)

    def kill(self, *sources):
        self.states |= dict.fromkeys(sources, Condition.DEAD)

    def open(self, *sources):
        self.states |= dict.fromkeys(sources, Condition.OPENING)

    def revive(self, *sources):
        for source in sources:
            self.states.pop(source)


@pytest.fixture
def sources():
    return Sources()


def run_of(sources, *numbers, dwell_s=10):
    return TourRun(Tour(1, "Gates", tuple(Stop(n, dwell_s) for n in numbers)), sources.condition, 0.0)


def walk(run, seconds, start=0):
    """Tick once a second; what is shown at each."""
    shown = []
    for now in range(start, start + seconds):
        run.tick(now)
        shown.append(run.source)
    return shown


def test_each_stop_stays_as_long_as_it_is_said_and_the_first_follows_the_last(sources):
    tour = Tour(1, "Gates", (Stop(5, 3), Stop(6, 4)))
    run = TourRun(tour, sources.condition, 0.0)
    assert walk(run, 11) == [5, 5, 5, 6, 6, 6, 6, 5, 5, 5, 6]


def test_the_next_one_is_opened_shortly_before_its_turn_and_not_earlier(sources):
    run = run_of(sources, 5, 6)
    assert run.ahead(10 - AHEAD_S - 0.1) is None
    assert run.ahead(10 - AHEAD_S) == 6


def test_dead_sources_are_passed_over(sources):
    sources.kill(6, 7)
    run = run_of(sources, 5, 6, 7, 8)
    assert run.ahead(9) == 8
    assert set(walk(run, 25)) == {5, 8}


def test_a_tour_does_not_begin_at_a_dead_source(sources):
    sources.kill(5)
    assert run_of(sources, 5, 6).source == 6


def test_a_source_that_dies_while_it_is_shown_is_left_at_once(sources):
    run = run_of(sources, 5, 6)
    run.tick(2)
    sources.kill(5)
    assert run.tick(2.5)
    assert run.source == 6


def test_a_source_that_comes_back_is_visited_again(sources):
    sources.kill(6)
    run = run_of(sources, 5, 6)
    assert set(walk(run, 30)) == {5}
    sources.revive(6)
    assert 6 in walk(run, 30, start=30)


def test_one_without_a_picture_yet_is_waited_for_a_little_and_then_passed_over(sources):
    sources.open(6)
    run = run_of(sources, 5, 6, 7)
    shown = walk(run, 20)
    assert shown[10] == 5
    assert shown[int(10 + PATIENCE_S) + 1] == 7
    assert 6 not in shown


def test_the_change_waits_until_there_is_a_picture_to_show(sources):
    sources.open(6)
    run = run_of(sources, 5, 6)
    run.tick(11)
    assert run.source == 5
    sources.revive(6)
    assert run.tick(11.5)
    assert run.source == 6


def test_when_all_others_are_dead_the_one_that_lives_stays(sources):
    sources.kill(6, 7)
    run = run_of(sources, 5, 6, 7)
    assert set(walk(run, 60)) == {5}
    assert run.ahead(61) is None


def test_when_all_are_dead_nothing_moves(sources):
    sources.kill(5, 6, 7)
    assert len(set(walk(run_of(sources, 5, 6, 7), 60))) == 1


def test_a_pause_holds_even_a_dead_source_and_going_on_gives_it_its_full_time(sources):
    run = run_of(sources, 5, 6)
    run.pause()
    sources.kill(5)
    assert set(walk(run, 60, start=5)) == {5}
    sources.revive(5)
    run.go_on(65)
    assert walk(run, 11, start=65) == [5] * 10 + [6]


def test_next_and_previous_by_hand_pass_over_dead_sources(sources):
    sources.kill(6)
    run = run_of(sources, 5, 6, 7)
    assert run.go_next(1)
    assert run.source == 7
    assert run.go_next(1)
    assert run.source == 5
    assert run.go_back(1)
    assert run.source == 7


def test_a_step_by_hand_gives_the_stop_its_full_time(sources):
    run = run_of(sources, 5, 6)
    run.go_next(8)
    assert walk(run, 12, start=8) == [6] * 10 + [5] * 2


@pytest.mark.parametrize("numbers", [(), (5,)])
def test_a_tour_of_one_stop_or_none_stands_still(sources, numbers):
    run = run_of(sources, *numbers)
    assert not any(run.tick(now) for now in range(100))
    assert not run.go_next(1)
    assert run.ahead(100) is None
    assert run.source == (numbers[0] if numbers else None)


@given(
    st.lists(st.sampled_from(list(Condition)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Condition))), max_size=20),
)
def test_while_anything_is_ready_a_dead_source_is_never_shown_for_two_ticks(first, changes):
    sources = Sources()
    sources.states = dict(enumerate(first, start=1))
    run = run_of(sources, *range(1, len(first) + 1))
    now = 0
    for index, condition in changes:
        sources.states[index % len(first) + 1] = condition
        for _ in range(3):
            now += 1
            run.tick(now)
        if Condition.READY in sources.states.values():
            assert sources.condition(run.source) is not Condition.DEAD
