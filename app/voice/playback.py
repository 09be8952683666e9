"""A recording that is played beside what is heard live: where it is, and how fast it goes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.voice.wave import FRAME_SAMPLES, RATE_HZ, Wave, silence


@dataclass(frozen=True, slots=True)
class Playing:
    """
    Args:
        position_s: of the recording, at its own speed. speed: 1.0 as it was spoken.
    """

    position_s: float
    speed: float


class Playback:
    """A source for the mixer.

    Args:
        wave: as it is to be heard, at ``speed`` already (``app.voice.speed``).
        at_s: where to begin, in seconds of the recording at its own speed.
    """

    def __init__(self, wave: Wave, speed: float = 1.0, at_s: float = 0.0) -> None:
        self._wave, self._speed = wave, speed
        self._at = min(wave.size, max(0, round(at_s / speed * RATE_HZ)))

    @property
    def is_over(self) -> bool:
        return self._at >= self._wave.size

    @property
    def state(self) -> Playing:
        return Playing(self._at * self._speed / RATE_HZ, self._speed)

    def take(self, _: float) -> Wave:
        part = self._wave[self._at : self._at + FRAME_SAMPLES]
        self._at += part.size
        return part if part.size == FRAME_SAMPLES else np.concatenate((part, silence(FRAME_SAMPLES - part.size)))
