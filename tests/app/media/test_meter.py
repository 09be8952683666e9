from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.backoff import FIRST_S, LONGEST_S, Backoff
from app.media.meter import CatchUp, Delay, Rate


def test_a_rate_is_that_of_the_last_two_seconds():
    rate = Rate()
    assert rate.note(0, 1000.0) == 0
    for i in range(1, 21):
        assert rate.note(i * 25, 1000 + i / 4) == pytest.approx(100)
    # Twice as fast from here on.
    for i in range(1, 13):
        found = rate.note(500 + i * 50, 1005 + i / 4)
    assert found == pytest.approx(200)


def test_what_stands_still_has_no_rate():
    rate = Rate()
    for i in range(20):
        found = rate.note(7, 1000 + i / 4)
    assert found == 0


@given(st.lists(st.floats(0, 0.2), min_size=2, max_size=50))
def test_the_promptest_picture_is_not_behind_and_a_late_one_is_by_what_it_lost(lateness):
    delay = Delay()
    for i, late_s in enumerate(lateness):
        behind_s = delay.note(i / 15, 1000 + i / 15 + late_s)
        # The promptest so far is forgotten at a thousandth of the time that went by.
        assert behind_s == pytest.approx(late_s - min(lateness[: i + 1]), abs=0.005)


def test_pictures_that_are_late_at_first_and_then_catch_up_are_not_called_behind():
    delay = Delay()
    # A relay sends from the last key frame: two seconds of pictures in a moment.
    assert all(delay.note(i / 15, 1000 + i / 1000) == 0 for i in range(30))


def test_a_jump_of_the_streams_time_is_a_new_beginning():
    delay = Delay()
    delay.note(100.0, 1000.0)
    assert delay.note(3.0, 1001.0) == 0


@pytest.mark.parametrize("back_to_s", [3.0, 99.0 - 0.1, 95.5])
def test_time_that_goes_back_by_more_than_a_second_is_a_new_beginning(back_to_s):
    delay = Delay()
    delay.note(100.0, 1000.0)
    assert delay.note(back_to_s, 1012.0) == 0


def test_pictures_out_of_order_are_none():
    delay = Delay()
    for pts_s, now in ((10.0, 100.0), (10.3, 100.1), (10.1, 100.2), (10.2, 100.3)):
        delay.note(pts_s, now)
    assert delay.behind_s == pytest.approx(0.3, abs=0.001)


def _left_out(catch_up, seconds, pts_s, now, *, speed=1.0):
    """Of so many seconds of a stream at 10 a second, those that were to be left out."""
    count = int(seconds * 10)
    return sum(catch_up.note(pts_s + i * speed / 10, now + i / 10) for i in range(count)) / 10


def test_what_waited_is_caught_up_with_and_then_all_is_shown():
    catch_up = CatchUp()
    assert _left_out(catch_up, 10, 0.0, 1000.0) == 0
    # Four seconds of nothing, and then what has waited comes at one and a half times its speed.
    assert _left_out(catch_up, 12, 10.0, 1014.0, speed=1.5) == pytest.approx((4 - 0.3) / 0.5, abs=0.2)
    assert not catch_up.is_on


def test_however_slowly_it_comes_nearer_nothing_is_given_up():
    catch_up = CatchUp()
    catch_up.note(0.0, 1000.0)
    assert _left_out(catch_up, 20, 0.1, 1004.1, speed=1.1) == 20


def test_a_clock_that_stood_still_is_taken_as_it_is_after_three_seconds():
    catch_up = CatchUp()
    assert _left_out(catch_up, 10, 0.0, 1000.0) == 0
    # A camera was away for four seconds and goes on with the next number.
    assert _left_out(catch_up, 60, 10.0, 1014.0) == pytest.approx(3, abs=0.2)
    assert catch_up.behind_s == pytest.approx(0, abs=0.01)


def test_pauses_grow_to_ten_seconds_and_begin_anew_after_a_success():
    backoff = Backoff()
    pauses = [backoff.next_s() for _ in range(50)]
    assert FIRST_S / 2 <= pauses[0] <= FIRST_S
    assert LONGEST_S / 2 <= pauses[-1] <= LONGEST_S
    backoff.reset()
    assert backoff.next_s() <= FIRST_S


def test_two_tiles_do_not_come_back_in_one_stroke():
    assert len({Backoff().next_s() for _ in range(20)}) > 10
