"""What the desk does with what the station tells: tones, ducking, and the loss that is spoken for."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.domain.talk import BurstEnd
from app.domain.voice import FloorDenied, FloorGranted, FloorRevoked, FloorTaken
from app.voice.connection import Quality
from app.voice.rtcp import SenderReport
from app.voice.tones import denial_tone, emergency_tone, grant_tone
from app.voice.wave import Wave
from tests.ui.bridge.test_voice import FileLoudspeaker, FileMicrophone
from tests.ui.bridge.test_voice_end import shut
from ui.bridge import voice as bridge
from ui.bridge.voice import Voice

CALL, SSRC = 5, 77
GRANTED = FloorGranted(call=CALL, burst=1, ssrc=SSRC, limit_s=60.0)
TONES = {"grant": grant_tone(), "denial": denial_tone(), "emergency": emergency_tone()}


@pytest.fixture
def voice(qapp, monkeypatch):
    """Without a link, a device or a thread: what they would bring is told by hand."""
    monkeypatch.setattr(bridge, "Microphone", FileMicrophone)
    monkeypatch.setattr(bridge, "Loudspeaker", FileLoudspeaker)
    voice = Voice(shut, None)
    yield voice
    voice.stop()


@pytest.fixture
def tones(voice, monkeypatch) -> list[tuple[str, bool]]:
    """Names of what the ears were given, and whether all else steps back for it."""
    heard: list[tuple[str, bool]] = []

    def play(wave: Wave, place: float = 0.0, *, is_urgent: bool = False) -> None:
        names = [name for name, tone in TONES.items() if np.array_equal(wave, tone)]
        heard.append((names[0] if names else "another", is_urgent))

    monkeypatch.setattr(voice.listener, "play", play)
    return heard


def tell(voice: Voice, *told) -> None:
    """As the link's thread does; and what comes of it on the desk's."""
    for each in told:
        voice.on_told(each)
    deliver(voice)


def deliver(voice: Voice) -> None:
    QCoreApplication.sendPostedEvents(voice, QEvent.Type.MetaCall)


def press(voice: Voice) -> None:
    voice.talker.press(CALL)
    deliver(voice)


def let_go(voice: Voice) -> None:
    voice.release()
    deliver(voice)


def taken(priority: str, burst: int = 2) -> FloorTaken:
    return FloorTaken(call=9, burst=burst, ssrc=burst, by=7, priority=priority, is_shout=False, is_heard=True)


def test_others_step_back_while_one_talks_and_only_then(voice):
    ducks = []

    def note() -> None:
        ducks.append(voice.listener._mixer.is_ducking)

    press(voice)
    note()
    tell(voice, GRANTED)
    note()
    let_go(voice)
    note()
    press(voice)
    tell(voice, GRANTED.model_copy(update={"burst": 2}))
    note()
    tell(voice, FloorRevoked(call=CALL, burst=2, reason=BurstEnd.PRE_EMPTED))
    note()
    assert ducks == [False, True, False, True, False]


def test_a_grant_a_denial_and_the_end_of_a_burst_each_have_their_tone_once(voice, tones):
    press(voice)
    assert tones == []
    tell(voice, GRANTED, GRANTED)
    assert [name for name, _ in tones] == ["grant"]
    let_go(voice)
    assert len(tones) == 1, "who lets go knows"
    press(voice)
    tell(voice, FloorDenied(call=CALL, code="floor.busy", holder=3))
    assert [name for name, _ in tones] == ["grant", "denial"]
    let_go(voice)
    press(voice)
    tell(voice, GRANTED, FloorRevoked(call=CALL, burst=1, reason=BurstEnd.TIME_LIMIT))
    assert [name for name, _ in tones] == ["grant", "denial", "grant", "denial"]


def test_an_emergency_of_somebody_else_is_heard_over_all_else(voice, tones):
    tell(voice, taken("dispatcher"))
    assert tones == []
    tell(voice, taken("emergency", 3))
    assert tones == [("emergency", True)]


def test_what_the_station_says_it_has_lost_is_spoken_for_and_shown(voice, monkeypatch):
    expected, timed = [], []
    monkeypatch.setattr(voice.talker, "expect_loss", expected.append)
    monkeypatch.setattr(voice.listener, "on_sender_report", timed.append)
    report = SenderReport(2, ntp=7 << 40, timestamp=960, sent=3, sent_bytes=180)
    voice._on_report(Quality(loss=0.3, jitter_ms=12))
    deliver(voice)
    assert voice.voice.loss == 0, "nobody talks"
    press(voice)
    tell(voice, GRANTED)
    voice._on_report(Quality(loss=0.2))
    voice._on_report(report)
    deliver(voice)
    assert (expected, timed) == ([0.3, 0.2], [report])
    assert voice.voice.loss == 0.2
    let_go(voice)
    assert voice.voice.loss == 0
