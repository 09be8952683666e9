from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.audience import UnitsAudience
from app.domain.errors import AppError
from app.domain.event import VoiceLinked, VoiceUnlinked
from app.domain.talk import CallKind, VoiceLink, VoicePath
from tests.ui.announce.fakes import HUM, FakeMouth
from tests.ui.widgets.fakes import happen, scene_of
from ui.announce.programme import Programme
from ui.announce.series import Plan
from ui.bridge.speech import SendPhase
from ui.widgets.talk_port import NewCall

TO_TWO = NewCall(CallKind.SHOUT, UnitsAudience(units=(2,)), "Road closed")
NOW = datetime(2026, 11, 21, 19, 48, tzinfo=UTC)


@pytest.fixture
def stand(qapp):
    scene, mouth = scene_of(), FakeMouth()
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))
    programme = Programme(mouth, scene, lambda: NOW)
    yield programme, mouth, scene
    programme.stop()


ONCE = Plan()


def begin(programme, plan=ONCE):
    return programme.begin("Road closed", "V-07", TO_TWO, HUM, plan)


def phases(series):
    return [one.sending.phase for one in series.spoken]


def test_once_is_once(stand):
    programme, mouth, _ = stand
    series = begin(programme)
    assert mouth.said == [(TO_TWO, HUM)]
    assert not series.is_over
    mouth.tell(1, SendPhase.ON_AIR, burst=9)
    mouth.tell(1, SendPhase.SENT, burst=9)
    assert series.is_over
    assert (series.sent, series.failed, series.spoken[0].sending.burst) == (1, 0, 9)


def ring(series):
    """The time for the next one has come."""
    assert series._timer.isActive()
    series._timer.stop()
    series._timer.timeout.emit()


def test_it_comes_again_by_itself(stand, qtbot):
    programme, mouth, _ = stand
    begin(programme, Plan(every_s=0.02, times=2))
    qtbot.waitUntil(lambda: len(mouth.said) == 2)


def test_again_and_again_until_it_was_often_enough(stand):
    programme, mouth, _ = stand
    series = begin(programme, Plan(every_s=600, times=3))
    assert series.next_at == NOW + timedelta(minutes=10)
    assert series._timer.interval() == 600_000
    for number in (1, 2, 3):
        assert len(mouth.said) == number
        mouth.tell(number, SendPhase.SENT, burst=number)
        if number < 3:
            ring(series)
    assert not series._timer.isActive()
    assert series.is_over
    assert (series.count, series.sent, series.next_at) == (3, 3, None)


def test_one_that_failed_counts_as_failed_says_why_and_is_not_made_up_for(stand):
    programme, mouth, scene = stand
    told = []
    programme.broken.connect(lambda series, sending: told.append(sending.error.code))
    mouth.refusal = AppError("announcement.busy")
    series = begin(programme, Plan(every_s=600, times=3))
    happen(scene, VoiceUnlinked(terminal=11))
    ring(series)
    assert (series.count, len(mouth.said)) == (2, 1)
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))
    mouth.refusal = None
    ring(series)
    mouth.tell(2, SendPhase.SENT, burst=5)
    assert told == ["announcement.busy", "announcement.nobody"]
    assert (series.sent, series.failed, series.is_over) == (1, 2, True)


def test_stopping_stops_what_is_spoken_and_what_would_be(stand):
    programme, _, _ = stand
    series = begin(programme, Plan(every_s=600, times=None))
    programme.stop()
    assert series.is_over
    assert series.spoken[0].sending.error.params == {"reason": "stopped"}
    programme.stop()
    assert (series.count, series.failed) == (1, 1)


def test_of_those_that_are_over_the_latest_are_remembered(stand):
    programme, mouth, _ = stand
    running = begin(programme, Plan(every_s=600, times=None))
    mouth.refusal = AppError("announcement.busy")
    for _ in range(40):
        begin(programme)
    assert running in programme.series
    assert len(programme.series) <= 32
