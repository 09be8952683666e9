"""An emergency stays in the talk bar until somebody has seen to it."""

from __future__ import annotations

import pytest

from app.domain.event import BurstEnded, BurstStarted
from app.domain.talk import Burst, BurstEnd, CallKind, Priority
from tests.ui.voice.conftest import OPERATOR, PATROL, TERMINAL
from tests.ui.widgets.fakes import AT, happen
from ui.voice.emergency_sign import EmergencySign

OTHER = 12


@pytest.fixture
def sign(stand, window):
    return EmergencySign(stand.scene, OPERATOR, window)


def call_out(stand, number, by=TERMINAL, priority=Priority.EMERGENCY):
    burst = Burst(number=number, call=PATROL, kind=CallKind.TALKGROUP, priority=priority, by=by)
    happen(stand.scene, BurstStarted(burst=burst))


def end(stand, number):
    happen(stand.scene, BurstEnded(burst=number, reason=BurstEnd.RELEASED, duration_s=3.0))


def test_it_stays_when_it_is_over_until_it_is_seen_to(sign, stand, qtbot):
    call_out(stand, 900, priority=Priority.UNIT)
    assert not sign.isVisible()
    call_out(stand, 901)
    end(stand, 901)
    assert sign.isVisible() and sign.text().startswith("! V-07 ")
    with qtbot.waitSignal(sign.answered) as told:
        sign.click()
    assert told.args == [TERMINAL, PATROL]
    assert not sign.isVisible()


def test_what_was_seen_to_does_not_come_back_with_its_receipts(sign, stand):
    call_out(stand, 901)
    sign.click()
    end(stand, 901)
    stand.scene.replace(stand.scene.picture.to_snapshot(AT, "station"))
    assert not sign.isVisible()


def test_the_latest_comes_first_and_each_who_called_once(sign, stand, qtbot):
    call_out(stand, 901)
    call_out(stand, 902, by=OTHER)
    call_out(stand, 903)
    assert sign.text().startswith("! V-07 ") and sign.text().endswith(" +1")
    sign.click()
    assert sign.text().startswith("! S-09 ")
    sign.click()
    assert not sign.isVisible()


def test_ones_own_is_no_news_nor_what_is_long_over(stand, window):
    call_out(stand, 901, by=OPERATOR)
    call_out(stand, 902)
    fresh = EmergencySign(stand.scene, OPERATOR, window)
    assert fresh.isVisible() and "+" not in fresh.text()
    stand.scene.clock.pass_s(601)
    assert not EmergencySign(stand.scene, OPERATOR, window).isVisible()
