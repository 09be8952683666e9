"""All calls that are heard at once, as one stereo sound: each with its level and its place."""

from __future__ import annotations

import math
import threading
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.voice.level import SILENT, Level, amplitude, level_of
from app.voice.wave import FRAME_S, FRAME_SAMPLES, Stereo, Wave

#: How far what is heard steps back while its hearer talks.
DUCK_DB = -14.0
#: It steps back faster than it returns.
_DUCK_S, _RETURN_S = 0.06, 0.4
#: Up to here the sum is left as it is; above, it is bent so that it never clips.
_KNEE = 0.7
#: The limiter lets go of what was too loud within about this time.
_RELEASE_S = 0.5
_RISE = np.linspace(0.0, 1.0, FRAME_SAMPLES, dtype=np.float32)


class Source(Protocol):
    """Where a call's sound comes from; a ``JitterBuffer``."""

    def take(self, now_s: float) -> Wave: ...


@dataclass(slots=True)
class _Voice:
    source: Source
    left: float
    right: float
    #: What its frame before ended with; a new one comes out of silence, a removed one goes into it.
    left_before: float = 0.0
    right_before: float = 0.0
    level: Level = SILENT
    is_urgent: bool = False
    is_leaving: bool = False


class Mixer:
    """Mixes any number of sources; its methods may be called from any thread.

    Changes of level and place, joining, leaving and ducking are ramps over a frame, so that none clicks.
    """

    def __init__(self, duck_db: float = DUCK_DB) -> None:
        self._lock = threading.Lock()
        self._voices: dict[Hashable, _Voice] = {}
        self._ducked = amplitude(duck_db)
        self._duck = 1.0
        self._limit = 1.0
        self.is_ducking = False

    def __len__(self) -> int:
        return len(self._voices)

    def add(
        self, key: Hashable, source: Source, gain_db: float = 0.0, place: float = 0.0, *, is_urgent: bool = False
    ) -> None:
        """Hear a source from the next frame on, in place of another of the same key.

        Args:
            key: the caller's name for it, such as the burst's number.
            gain_db: -90 or less for mute. place: -1 left, 0 in the middle, +1 right; equally loud everywhere.
            is_urgent: it never steps back, and while it is there all that is not urgent does.
        """
        with self._lock:
            self._voices[key] = _Voice(source, *_gains(gain_db, place), is_urgent=is_urgent)

    def change(self, key: Hashable, gain_db: float = 0.0, place: float = 0.0, *, is_urgent: bool = False) -> None:
        """Another level or place for a source; nothing happens when it is gone."""
        with self._lock:
            voice = self._voices.get(key)
            if voice is not None and not voice.is_leaving:
                voice.left, voice.right = _gains(gain_db, place)
                voice.is_urgent = is_urgent

    def remove(self, key: Hashable) -> None:
        """Hear one more frame of a source, as it goes into silence."""
        with self._lock:
            voice = self._voices.get(key)
            if voice is not None:
                voice.left = voice.right = 0.0
                voice.is_leaving = True

    def level(self, key: Hashable) -> Level:
        """Of the last frame of a source, before its gain."""
        voice = self._voices.get(key)
        return voice.level if voice is not None else SILENT

    def take(self, now_s: float) -> Stereo:
        """The next 20 ms, shape (960, 2); every source is asked for its own."""
        mixed = np.zeros((FRAME_SAMPLES, 2), np.float32)
        with self._lock:
            voices = self._voices.values()
            is_urgent = any(voice.is_urgent and not voice.is_leaving for voice in voices)
            duck = self._next_duck(self.is_ducking or is_urgent)
            for voice in voices:
                _add(voice, mixed, now_s, 1.0 if voice.is_urgent else duck)
            self._voices = {key: voice for key, voice in self._voices.items() if not voice.is_leaving}
        return self._limited(mixed)

    def _next_duck(self, is_ducking: bool) -> float:
        goal, within_s = (self._ducked, _DUCK_S) if is_ducking else (1.0, _RETURN_S)
        step = FRAME_S / within_s * (1.0 - self._ducked)
        self._duck = max(goal, self._duck - step) if self._duck > goal else min(goal, self._duck + step)
        return self._duck

    def _limited(self, mixed: NDArray[np.float32]) -> Stereo:
        """Never beyond full scale: turned down when several are loud, bent where even that comes too late."""
        peak = float(np.max(np.abs(mixed)))
        before = self._limit
        if peak * before > _KNEE:
            self._limit = _KNEE / peak
        else:
            self._limit = min(1.0, before + (1.0 - before) * FRAME_S / _RELEASE_S)
        if before < 1.0 or self._limit < 1.0:
            ramp = _ramp(before, self._limit)
            mixed *= ramp if isinstance(ramp, float) else ramp[:, None]
        if peak * max(before, self._limit) > _KNEE:
            over = np.abs(mixed) - _KNEE
            room = 1.0 - _KNEE
            bent = np.sign(mixed) * (_KNEE + room * np.tanh(over / room))
            mixed = np.where(over > 0, bent, mixed).astype(np.float32)
        frame: Stereo = np.rint(mixed * np.float32(32767)).astype(np.int16)
        return frame


def _add(voice: _Voice, mixed: NDArray[np.float32], now_s: float, duck: float) -> None:
    wave = voice.source.take(now_s)
    voice.level = level_of(wave)
    left, right = voice.left * duck, voice.right * duck
    if voice.level.rms_dbfs > SILENT.rms_dbfs:
        mixed[:, 0] += wave * _ramp(voice.left_before, left)
        mixed[:, 1] += wave * _ramp(voice.right_before, right)
    voice.left_before, voice.right_before = left, right


def _gains(gain_db: float, place: float) -> tuple[float, float]:
    """Of left and right, of the same power wherever the place is."""
    gain = amplitude(gain_db) if gain_db > SILENT.rms_dbfs else 0.0
    angle = (min(1.0, max(-1.0, place)) + 1.0) * math.pi / 4
    return gain * math.cos(angle), gain * math.sin(angle)


def _ramp(before: float, after: float) -> float | NDArray[np.float32]:
    return after if before == after else np.float32(before) + np.float32(after - before) * _RISE
