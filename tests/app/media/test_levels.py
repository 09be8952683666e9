from __future__ import annotations

import av
import numpy as np
import pytest

from app.media.levels import SILENCE_DBFS, level_of


def _sound(wave: np.ndarray, sample_format: str) -> av.AudioFrame:
    scale, kind = {"s16": (32767, np.int16), "flt": (1, np.float32), "s32": (2**31 - 128, np.int32)}[sample_format]
    return av.AudioFrame.from_ndarray(
        (wave * scale).astype(kind).reshape(1, -1), format=sample_format, layout="mono"
    )


@pytest.mark.parametrize("sample_format", ["s16", "flt", "s32"])
def test_a_tone_at_half_of_full_scale_is_minus_six_at_its_peak_and_three_less_in_power(sample_format):
    wave = 0.5 * np.sin(2 * np.pi * 100 * np.arange(960) / 9600)
    level = level_of(_sound(wave, sample_format))
    assert level.peak_dbfs == pytest.approx(-6.02, abs=0.1)
    assert level.rms_dbfs == pytest.approx(-9.03, abs=0.1)


def test_silence_has_the_least_level():
    level = level_of(_sound(np.zeros(960), "s16"))
    assert (level.rms_dbfs, level.peak_dbfs) == (SILENCE_DBFS, SILENCE_DBFS)


def test_unsigned_bytes_are_silent_at_their_middle():
    frame = av.AudioFrame.from_ndarray(np.full((1, 960), 128, np.uint8), format="u8", layout="mono")
    assert level_of(frame).peak_dbfs == SILENCE_DBFS
