"""Recordings from the station: fetched and decoded once, brought to speed, and heard where nobody talks."""

from __future__ import annotations

import numpy as np
import pytest

from app.domain.errors import AppError
from app.voice.ogg import OggWriter
from app.voice.opus import Encoder
from app.voice.wave import FRAME_SAMPLES, RATE_HZ
from tests.app.voice.speech import hum
from tests.ui.bridge.test_voice import FileLoudspeaker
from ui.bridge import ears
from ui.bridge.ears import Ears
from ui.bridge.jobs import Jobs
from ui.bridge.talk_past import TalkPast


class FakeStation:
    """Has one recording of two seconds, and one that is none."""

    def __init__(self, folder) -> None:
        encoder, file = Encoder(), folder / "1.opus"
        with OggWriter(file, 1) as writer:
            for index, frame in enumerate(hum()[: 2 * RATE_HZ].reshape(-1, FRAME_SAMPLES)):
                writer.write(encoder.encode(frame), index * FRAME_SAMPLES)
        self._held, self.asked = {1: file.read_bytes(), 2: b"RIFF"}, []

    def burst_audio(self, burst: int) -> bytes:
        self.asked.append(burst)
        if burst not in self._held:
            raise AppError("recording.absent", burst=burst)
        return self._held[burst]


@pytest.fixture
def station(tmp_path):
    return FakeStation(tmp_path)


@pytest.fixture
def ask(station, qtbot):
    jobs = Jobs()
    past = TalkPast(station, jobs)

    def ask(burst: int, speed: float = 1.0, *, is_over: bool = True):
        answers = []
        past.speech(burst, speed, is_over=is_over, on_ok=answers.append, on_error=answers.append, owner=past)
        qtbot.waitUntil(lambda: bool(answers))
        return answers[0]

    yield ask
    jobs.shutdown()


def test_a_recording_is_fetched_once_and_is_half_as_long_at_twice_the_speed(ask, station):
    assert ask(1).size == pytest.approx(2 * RATE_HZ, rel=0.02)
    assert ask(1, 2.0).size == pytest.approx(RATE_HZ, rel=0.02)
    assert station.asked == [1]


def test_of_what_is_being_said_there_is_more_each_time(ask, station):
    ask(1, is_over=False)
    ask(1, is_over=False)
    assert station.asked == [1, 1]


def test_why_there_is_no_recording_is_told_by_its_code(ask):
    assert ask(2).code == "recording.unreadable"
    assert ask(3).code == "recording.absent"


@pytest.fixture
def one(monkeypatch, qapp):
    monkeypatch.setattr(ears, "Loudspeaker", FileLoudspeaker)
    one = Ears(None)
    one.start()
    yield one
    one.stop()


def test_who_does_not_talk_hears_recordings_all_the_same(one, qtbot):
    one.play_recording(hum()[:RATE_HZ], speed=2.0)
    assert one.recording.speed == 2.0
    qtbot.waitUntil(lambda: one.recording is None)
    one.stop()
    assert np.abs(one.loudspeaker.wave).max() > 0.05
