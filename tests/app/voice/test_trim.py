from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.voice.trim import trimmed
from app.voice.wave import FRAME_SAMPLES, RATE_HZ, silence
from tests.app.voice.speech import hum

_HISS = (0.0005 * np.random.default_rng(3).standard_normal(RATE_HZ)).astype(np.float32)


@given(before=st.integers(0, 60), after=st.integers(0, 60))
def test_what_is_around_the_words_goes_and_the_words_stay(before: int, after: int):
    word = np.full(20 * FRAME_SAMPLES, 0.2, np.float32)
    wave = np.concatenate((silence(before * FRAME_SAMPLES), word, silence(after * FRAME_SAMPLES)))
    kept = trimmed(wave)
    assert kept.size == (min(before, 10) + 20 + min(after, 10)) * FRAME_SAMPLES
    assert np.count_nonzero(kept) == word.size


def test_a_hiss_is_no_word():
    assert trimmed(_HISS).size == 0
    assert trimmed(silence(0)).size == 0
    spoken = hum()[: RATE_HZ + 7]
    assert trimmed(np.concatenate((_HISS, spoken, _HISS))).size < spoken.size + RATE_HZ // 2
