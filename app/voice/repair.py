"""A decoder that never clicks: it fades out what it makes up for too long, and comes back gently."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from app.voice.wave import FRAME_SAMPLES, Wave, silence

#: What is made up is heard in full for 80 ms, and not at all after 120 ms.
FULL_SAMPLES, MOST_SAMPLES = 3840, 5760
_RISE_SAMPLES = 240


class SpeechDecoder(Protocol):
    """What ``app.voice.opus.Decoder`` does."""

    def decode(self, payload: bytes) -> Wave | None: ...
    def recover(self, payload: bytes, samples: int = ...) -> Wave | None: ...
    def conceal(self, samples: int = ...) -> Wave: ...


class Repair:
    """The sound of one burst, from packets and from their lack."""

    def __init__(self, decoder: SpeechDecoder) -> None:
        self._decoder = decoder
        self._gain = 0.0
        self._concealed = 0

    def decoded(self, payload: bytes) -> Wave | None:
        """A packet that came; None when it is not Opus."""
        return self._real(self._decoder.decode(payload))

    def recovered(self, payload: bytes, samples: int) -> Wave | None:
        """What was lost before a packet, as far as that repeats it; None when it is not Opus."""
        return self._real(self._decoder.recover(payload, samples))

    def comfort(self) -> Wave:
        """20 ms of the noise around a talker who says nothing."""
        return self._risen(self._decoder.conceal(FRAME_SAMPLES))

    def concealed(self) -> Wave:
        """20 ms that might have been; silence when that has gone on for 120 ms."""
        self._concealed += FRAME_SAMPLES
        left = (MOST_SAMPLES - self._concealed) / (MOST_SAMPLES - FULL_SAMPLES)
        return self._faded(min(self._gain, max(0.0, left)))

    def ended(self) -> Wave:
        """20 ms that fade to silence."""
        return self._faded(0.0)

    def _real(self, wave: Wave | None) -> Wave | None:
        if wave is None:
            return None
        self._concealed = 0
        return self._risen(wave)

    def _faded(self, gain: float) -> Wave:
        if self._gain == 0.0:
            return silence()
        was, self._gain = self._gain, gain
        return self._decoder.conceal(FRAME_SAMPLES) * np.linspace(was, gain, FRAME_SAMPLES, dtype=np.float32)

    def _risen(self, wave: Wave) -> Wave:
        if self._gain < 1.0:
            rise = min(_RISE_SAMPLES, wave.size)
            wave[:rise] *= np.linspace(self._gain, 1.0, rise, dtype=np.float32)
            self._gain = 1.0
        return wave
