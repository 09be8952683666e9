"""The talk line as a dispatcher reads it who sees nothing but a wall."""

from __future__ import annotations

import pytest

from app.domain.errors import AppError
from app.domain.event import BurstEnded, BurstStarted
from app.domain.talk import Burst, BurstEnd, CallKind, Priority
from app.voice.talk_state import Phase
from tests.ui.voice.conftest import OPERATOR, PATROL, TERMINAL, TRAFFIC
from tests.ui.widgets.fakes import happen
from ui.voice.emergency_sign import EmergencySign
from ui.voice.talk_line import TalkLine
from ui.widgets.talk_port import SoundState, VoiceState


@pytest.fixture
def line(stand):
    sign = EmergencySign(stand.scene, OPERATOR)
    stand.bar.add_alarm(sign)
    line = TalkLine(stand.talk, stand.choice, stand.key, sign, stand.scene, stand.look)
    stand.window.layout().addWidget(line)
    line.show()
    yield line
    line.deleteLater()


def test_it_names_the_key_and_whom_that_means_while_nobody_talks(stand, line):
    assert line._cap.text() == stand.key.name
    assert line.aimed_said == "To Patrol"
    assert (line.said, line.state) == ("", "")
    assert not line._moving.isActive()
    stand.choice.talk_into(TRAFFIC)
    assert line.aimed_said == "To Traffic"


def test_it_says_who_talks_and_how_loud_that_is(stand, line):
    stand.talk.take(PATROL, TERMINAL)
    assert line.said == stand.bar.said
    assert line.said.endswith("talking 0:04")
    assert line._meter.isVisible()
    assert line.state == ""
    stand.talk.idle(PATROL)
    assert line.said == ""
    assert not line._meter.isVisible()


def test_it_says_that_one_is_on_the_air(stand, line):
    stand.talk.become(Phase.ON_AIR, limit_s=60.0)
    assert line.said.startswith("ON AIR 0:04")
    assert line.state == "on_air"
    stand.talk.become(Phase.IDLE)
    assert line.state == ""


def test_it_says_that_one_was_refused(stand, line):
    stand.talk.become(Phase.DENIED, code="floor.busy", holder=TERMINAL)
    assert line.said
    assert line.said == stand.bar.said
    assert line.state == "stop"


def test_it_says_that_one_speaks_into_nothing(stand, line):
    stand.talk.sound = SoundState("", "Loop")
    stand.talk.become(Phase.ON_AIR, limit_s=60.0)
    assert line.said == "NOT HEARD: no microphone"
    assert line.state == "stop"


def test_an_emergency_is_red_and_named_also_while_one_talks_oneself(stand, line):
    stand.talk.take(TRAFFIC, TERMINAL, Priority.EMERGENCY)
    assert line.said.startswith("EMERGENCY")
    assert (line.state, line.urgent_said) == ("emergency", "")
    stand.talk.become(Phase.ON_AIR, limit_s=60.0, burst=901)
    assert line.said.startswith("ON AIR")
    assert line.state == "emergency"
    assert line.urgent_said.startswith("EMERGENCY")
    assert line._urgent.isVisible()
    stand.talk.idle(TRAFFIC)
    assert (line.state, line.urgent_said) == ("on_air", "")


def test_ones_own_emergency_is_said_once(stand, line):
    stand.talk.take(PATROL, OPERATOR, Priority.EMERGENCY)
    stand.talk.become(Phase.ON_AIR, limit_s=60.0, burst=900, is_emergency=True)
    assert line.state == "emergency"
    assert line.urgent_said == ""


def test_who_called_in_an_emergency_stays_there_until_that_is_seen_to(stand, line):
    assert line.missed_said == ""
    said = Burst(number=901, call=PATROL, kind=CallKind.TALKGROUP, priority=Priority.EMERGENCY, by=TERMINAL)
    happen(stand.scene, BurstStarted(burst=said))
    happen(stand.scene, BurstEnded(burst=901, reason=BurstEnd.RELEASED, duration_s=3.0))
    assert line._missed.isVisible()
    assert line.missed_said.startswith("! V-07 ")
    stand.bar.findChild(EmergencySign).click()
    assert not line._missed.isVisible()
    assert line.missed_said == ""


def test_that_there_is_no_link_is_said(stand, line):
    assert line._path.text() == ""
    stand.talk.voice = VoiceState(fault=AppError("station.unreachable", reason="refused"))
    stand.talk.changed.emit()
    assert line._path.text() == "No link"


def test_it_rests_while_nobody_sees_it(stand, line):
    line.hide()
    stand.talk.take(PATROL, TERMINAL)
    assert not line._moving.isActive()
    line.show()
    assert line._moving.isActive()
    assert line.said.endswith("talking 0:04")
