"""Sound made a little shorter or longer by whole periods of itself, so that nobody hears it (overlap and add)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.voice.wave import RATE_HZ, Wave

#: Periods of voices, from 400 Hz down to 67 Hz.
SHORTEST, LONGEST = RATE_HZ // 400, RATE_HZ // 67
#: How much of the sound has to resemble itself a period later.
_COMPARED = 480
#: The search goes in steps of this many samples, and is then made exact.
_STEP = 4
#: Below this nothing can be heard to be cut: -50 dBFS.
_QUIET = 0.003


@dataclass(frozen=True, slots=True)
class Period:
    """Where a sound repeats itself.

    Args:
        samples: how far on. likeness: normalized correlation, 1.0 for the same; 1.0 for what is too quiet to tell.
    """

    samples: int
    likeness: float


def period_of(wave: Wave, most: int = LONGEST) -> Period | None:
    """Where the beginning of a sound is most like what follows it, at most ``most`` samples on.

    From half of that on: there is always a whole number of a voice's shorter periods in between.

    Returns:
        None when the sound is too short to be joined with itself, which takes two periods.
    """
    most = min(most, LONGEST, wave.size // 2, wave.size - _COMPARED)
    if most < SHORTEST:
        return None
    if float(np.dot(wave, wave)) <= _QUIET * _QUIET * wave.size:
        return Period(most, 1.0)
    coarse = wave[: wave.size // _STEP * _STEP].reshape(-1, _STEP).mean(1)
    least = max(SHORTEST, most // 2)
    lag, _ = _best(coarse, _COMPARED // _STEP, least // _STEP, most // _STEP)
    near = (max(least, (lag - 1) * _STEP), min(most, (lag + 1) * _STEP))
    return Period(*_best(wave, _COMPARED, *near))


def shortened(wave: Wave, period: Period) -> Wave:
    """The same with its first period faded into its second."""
    samples = period.samples
    rise = _rise(samples)
    joined = wave[:samples] * (1 - rise) + wave[samples : 2 * samples] * rise
    return np.concatenate((joined, wave[2 * samples :]))


def lengthened(wave: Wave, period: Period) -> Wave:
    """The same with its first period said twice."""
    samples = period.samples
    rise = _rise(samples)
    again = wave[samples : 2 * samples] * (1 - rise) + wave[:samples] * rise
    return np.concatenate((wave[:samples], again, wave[samples:]))


def _rise(samples: int) -> Wave:
    return np.linspace(0, 1, samples, endpoint=False, dtype=np.float32)


def _best(wave: Wave, compared: int, least: int, most: int) -> tuple[int, float]:
    """The lag from ``least`` to ``most`` of the highest normalized correlation, and that."""
    head = wave[:compared]
    views = np.lib.stride_tricks.sliding_window_view(wave[: most + compared], compared)[least:]
    energy = np.einsum("ij,ij->i", views, views)
    likeness = (views @ head) / np.sqrt(energy * np.dot(head, head) + 1e-12)
    at = int(np.argmax(likeness))
    return least + at, float(likeness[at])
