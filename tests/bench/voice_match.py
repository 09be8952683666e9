"""When what was said was heard: known speech, found again in what an end has played."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.voice.alignment import realigned
from app.voice.spectrum import intelligibility, spectral_distance_db
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave
from tests.bench.voice_peer import Heard

#: Of speech, looked for one by one; whole frames, so that each begins with one.
_PART = 10 * FRAME_SAMPLES
#: What is quieter is not looked for. So late anything may come, and so like it has to be.
_QUIET, _LATEST_S, _LIKE = 0.02, 0.7, 0.6


class Match:
    """One burst, at both of its ends.

    Args:
        said: whole frames. said_s: when the microphone handed over each of them, which is when it ends.
        told_ms: the same as ``delays_s``, as the hearer finds by the talker's reports, packet by packet.
    """

    def __init__(self, said: Wave, said_s: Sequence[float], heard: Heard) -> None:
        self._said, self._said_s = said, said_s
        self.told_ms = heard.told_ms
        asked_s = np.array(heard.asked_s)
        first = max(0, int(np.searchsorted(asked_s, said_s[0] - FRAME_S)) - 1)
        last = int(np.searchsorted(asked_s, said_s[-1] + 2 * _LATEST_S))
        self._asked_s = asked_s[first:last]
        self._heard = heard.wave[first * FRAME_SAMPLES : last * FRAME_SAMPLES]

    def delays_s(self) -> tuple[np.ndarray, float]:
        """From each fifth of a second of speech to the moment at which it was played; and the share of them that
        was found at all."""
        wanted = found = 0
        delays = []
        for begin in range(0, self._said.size - _PART, _PART):
            part = self._said[begin : begin + _PART]
            if np.sqrt(np.mean(part**2)) < _QUIET:
                continue
            wanted += 1
            said_s = self._said_s[begin // FRAME_SAMPLES] - FRAME_S
            at = self._found(part, said_s)
            if at is not None:
                found += 1
                delays.append(self._asked_s[at // FRAME_SAMPLES] + at % FRAME_SAMPLES / RATE_HZ - said_s)
        return np.array(delays), found / wanted

    def _found(self, part: Wave, said_s: float) -> int | None:
        first = int(np.searchsorted(self._asked_s, said_s))
        last = int(np.searchsorted(self._asked_s, said_s + _LATEST_S))
        near = self._heard[first * FRAME_SAMPLES : last * FRAME_SAMPLES + part.size]
        if near.size <= part.size:
            return None
        size = 1 << (part.size + near.size).bit_length()
        product = np.fft.irfft(np.fft.rfft(near, size) * np.conj(np.fft.rfft(part, size)), size)
        sums = np.concatenate(((0.0,), np.cumsum(near.astype(np.float64) ** 2)))
        energy = (sums[part.size :] - sums[: -part.size]) * float(np.sum(part.astype(np.float64) ** 2))
        likeness = product[: energy.size] / np.sqrt(energy + 1e-6)
        at = int(np.argmax(likeness))
        return first * FRAME_SAMPLES + at if likeness[at] > _LIKE else None

    def intelligibility(self) -> float:
        """STOI, after moving parts of 0.2 s to where they belong."""
        return intelligibility(self._said, realigned(self._said, self._heard))

    def spectral_distance_db(self) -> float:
        return spectral_distance_db(self._said, realigned(self._said, self._heard))
