"""A whole recording at another rate."""

from __future__ import annotations

import math

import numpy as np

from app.voice.wave import Wave


def resampled(wave: Wave, from_hz: int, to_hz: int) -> Wave:
    """The same sound at another rate, without what that rate cannot hold. For files, not for streams.

    By its spectrum, which takes the recording for one that repeats: silence at both ends keeps them apart.
    """
    if from_hz == to_hz or not wave.size:
        return wave
    # Lengths that are whole at both rates.
    unit = from_hz // math.gcd(from_hz, to_hz)
    pad = from_hz // 20 // unit * unit + unit
    padded = np.pad(wave, (pad, pad + -wave.size % unit))
    size = padded.size * to_hz // from_hz
    spectrum = np.fft.rfft(padded)
    bins = size // 2 + 1
    kept = np.zeros(bins, spectrum.dtype)
    kept[: min(bins, spectrum.size)] = spectrum[:bins]
    begin = pad * to_hz // from_hz
    end = begin + round(wave.size * to_hz / from_hz)
    return (np.fft.irfft(kept, size)[begin:end] * (to_hz / from_hz)).astype(np.float32)
