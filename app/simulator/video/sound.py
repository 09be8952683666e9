"""Sound: wind, steps and engines, made of a few seconds of noise, so that level meters have something to show."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000

Wave = npt.NDArray[np.float32]

_LOOP_S = 6
_STEP_S = 1 / 1.8
#: How loud each part is, RMS as a share of full scale.
_WIND, _STEPS, _ENGINE = 0.02, 0.05, 0.09
_FASTEST_MPS, _STROLL_MPS = 14.0, 1.4


class Sound:
    """The sound beside one camera; mono, 16 kHz, float samples in -1 to 1."""

    def __init__(self, seed: str, *, is_vehicle: bool) -> None:
        chance = np.random.default_rng(list(seed.encode()))
        self._wind = _WIND * _gusty(_dull(chance, _LOOP_S, 0.06), chance)
        own = _engine(chance) if is_vehicle else _steps(chance)
        self._own = own * (_ENGINE if is_vehicle else _STEPS)
        self._is_vehicle = is_vehicle
        self._taken = 0

    def take(self, samples: int, speed_mps: float) -> Wave:
        """The next samples, shape (samples,), for a unit that goes so fast."""
        at = np.arange(self._taken, self._taken + samples)
        self._taken += samples
        own = self._own[at % len(self._own)] * np.float32(self._loudness(speed_mps))
        wave: Wave = np.clip(self._wind[at % len(self._wind)] + own, -1, 1)
        return wave

    def _loudness(self, speed_mps: float) -> float:
        if self._is_vehicle:
            # An engine is heard while the vehicle stands, too.
            return 0.25 + 0.75 * min(1.0, speed_mps / _FASTEST_MPS)
        return min(1.0, speed_mps / _STROLL_MPS)


def _dull(chance: np.random.Generator, length_s: float, keep: float) -> Wave:
    """Noise without its highs, that goes round without a click; RMS 1."""
    spectrum = np.fft.rfft(chance.standard_normal(int(RATE_HZ * length_s)))
    spectrum *= np.exp(-np.arange(len(spectrum)) / (keep * len(spectrum)))
    return _even(np.fft.irfft(spectrum))


def _gusty(wave: Wave, chance: np.random.Generator) -> Wave:
    turn = np.linspace(0, math.tau, len(wave), dtype=np.float32)
    swell = 1 + 0.5 * np.sin(turn + chance.uniform(0, 6)) + 0.3 * np.sin(3 * turn + chance.uniform(0, 6))
    return _even(wave * swell)


def _steps(chance: np.random.Generator) -> Wave:
    """Soles on paving: two steps, a little different."""
    each = int(RATE_HZ * _STEP_S)
    fall = np.exp(-np.arange(each) / (0.03 * RATE_HZ))
    return _even(np.concatenate([_dull(chance, each / RATE_HZ, keep)[:each] * fall for keep in (0.16, 0.12)]))


def _engine(chance: np.random.Generator) -> Wave:
    """A hum of whole cycles a second, so that it goes round."""
    at_s = np.arange(2 * RATE_HZ) / RATE_HZ
    base_hz = int(chance.integers(38, 52))
    hum = sum(np.sin(math.tau * base_hz * n * at_s + chance.uniform(0, 6)) / n for n in range(1, 9))
    return _even(np.asarray(hum) + 0.4 * _dull(chance, 2, 0.05))


def _even(wave: npt.NDArray[np.floating]) -> Wave:
    return np.asarray(wave / np.sqrt(np.mean(np.square(wave))), np.float32)
