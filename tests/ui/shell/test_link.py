from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton

from app.domain.errors import AppError
from app.sync.feed_state import FeedPhase, FeedState
from tests.ui.widgets.fakes import ago
from ui.shell.link_words import outage, sign_hue, sign_text
from ui.theme.tokens import DARK

NOW = datetime(2025, 11, 21, 19, 50, tzinfo=UTC)
BEFORE = NOW - timedelta(seconds=82)
REFUSED = AppError("station.unreachable", reason="refused")


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        (FeedPhase.LIVE, "Live 0.1 s"),
        (FeedPhase.CONNECTING, "Connecting …"),
        (FeedPhase.LOST, "Lost 82 s"),
        (FeedPhase.SIGNED_OUT, "Signed out"),
        (FeedPhase.STOPPED, "Not connected"),
    ],
)
def test_the_sign_says_how_the_link_is_and_how_old_that_is(phase, text):
    assert sign_text(FeedState(phase, BEFORE), 0.12, NOW) == text


def test_before_the_first_frame_live_has_no_lag():
    assert sign_text(FeedState(FeedPhase.LIVE, NOW), None, NOW) == "Live"


def test_only_a_loss_looks_like_one():
    hues = {phase: sign_hue(FeedState(phase, NOW), DARK) for phase in FeedPhase}
    assert hues[FeedPhase.LIVE] is DARK.good
    assert hues[FeedPhase.LOST] is hues[FeedPhase.SIGNED_OUT] is DARK.warning
    assert len({hue.sign for hue in hues.values()}) == 3


@pytest.mark.parametrize("phase", [FeedPhase.LIVE, FeedPhase.CONNECTING, FeedPhase.STOPPED])
def test_without_a_loss_there_is_nothing_to_say(phase):
    assert outage(FeedState(phase, BEFORE), 3, NOW) is None


def test_a_loss_says_since_when_why_what_works_what_waits_and_when_it_is_tried_again():
    state = FeedState(FeedPhase.LOST, BEFORE, REFUSED, NOW + timedelta(seconds=4))
    said = outage(state, 3, NOW)
    assert said is not None
    assert "(82 s)" in said.headline
    for part in ("no station runs at this address", "what was known", "3 orders wait", "Next try in 4 s"):
        assert part in said.detail
    assert "One order waits" in outage(state, 1, NOW).detail
    assert "order" not in outage(state, 0, NOW).detail


def test_the_bar_is_there_only_while_the_station_is_away(desk):
    bar = desk.window.link_bar
    assert not bar.isVisible()
    desk.link.become(FeedPhase.LOST, ago(82), reason=REFUSED)
    assert bar.isVisible()
    assert "No station since" in bar.text
    desk.link.become(FeedPhase.LIVE)
    assert not bar.isVisible()


def test_the_bar_counts_the_orders_that_wait_as_they_are_given(desk):
    desk.link.become(FeedPhase.LOST, ago(5))
    desk.orders.wait(2)
    assert "2 orders wait" in desk.window.link_bar.text
    desk.orders.wait(0)
    assert "wait and go out" not in desk.window.link_bar.text


def test_the_age_of_the_loss_goes_on_by_itself(desk, qtbot):
    desk.link.become(FeedPhase.LOST, ago(41.5))
    before = desk.window.link_bar.text
    qtbot.waitUntil(lambda: desk.window.link_bar.text != before)


def test_the_button_tries_now_and_after_the_end_of_a_session_asks_to_sign_in(desk, qtbot):
    button = desk.window.link_bar.findChild(QPushButton)
    desk.link.become(FeedPhase.LOST, ago(5))
    button.click()
    assert desk.link.tries == 1
    desk.link.become(FeedPhase.SIGNED_OUT, ago(5))
    with qtbot.waitSignal(desk.window.sign_in_asked):
        button.click()
    assert desk.link.tries == 1


def test_a_narrow_window_cuts_the_detail_and_never_the_button(desk, qtbot):
    desk.link.become(FeedPhase.LOST, ago(82), reason=REFUSED, next_try_at=NOW)
    desk.window.resize(1024, 700)
    button = desk.window.link_bar.findChild(QPushButton)
    qtbot.waitUntil(lambda: desk.window.link_bar.width() == 1024)
    assert button.geometry().right() <= 1024
    assert button.width() >= button.sizeHint().width()
