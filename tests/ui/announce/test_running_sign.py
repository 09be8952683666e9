"""The sign in the talk bar that something is announced, or will be again."""

from __future__ import annotations

import pytest

from app.domain.audience import UnitsAudience
from app.domain.talk import CallKind
from tests.ui.announce.fakes import HUM
from ui.announce.running_sign import RunningSign
from ui.announce.series import Plan
from ui.bridge.speech import SendPhase
from ui.widgets.talk_port import NewCall

TO_TWO = NewCall(CallKind.SHOUT, UnitsAudience(units=(2,)))
FOR_EVER = Plan(60.0, None)


@pytest.fixture
def sign(stand, window):
    return RunningSign(stand.programme, stand.look, window)


def begin(stand, plan):
    stand.mouth.limit_s = None
    return stand.programme.begin("Road closed", "V-07", TO_TWO, HUM, plan)


def test_it_is_there_as_long_as_something_is_spoken(sign, stand):
    assert not sign.isVisible()
    begin(stand, Plan())
    assert (sign.isVisible(), sign.text()) == (True, "announcing")
    stand.mouth.tell(1, SendPhase.SENT)
    assert not sign.isVisible()


def test_what_repeats_shows_when_it_is_heard_next_until_it_is_stopped(sign, stand):
    series = begin(stand, FOR_EVER)
    stand.mouth.tell(1, SendPhase.SENT)
    assert sign.isVisible() and sign.text().startswith("again ")
    assert sign.toolTip().startswith("Road closed · V-07 · next ")
    series.stop()
    assert not sign.isVisible()


def test_several_are_counted(sign, stand):
    begin(stand, FOR_EVER)
    begin(stand, FOR_EVER)
    assert sign.text() == "2 running"
    stand.programme.stop()
    assert not sign.isVisible()
