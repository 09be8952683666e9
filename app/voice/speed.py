"""A recording played faster in the same voice (WSOLA), for the talk log."""

from __future__ import annotations

import numpy as np

from app.voice.wave import RATE_HZ, Wave

SLOWEST, FASTEST = 0.5, 2.0
#: Windows of 20 ms with half overlap; each is taken from up to 5 ms beside its place, where it fits best.
_WINDOW, _HOP, _REACH = RATE_HZ // 50, RATE_HZ // 100, RATE_HZ // 200
#: The place is searched for at a quarter of the samples.
_STEP = 4


def at_speed(wave: Wave, speed: float) -> Wave:
    """The same speech, lasting 1/speed as long.

    Args:
        speed: 0.5 to 2.0; what is beyond is taken as that.
    Source: W. Verhelst, M. Roelands: An overlap-add technique based on waveform similarity (WSOLA) for high
        quality time-scale modification of speech, ICASSP 1993.
    """
    speed = min(FASTEST, max(SLOWEST, speed))
    if speed == 1.0 or wave.size < 2 * _WINDOW:
        return wave
    hops = int(wave.size / speed) // _HOP
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    padded = np.pad(wave, (_REACH + _HOP, 2 * _WINDOW + 2 * _REACH))
    coarse = padded[: padded.size // _STEP * _STEP].reshape(-1, _STEP).mean(1)
    out = np.zeros((hops + 1) * _HOP + _WINDOW, np.float32)
    at = _REACH
    for i in range(hops):
        out[i * _HOP : i * _HOP + _WINDOW] += padded[at : at + _WINDOW] * window
        # What would follow by itself, and where something like it is near the place that comes next.
        at = _fitting(coarse, at + _HOP, int((i + 1) * _HOP * speed))
    # The first hop only rises: it is half a window without the one before it.
    return out[_HOP : _HOP + int(wave.size / speed)]


def _fitting(coarse: Wave, follows: int, place: int) -> int:
    """The sample from ``place`` on, within twice the reach, where what comes is most like what ``follows``."""
    head = coarse[follows // _STEP : (follows + _WINDOW) // _STEP]
    near = coarse[place // _STEP : (place + _WINDOW + 2 * _REACH) // _STEP]
    likeness = np.correlate(near, head, "valid")
    sums = np.concatenate(((0.0,), np.cumsum(near.astype(np.float64) ** 2)))
    energy = sums[head.size :] - sums[: -head.size]
    return place // _STEP * _STEP + _STEP * int(np.argmax(likeness / np.sqrt(energy + 1e-9)))
