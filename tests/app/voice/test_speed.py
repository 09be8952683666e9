from __future__ import annotations

import time

import numpy as np
import pytest

from app.voice.level import level_of
from app.voice.speed import at_speed
from app.voice.wave import RATE_HZ, silence
from tests.app.voice.speech import speech
from tests.app.voice.test_rtp import dominant_hz


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 1.5, 2.0])
def test_a_faster_recording_is_shorter_in_the_same_voice(speed: float):
    tone = (0.3 * np.sin(2 * np.pi * 220 * np.arange(4 * RATE_HZ) / RATE_HZ)).astype(np.float32)
    played = at_speed(tone, speed)
    assert played.size == int(tone.size / speed)
    middle = played[RATE_HZ // 2 : -RATE_HZ // 2]
    assert dominant_hz(middle) == pytest.approx(220, abs=2)
    assert np.abs(np.diff(middle)).max() < 1.5 * np.abs(np.diff(tone)).max()
    assert level_of(middle).rms_dbfs == pytest.approx(level_of(tone).rms_dbfs, abs=0.5)


def test_speech_keeps_its_loudness_and_its_sounds():
    played = at_speed(speech(), 1.5)
    assert level_of(played).rms_dbfs == pytest.approx(level_of(speech()).rms_dbfs, abs=1)
    faster = np.array_split(played, 30)
    original = np.array_split(speech(), 30)
    loud = [level_of(part).rms_dbfs for part in original]
    assert np.corrcoef(loud, [level_of(part).rms_dbfs for part in faster])[0, 1] > 0.9


def test_as_fast_as_it_was_is_as_it_was():
    assert at_speed(speech(), 1.0) is speech()


def test_what_is_too_short_or_empty_stays():
    assert at_speed(silence(0), 2.0).size == 0
    assert at_speed(silence(100), 2.0).size == 100


def test_a_minute_is_ready_at_once():
    wave = np.tile(speech(), 6)[: 60 * RATE_HZ]
    before = time.process_time()
    at_speed(wave, 1.5)
    assert time.process_time() - before < 2
