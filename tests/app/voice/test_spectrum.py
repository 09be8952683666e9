from __future__ import annotations

import numpy as np
import pytest

from app.voice.alignment import delay_samples, realigned
from app.voice.spectrum import intelligibility, spectral_distance_db
from app.voice.wave import RATE_HZ, Wave, silence
from tests.app.voice.speech import hum, speech


def noisy(wave: Wave, ratio_db: float) -> Wave:
    noise = np.random.default_rng(1).standard_normal(wave.size)
    noise *= np.linalg.norm(wave) / np.linalg.norm(noise) * 10 ** (-ratio_db / 20)
    return (wave + noise).astype(np.float32)


#: What pystoi 0.4.1 finds for the same samples.
@pytest.mark.parametrize(("ratio_db", "stoi"), [(20, 0.9884), (5, 0.8841), (0, 0.8376), (-10, 0.7145)])
def test_intelligibility_is_what_another_implementation_finds(ratio_db: float, stoi: float):
    assert intelligibility(hum(), noisy(hum(), ratio_db)) == pytest.approx(stoi, abs=0.005)


def test_speech_is_fully_intelligible_as_itself_and_not_at_all_as_noise():
    assert intelligibility(speech(), speech()) == pytest.approx(1)
    assert intelligibility(speech(), noisy(silence(speech().size) + 1e-4, -80)) < 0.5


def test_the_more_noise_the_further_the_spectrum():
    distances = [spectral_distance_db(speech(), noisy(speech(), ratio_db)) for ratio_db in (30, 10, 0)]
    assert distances == sorted(distances)
    assert spectral_distance_db(speech(), speech()) == 0


def test_too_little_speech_is_not_judged():
    with pytest.raises(ValueError, match="not enough"):
        intelligibility(speech()[:4000], speech()[:4000])


@pytest.mark.parametrize("delay", [0, 1, 4800, 50_000, -3000])
def test_a_delay_is_found(delay: int):
    wave = speech()
    late = np.concatenate((silence(delay), wave)) if delay >= 0 else wave[-delay:]
    assert delay_samples(wave, late) == delay


def test_parts_that_moved_are_put_back():
    wave = speech()
    third = wave.size // 3
    moved = np.concatenate(
        (silence(9000), wave[:third], silence(1500), wave[third : 2 * third], wave[2 * third + 900 :])
    )
    assert intelligibility(wave, moved) < 0.9
    assert intelligibility(wave, realigned(wave, moved)) > 0.97
    assert realigned(wave, moved).size == wave.size


def test_what_was_not_heard_is_not_made_up():
    wave = speech()
    assert intelligibility(wave, realigned(wave, silence(RATE_HZ))) < 0.1
