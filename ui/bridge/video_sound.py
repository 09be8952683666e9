"""Sound of tiles: what unmuted ones hear goes the way of all that is heard at this desk."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Protocol

import numpy as np

from app.domain.errors import AppError
from app.media.sound import CHANNELS, RATE_HZ, SoundBuffer
from app.voice.wave import FRAME_SAMPLES, Wave, silence

_FRAME_BYTES = FRAME_SAMPLES * CHANNELS * 2
#: Begins when so much is there, so that the first late piece does not tear a hole.
_BEGIN_S = 0.08

# The two rooms agree without a word on how sound is sampled.
assert FRAME_SAMPLES * 50 == RATE_HZ


class Audible(Protocol):
    """Something that is heard: 20 ms at a time, on the loudspeaker's thread."""

    def take(self, now_s: float) -> Wave: ...


class SoundOutput(Protocol):
    """Where one hears, beside all else that is heard there.

    Args:
        fault: why nothing is heard there; None while something is.
    """

    @property
    def fault(self) -> AppError | None: ...
    def join(self, key: Hashable, source: Audible) -> None: ...
    def leave(self, key: Hashable) -> None: ...


class TileSound:
    """The sound of one source as frames; silence where there is not enough of it."""

    def __init__(self, sound: SoundBuffer) -> None:
        self._sound = sound
        self._has_begun = False

    def take(self, now_s: float) -> Wave:
        del now_s
        self._has_begun = self._has_begun or self._sound.seconds >= _BEGIN_S
        data = self._sound.take(_FRAME_BYTES) if self._has_begun else b""
        if len(data) < _FRAME_BYTES:
            self._has_begun = False
            return silence(FRAME_SAMPLES)
        both = np.frombuffer(data, np.int16).reshape(-1, CHANNELS)
        wave: Wave = (both.mean(axis=1) / 32768).astype(np.float32)
        return wave


class TileSounds:
    """Which sources are heard, on the GUI thread.

    Args:
        output: None where there is nothing to hear with.
    """

    def __init__(self, output: SoundOutput | None) -> None:
        self._output = output
        self._heard: dict[int, SoundBuffer] = {}

    @property
    def fault(self) -> AppError | None:
        """Why nothing is heard."""
        return AppError("sound.no_device") if self._output is None else self._output.fault

    def play(self, sounds: Mapping[int, SoundBuffer]) -> None:
        """From now on these sources are heard, and no others."""
        if self._output is not None:
            for source in self._heard.keys() - sounds.keys():
                self._output.leave(("video", source))
            for source, sound in sounds.items():
                if self._heard.get(source) is not sound:
                    # From before nobody wants to hear anything.
                    sound.clear()
                    self._output.join(("video", source), TileSound(sound))
        self._heard = dict(sounds)

    def stop(self) -> None:
        self.play({})
