"""Decoders that tell what was made of packets: a tone that no packet may break, and one that is listened in on."""

from __future__ import annotations

import numpy as np

from app.voice.opus import Decoder
from app.voice.rtp import Packet
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave, silence


class Overheard:
    """A decoder, and all that came out of it, one after the other."""

    def __init__(self) -> None:
        self._decoder = Decoder()
        self._gave: list[Wave] = []

    @property
    def wave(self) -> Wave:
        return np.concatenate([silence(), *self._gave])

    def _told(self, wave: Wave | None) -> Wave | None:
        if wave is not None:
            self._gave.append(wave.copy())
        return wave

    def decode(self, payload: bytes) -> Wave | None:
        return self._told(self._decoder.decode(payload))

    def recover(self, payload: bytes, samples: int = FRAME_SAMPLES) -> Wave | None:
        return self._told(self._decoder.recover(payload, samples))

    def conceal(self, samples: int = FRAME_SAMPLES) -> Wave:
        return self._told(self._decoder.conceal(samples))


class ToneDecoder:
    """Decodes each packet to its part of an unbroken tone, so that what is done to the sound shows as a jump."""

    def __init__(self, hz: float = 200.0) -> None:
        self._hz = hz
        self._at = 0
        self.recovered = self.concealed = 0

    def _tone(self, samples: int) -> Wave:
        t = np.arange(self._at, self._at + samples) / RATE_HZ
        self._at += samples
        return (0.5 * np.sin(2 * np.pi * self._hz * t)).astype(np.float32)

    def decode(self, payload: bytes) -> Wave | None:
        self._at = int.from_bytes(payload[:4], "big")
        return self._tone(FRAME_SAMPLES)

    def recover(self, payload: bytes, samples: int = FRAME_SAMPLES) -> Wave | None:
        self.recovered += 1
        self._at = int.from_bytes(payload[:4], "big") - samples
        return self._tone(samples)

    def conceal(self, samples: int = FRAME_SAMPLES) -> Wave:
        self.concealed += 1
        return self._tone(samples)


#: The most that a tone of 200 Hz at half of full scale moves from sample to sample.
STEEPEST = 0.5 * 2 * np.pi * 200 / RATE_HZ


def tone_packets(count: int, first_sequence: int = 100, first_timestamp: int = 0) -> list[tuple[float, Packet]]:
    return [
        (
            (i + 1) * FRAME_S,
            Packet(
                (first_sequence + i) % 65536,
                (first_timestamp + FRAME_SAMPLES * i) % 2**32,
                7,
                (FRAME_SAMPLES * i).to_bytes(4, "big"),
            ),
        )
        for i in range(count)
    ]


def steepness(wave: Wave) -> float:
    return float(np.abs(np.diff(wave)).max())
