"""What one hears of one's own talking."""

from __future__ import annotations

import pytest

from app.voice.talk_state import Phase, TalkState
from app.voice.tones import denial_tone, grant_tone, limit_tone
from ui.bridge.talk_cues import TalkCues

SIZES = {denial_tone().size: "denial", grant_tone().size: "grant", limit_tone().size: "limit"}
ON_AIR = TalkState(Phase.ON_AIR, limit_s=60.0)


class Heard:
    def __init__(self, parent) -> None:
        self.tones: list[str] = []
        self.lost = 0
        self.now_s = 0.0
        self.cues = TalkCues(lambda wave: self.tones.append(SIZES[wave.size]), parent, lambda: self.now_s)
        self.cues.microphone_lost.connect(self._on_lost)

    def _on_lost(self) -> None:
        self.lost += 1


@pytest.fixture
def heard(qapp):
    made = Heard(qapp)
    yield made
    made.cues.stop()
    made.cues.deleteLater()


def test_a_grant_is_soft_and_every_way_of_not_being_heard_is_clear(heard):
    for phase in (Phase.ASKED, Phase.ON_AIR, Phase.ON_AIR, Phase.REVOKED, Phase.IDLE, Phase.ASKED, Phase.DENIED):
        heard.cues.show(TalkState(phase, limit_s=60.0))
    assert heard.tones == ["grant", "denial", "denial"]


def test_before_the_time_is_over_that_is_heard_once(heard):
    heard.cues.show(ON_AIR)
    assert heard.cues._limit.interval() == 50_000
    heard.cues._limit.timeout.emit()
    assert heard.tones == ["grant", "limit"]
    heard.now_s = 55.0
    heard.cues.show(TalkState(Phase.ON_AIR, limit_s=115.0, is_emergency=True))
    assert heard.cues._limit.interval() == 50_000, "an emergency has the whole time anew"
    heard.cues.show(TalkState(Phase.IDLE))
    assert not heard.cues._limit.isActive()
    heard.now_s = 0.0
    heard.cues.show(TalkState(Phase.ON_AIR, limit_s=8.0))
    assert heard.cues._limit.interval() == 6_000, "of a short time the last quarter"


def test_a_microphone_that_comes_back_at_once_costs_a_word_and_one_that_does_not_the_floor(heard):
    heard.cues.show(ON_AIR)
    heard.cues.note_microphone(False)
    heard.cues.note_microphone(False)
    heard.cues.note_microphone(True)
    assert heard.tones == ["grant", "denial", "grant"]
    assert not heard.cues._grace.isActive()
    heard.cues.note_microphone(False)
    heard.cues._grace.timeout.emit()
    assert heard.lost == 1
    heard.cues.show(TalkState(Phase.DENIED, code="audio.microphone_gone"))
    assert not heard.cues._grace.isActive()


def test_while_nobody_talks_a_microphone_may_come_and_go(heard):
    heard.cues.note_microphone(False)
    heard.cues.note_microphone(True)
    assert (heard.tones, heard.cues._grace.isActive()) == ([], False)
