from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.voice.mixer import Mixer
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave


class Tone:
    def __init__(self, hz: float = 300.0, peak: float = 0.25) -> None:
        self._hz, self._peak, self._at = hz, peak, 0

    def take(self, now_s: float) -> Wave:
        t = np.arange(self._at, self._at + FRAME_SAMPLES) / RATE_HZ
        self._at += FRAME_SAMPLES
        return (self._peak * np.sin(2 * np.pi * self._hz * t)).astype(np.float32)


class Loud:
    """Speech-like noise at a level."""

    def __init__(self, peak: float, seed: int = 1) -> None:
        self._chance, self._peak = np.random.default_rng(seed), peak

    def take(self, now_s: float) -> Wave:
        return self._chance.uniform(-self._peak, self._peak, FRAME_SAMPLES).astype(np.float32)


def played(mixer: Mixer, frames: int = 10) -> np.ndarray:
    return np.concatenate([mixer.take(i * FRAME_S) for i in range(frames)]).astype(np.float64) / 32767


def power(wave: np.ndarray) -> np.ndarray:
    return np.mean(wave[4 * FRAME_SAMPLES :] ** 2, 0)


def test_nothing_is_silence():
    frame = Mixer().take(0.0)
    assert frame.shape == (FRAME_SAMPLES, 2)
    assert frame.dtype == np.int16
    assert not frame.any()


@given(st.floats(-1, 1))
def test_a_call_is_equally_loud_wherever_it_stands(place):
    mixer = Mixer()
    mixer.add(1, Tone(), place=place)
    left, right = power(played(mixer))
    assert left + right == pytest.approx(0.25**2 / 2, rel=0.02)
    if abs(place) > 0.1:
        assert (right > left) == (place > 0)


def test_left_is_left():
    mixer = Mixer()
    mixer.add(1, Tone(), place=-1)
    left, right = power(played(mixer))
    assert right == pytest.approx(0, abs=1e-9)
    assert left > 0.03


def test_levels_are_in_decibels_and_mute_is_mute():
    mixer = Mixer()
    mixer.add(1, Tone())
    loud = power(played(mixer)).sum()
    mixer.change(1, gain_db=-6.02)
    assert power(played(mixer)).sum() == pytest.approx(loud / 4, rel=0.02)
    mixer.change(1, gain_db=-90)
    assert power(played(mixer)).sum() == 0


def test_joining_leaving_moving_and_ducking_do_not_click():
    mixer = Mixer()
    steepest = 0.25 * 2 * np.pi * 300 / RATE_HZ
    parts = [played(mixer, 2)]
    mixer.add(1, Tone())
    parts.append(played(mixer, 3))
    mixer.change(1, gain_db=-3, place=0.9)
    parts.append(played(mixer, 3))
    mixer.is_ducking = True
    parts.append(played(mixer, 10))
    mixer.is_ducking = False
    parts.append(played(mixer, 10))
    mixer.remove(1)
    parts.append(played(mixer, 3))
    assert np.abs(np.diff(np.concatenate(parts), axis=0)).max() < 1.5 * steepest
    assert len(mixer) == 0


def test_while_its_hearer_talks_everything_steps_back_and_returns():
    mixer = Mixer(duck_db=-12.04)
    mixer.add(1, Tone())
    before = power(played(mixer)).sum()
    mixer.is_ducking = True
    assert power(played(mixer, 20)[6 * FRAME_SAMPLES :]).sum() == pytest.approx(before / 16, rel=0.03)
    mixer.is_ducking = False
    assert power(played(mixer, 60)[40 * FRAME_SAMPLES :]).sum() == pytest.approx(before, rel=0.03)


def test_what_is_urgent_never_steps_back_and_all_else_does_while_it_is_there():
    mixer = Mixer(duck_db=-12.04)
    mixer.add(1, Tone(), place=-1)
    mixer.add(2, Tone(), place=1, is_urgent=True)
    mixer.is_ducking = True
    left, right = power(played(mixer, 20)[6 * FRAME_SAMPLES :])
    assert left == pytest.approx(right / 16, rel=0.03)
    mixer.is_ducking = False
    assert power(played(mixer, 60)[40 * FRAME_SAMPLES :])[0] == pytest.approx(left, rel=0.03)
    mixer.change(2, place=1)
    assert power(played(mixer, 60)[40 * FRAME_SAMPLES :])[0] == pytest.approx(right, rel=0.03)


def test_many_loud_calls_do_not_clip():
    mixer = Mixer()
    for key in range(8):
        mixer.add(key, Loud(1.0, key))
    wave = played(mixer, 50)
    assert np.abs(wave).max() <= 1.0
    # A clipped sum would stand at full scale for many samples.
    assert np.mean(np.abs(wave) > 0.999) < 0.001
    assert np.sqrt(power(wave)).mean() > 0.1


def test_one_call_at_an_ordinary_level_is_left_as_it_is():
    mixer = Mixer()
    mixer.add(1, Tone(peak=0.5), place=-1)
    wave = played(mixer, 20)[4 * FRAME_SAMPLES :, 0]
    expected = np.concatenate([tone.take(0.0) for tone in [Tone(peak=0.5)] for _ in range(20)])[
        4 * FRAME_SAMPLES :
    ]
    assert np.abs(wave - expected).max() < 2 / 32768


def test_after_something_loud_the_level_comes_back():
    mixer = Mixer()
    mixer.add(1, Tone(), place=-1)
    mixer.add(2, Loud(1.0), place=-1)
    played(mixer, 20)
    mixer.remove(2)
    played(mixer, 150)
    assert np.abs(played(mixer)[:, 0]).max() == pytest.approx(0.25, rel=0.02)


def test_the_level_of_each_call_is_known():
    mixer = Mixer()
    mixer.add(1, Tone(peak=1.0))
    mixer.add(2, Tone(peak=0.1))
    mixer.take(0.0)
    assert mixer.level(1).peak_dbfs == pytest.approx(0, abs=0.1)
    assert mixer.level(2).peak_dbfs == pytest.approx(-20, abs=0.1)
    assert mixer.level(3).peak_dbfs == -90


def test_calls_come_and_go_while_it_plays():
    mixer = Mixer()
    over = threading.Event()

    def come_and_go() -> None:
        for i in range(2000):
            mixer.add(i % 8, Tone())
            mixer.change(i % 5, gain_db=-3)
            mixer.remove(i % 3)
        over.set()

    other = threading.Thread(target=come_and_go, name="comings and goings")
    other.start()
    while not over.is_set():
        assert mixer.take(0.0).shape == (FRAME_SAMPLES, 2)
    other.join()
