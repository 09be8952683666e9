"""How loud sound is, and whether somebody speaks in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from app.voice.wave import FRAME_S, Wave

SILENCE_DBFS = -90.0
#: Speech stands at least so far above the noise around it, and is never quieter than this.
_ABOVE_NOISE_DB, _QUIETEST_DBFS = 9.0, -55.0
#: Noise is believed at once when it falls, and slowly when it rises: speech has pauses, noise has none.
_NOISE_RISE_DB_PER_S = 3.0
#: Words have pauses of this length in them.
_HANGOVER_S = 0.3


@dataclass(frozen=True, slots=True)
class Level:
    """Loudness of a frame against full scale, not below -90 dBFS; a full sine has 0 peak and -3 RMS."""

    rms_dbfs: float
    peak_dbfs: float


SILENT = Level(SILENCE_DBFS, SILENCE_DBFS)


def level_of(wave: Wave) -> Level:
    if not wave.size:
        return SILENT
    return Level(dbfs(math.sqrt(float(np.dot(wave, wave)) / wave.size)), dbfs(float(np.max(np.abs(wave)))))


def dbfs(share: float) -> float:
    """Decibels of an amplitude, 1.0 for full scale; what is not finite counts as silence."""
    return max(SILENCE_DBFS, 20.0 * math.log10(share)) if share > 0 and math.isfinite(share) else SILENCE_DBFS


def amplitude(gain_db: float) -> float:
    return float(10.0 ** (gain_db / 20.0))


class SpeechDetector:
    """Says frame by frame whether somebody speaks: the frame stands out of the noise, or did a moment ago."""

    def __init__(self) -> None:
        self._noise_dbfs = _QUIETEST_DBFS
        self._until_s = 0.0
        self._at_s = 0.0

    def hears(self, wave: Wave, duration_s: float = FRAME_S) -> bool:
        """Whether there is speech in the next frame, or was within the last 0.3 s."""
        rms_dbfs = level_of(wave).rms_dbfs
        self._at_s += duration_s
        self._noise_dbfs = min(rms_dbfs, self._noise_dbfs + _NOISE_RISE_DB_PER_S * duration_s)
        if rms_dbfs > max(_QUIETEST_DBFS, self._noise_dbfs + _ABOVE_NOISE_DB):
            self._until_s = self._at_s + _HANGOVER_S
        return self._at_s < self._until_s
