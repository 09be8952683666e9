"""The stretch of time in sight, and its ticks."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.widgets.fakes import StillClock
from ui.talklog.timeline import Timeline, round_step_s, ticks


@pytest.fixture
def clock():
    return StillClock()


@pytest.fixture
def timeline(clock):
    return Timeline(clock, lambda: 400.0)


def test_all_that_there_is_is_in_sight_up_to_an_hour(clock):
    ages = {0.0: 300.0, 300.0: 300.0, 301.0: 900.0, 1801.0: 3600.0, 86_400.0: 3600.0}
    assert {age_s: Timeline(clock, lambda age_s=age_s: age_s).span_s for age_s in ages} == ages


def test_now_goes_on_and_a_moment_that_somebody_went_back_to_stays(timeline, clock):
    end_s = timeline.end_s
    clock.pass_s(5)
    assert timeline.end_s == end_s + 5
    timeline.end_at(end_s)
    clock.pass_s(5)
    assert (timeline.end_s, timeline.begin_s) == (end_s, end_s - 900)
    timeline.end_at(timeline.now_s + 1)
    assert timeline.is_now


def test_what_is_in_sight_is_not_moved_and_what_is_not_comes_into_the_middle(timeline):
    timeline.bring(timeline.now_s - 10)
    assert timeline.is_now
    wanted_s = timeline.now_s - 5000
    timeline.bring(wanted_s)
    assert (timeline.begin_s + timeline.end_s) / 2 == pytest.approx(wanted_s)


@given(st.floats(0.1, 10), st.floats(0, 1))
def test_what_is_zoomed_at_stays_where_it_is(factor, share):
    timeline = Timeline(StillClock(), lambda: 400.0)
    # Far enough back that now does not come into sight.
    timeline.end_at(timeline.now_s - 50_000)
    at_s = timeline.end_s - share * timeline.span_s
    timeline.zoom(factor, share)
    assert timeline.end_s - share * timeline.span_s == pytest.approx(at_s, abs=0.01)
    assert timeline.span_s == max(60.0, 900 * factor)


def test_who_zooms_at_now_stays_at_now(timeline):
    timeline.zoom(2.0, 0.5)
    assert timeline.is_now
    assert timeline.span_s == 1800
    timeline.zoom(1e9, 0.5)
    assert timeline.span_s == 7 * 86_400


# More than a hundred ticks at once are not in sight, and half a million take minutes.
@given(st.floats(1.7e9, 1.9e9), st.floats(60, 7 * 86_400), st.floats(0.01, 1))
def test_ticks_are_round_in_local_time_and_within(end_s, span_s, share):
    step_s = round_step_s(span_s * share)
    found = ticks(end_s - span_s, end_s, step_s)
    assert all(end_s - span_s <= at_s <= end_s for at_s in found)
    offset_s = datetime.fromtimestamp(end_s).astimezone().utcoffset().total_seconds()
    assert all((at_s + offset_s) % step_s == pytest.approx(0, abs=1e-3) for at_s in found)
    assert abs(len(found) - span_s / step_s) <= 1
