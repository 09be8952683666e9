"""Where one recording is found in another, even when it was played a little faster and slower on the way."""

from __future__ import annotations

import numpy as np

from app.voice.wave import RATE_HZ, Wave

#: Parts that are looked for one by one: long enough to be told from others.
_PART = RATE_HZ // 5
#: What is quieter is not looked for; it stays with its neighbour.
_QUIET = 0.002


def delay_samples(reference: Wave, heard: Wave, most: int = 2 * RATE_HZ) -> int:
    """By how many samples ``heard`` comes after ``reference``, at most ``most`` either way.

    By the highest correlation of what both have above their mean.
    """
    size = 1 << (reference.size + heard.size).bit_length()
    spectrum = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(reference, size))
    correlation = np.fft.irfft(spectrum, size)
    lags = np.concatenate((correlation[-most:], correlation[: most + 1]))
    return int(np.argmax(lags)) - most


def realigned(reference: Wave, heard: Wave, reach: int = RATE_HZ // 5) -> Wave:
    """What was heard, each part moved to where it is in the reference; as long as that.

    Args:
        reach: how far a part may have moved against the whole, samples.
    """
    delay = delay_samples(reference, heard)
    padded = np.pad(heard, (reach + _PART, reach + _PART + max(0, reference.size - heard.size)))
    aligned = np.zeros_like(reference)
    for begin in range(0, reference.size, _PART):
        part = reference[begin : begin + _PART]
        middle = begin + delay + reach + _PART
        near = padded[max(0, middle - reach) : middle + part.size + reach]
        if near.size < part.size:
            continue
        if float(np.sqrt(np.mean(part**2))) > _QUIET and near.size > part.size:
            at = _found(part, near)
        else:
            at = min(reach, near.size - part.size)
        aligned[begin : begin + part.size] = near[at : at + part.size]
    return aligned


def _found(part: Wave, near: Wave) -> int:
    """Where a part is most like what is there, by normalized correlation."""
    size = 1 << (part.size + near.size).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(near, size) * np.conj(np.fft.rfft(part, size)), size)
    sums = np.concatenate(((0.0,), np.cumsum(near.astype(np.float64) ** 2)))
    energy = sums[part.size :] - sums[: -part.size]
    return int(np.argmax(correlation[: energy.size] / np.sqrt(energy + 1e-6)))
