"""Tones that tell a talker how it stands without a look at the screen."""

from __future__ import annotations

import numpy as np

from app.voice.wave import RATE_HZ, Wave

_EDGE_S = 0.008


def grant_tone() -> Wave:
    """Soft and rising: talk. 0.14 s at -20 dB."""
    return np.concatenate((_tone(660, 0.06, 0.1), _tone(880, 0.08, 0.1)))


def denial_tone() -> Wave:
    """Clear, low, three times: nobody hears you. 0.6 s at -12 dB."""
    one = np.concatenate((_tone(311, 0.14, 0.25), np.zeros(RATE_HZ * 6 // 100, np.float32)))
    return np.tile(one, 3)


def limit_tone() -> Wave:
    """Two short ones, the second higher: the time to talk is over soon. 0.26 s at -16 dB."""
    gap = np.zeros(RATE_HZ * 10 // 100, np.float32)
    return np.concatenate((_tone(880, 0.08, 0.16), gap, _tone(1175, 0.08, 0.16)))


def emergency_tone() -> Wave:
    """High and urgent, up and down: somebody talks in an emergency. 0.6 s at -14 dB."""
    return np.tile(np.concatenate((_tone(988, 0.1, 0.2), _tone(740, 0.1, 0.2))), 3)


def side_tone(is_left: bool) -> Wave:
    """For finding out which loudspeaker is which: the left is the lower one. 0.6 s."""
    return _tone(440 if is_left else 660, 0.6, 0.2)


def _tone(pitch_hz: float, seconds: float, gain: float) -> Wave:
    t = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    edge = np.clip(np.minimum(t, t[-1] - t) / _EDGE_S, 0.0, 1.0)
    wave: Wave = (gain * edge * np.sin(2 * np.pi * pitch_hz * t)).astype(np.float32)
    return wave
