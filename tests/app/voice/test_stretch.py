from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voice.stretch import LONGEST, SHORTEST, lengthened, period_of, shortened
from app.voice.wave import RATE_HZ, silence
from tests.app.voice.speech import speech


def tone(hz: float, samples: int = 1920):
    return (0.5 * np.sin(2 * np.pi * hz * np.arange(samples) / RATE_HZ)).astype(np.float32)


@given(st.floats(80, 380))
def test_the_period_of_a_tone_is_found(hz):
    period = period_of(tone(hz))
    assert period is not None
    turns = period.samples * hz / RATE_HZ
    assert turns == pytest.approx(round(turns), abs=0.05)
    assert period.likeness > 0.99


@given(st.floats(80, 380), st.sampled_from([shortened, lengthened]))
def test_a_tone_goes_on_without_a_jump(hz, change):
    wave = tone(hz)
    period = period_of(wave)
    changed = change(wave, period)
    assert abs(changed.size - wave.size) == period.samples
    assert np.abs(np.diff(changed)).max() < 1.3 * np.abs(np.diff(wave)).max()
    assert np.array_equal(changed[-100:], wave[-100:])


def test_silence_is_changed_by_as_much_as_may_be():
    assert period_of(silence(1920)).samples == LONGEST
    assert period_of(silence(1920), 300).samples == 300


def test_what_is_too_short_is_left_alone():
    assert period_of(tone(100, SHORTEST)) is None
    assert period_of(tone(100), SHORTEST - 1) is None


def test_noise_is_known_not_to_repeat_itself():
    noise = np.random.default_rng(1).standard_normal(1920).astype(np.float32)
    assert period_of(noise).likeness < 0.4


def test_speech_keeps_its_loudness():
    wave = speech()[RATE_HZ // 2 : RATE_HZ // 2 + 1920]
    period = period_of(wave)
    for changed in (shortened(wave, period), lengthened(wave, period)):
        assert np.sqrt(np.mean(changed**2)) == pytest.approx(np.sqrt(np.mean(wave**2)), rel=0.3)
