"""How loud a stream is, from its decoded sound."""

from __future__ import annotations

import math

import numpy as np
from av import AudioFrame

from app.media.state import Level

SILENCE_DBFS = -90.0
#: Full scale of FFmpeg's sample formats, by numpy's kind and width; unsigned bytes are centred on 128.
_FULL_SCALE = {"i2": 32768.0, "i4": 2147483648.0, "f4": 1.0, "f8": 1.0, "u1": 128.0}


def level_of(frame: AudioFrame) -> Level:
    """RMS and peak over all channels of one frame (some 20 ms), dBFS, not below -90."""
    samples = frame.to_ndarray()
    scale = _FULL_SCALE[f"{samples.dtype.kind}{samples.dtype.itemsize}"]
    wave = samples.astype(np.float32)
    if samples.dtype == np.uint8:
        wave -= 128.0
    if not wave.size:
        return Level(SILENCE_DBFS, SILENCE_DBFS)
    rms = math.sqrt(float(np.mean(np.square(wave, dtype=np.float64))))
    return Level(_dbfs(rms / scale), _dbfs(float(np.max(np.abs(wave))) / scale))


def _dbfs(share: float) -> float:
    return max(SILENCE_DBFS, 20.0 * math.log10(share)) if share > 0 and math.isfinite(share) else SILENCE_DBFS
