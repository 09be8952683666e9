from __future__ import annotations

import numpy as np
import pytest

from app.voice.level import SILENCE_DBFS, SpeechDetector, amplitude, level_of
from app.voice.wave import RATE_HZ, from_pcm16, silence, to_pcm16
from tests.app.voice.speech import speech


def sine(seconds: float = 0.02, peak: float = 1.0):
    return (peak * np.sin(2 * np.pi * 1000 * np.arange(int(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def test_a_full_sine_peaks_at_zero_and_is_three_decibels_lower_on_average():
    level = level_of(sine())
    assert level.peak_dbfs == pytest.approx(0, abs=0.01)
    assert level.rms_dbfs == pytest.approx(-3.01, abs=0.01)


def test_half_the_amplitude_is_six_decibels_less():
    assert level_of(sine(peak=0.5)).peak_dbfs == pytest.approx(-6.02, abs=0.01)
    assert amplitude(-6.02) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("wave", [silence(), silence(0), np.full(960, np.nan, np.float32)])
def test_nothing_is_silence(wave):
    assert level_of(wave).rms_dbfs == SILENCE_DBFS


def test_speech_is_noticed_in_silence_and_in_noise():
    noise = 0.005 * np.random.default_rng(1).standard_normal(speech().size + 96_000).astype(np.float32)
    for ground in (np.zeros_like(noise), noise):
        wave = ground.copy()
        wave[96_000:] += speech()
        detector = SpeechDetector()
        heard = [detector.hears(frame) for frame in wave[: wave.size // 960 * 960].reshape(-1, 960)]
        assert not any(heard[50:95])
        assert any(heard[100:115])
        assert np.mean(heard[100:]) > 0.6


def test_samples_go_through_sixteen_bits_and_back():
    wave = sine(peak=0.9)
    assert np.abs(from_pcm16(to_pcm16(wave)) - wave).max() <= 0.5 / 32768 + 1e-6
    assert from_pcm16(to_pcm16(np.array([2.0, -2.0], np.float32))).tolist() == [32767 / 32768, -1.0]
    assert from_pcm16(b"\x00\x40\x00").tolist() == [0.5]
