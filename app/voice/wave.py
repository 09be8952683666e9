"""What sound is inside the house: 48 kHz mono samples as 32-bit floats, full scale ±1.0, in frames of 20 ms."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000
FRAME_SAMPLES = 960
FRAME_S = FRAME_SAMPLES / RATE_HZ

#: float32, shape (samples,).
Wave: TypeAlias = NDArray[np.float32]
#: int16, shape (samples, 2): left, right.
Stereo: TypeAlias = NDArray[np.int16]


def silence(samples: int = FRAME_SAMPLES) -> Wave:
    return np.zeros(samples, np.float32)


def from_pcm16(data: bytes) -> Wave:
    """Samples of little-endian 16-bit mono; a byte that is left over is not a sample."""
    return np.frombuffer(data[: len(data) & ~1], "<i2").astype(np.float32) / np.float32(32768)


def to_pcm16(wave: Wave) -> bytes:
    """Little-endian 16-bit; what is beyond full scale is clipped."""
    samples = np.clip(np.rint(wave * np.float32(32768)), -32768, 32767)
    return bytes(samples.astype("<i2").tobytes())
