"""A network that loses, delays, reorders and repeats, in made-up time; and a talker and a hearer at its ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.voice.jitter import JitterBuffer, JitterFigures
from app.voice.opus import Decoder, Encoder
from app.voice.rtp import Packet, Packetizer
from app.voice.wave import FRAME_S, FRAME_SAMPLES, Wave

#: What is sent at which time, and when it comes.
Arrival = tuple[float, Packet]


@dataclass(frozen=True, slots=True)
class Way:
    """How packets fare.

    Args:
        delay_s: of the promptest. jitter_s: what is added, evenly between 0 and twice this.
    """

    loss: float = 0.0
    delay_s: float = 0.03
    jitter_s: float = 0.0
    repeated: float = 0.0
    seed: int = 1

    def arrivals(self, sent: Sequence[Arrival]) -> list[Arrival]:
        chance = np.random.default_rng(self.seed)
        came: list[Arrival] = []
        for at_s, packet in sent:
            if chance.random() < self.loss:
                continue
            came.append((at_s + self.delay_s + chance.uniform(0, 2 * self.jitter_s), packet))
            if chance.random() < self.repeated:
                came.append((at_s + self.delay_s + chance.uniform(0, 2 * self.jitter_s + 0.03), packet))
        return sorted(came, key=lambda arrival: arrival[0])


@dataclass(slots=True)
class Heard:
    """What came out at the other end.

    Args:
        delays_s: of each packet that was played, behind the promptest. figures: at the end.
    """

    wave: Wave
    delays_s: list[float] = field(default_factory=list)
    targets_s: list[float] = field(default_factory=list)
    figures: JitterFigures = field(default_factory=JitterFigures)


def spoken(wave: Wave, begin_s: float = 0.0, expected_loss: float = 0.1, drift: float = 0.0) -> list[Arrival]:
    """Packets of a recording, each sent when its last sample is captured, by a clock that may run slow or fast."""
    encoder, packetizer = Encoder(expected_loss=expected_loss), Packetizer(ssrc=7)
    sent: list[Arrival] = []
    for i in range(wave.size // FRAME_SAMPLES):
        packet = packetizer.packet(encoder.encode(wave[i * FRAME_SAMPLES : (i + 1) * FRAME_SAMPLES]))
        if packet is not None:
            sent.append((begin_s + (i + 1) * FRAME_S * (1 + drift), packet))
    return sent


def hear(
    arrivals: Sequence[Arrival],
    until_s: float,
    buffer: JitterBuffer | None = None,
    due: Callable[[int], float] = lambda i: i * FRAME_S,
) -> Heard:
    """Play to the end. ``due(i)`` says when the sound device asks for frame i."""
    buffer = buffer or JitterBuffer(Decoder())
    waiting = list(reversed(arrivals))
    frames: list[Wave] = []
    heard = Heard(np.zeros(0, np.float32))
    played = 0
    while (now_s := due(len(frames))) < until_s:
        while waiting and waiting[-1][0] <= now_s:
            came_s, packet = waiting.pop()
            buffer.put(packet, came_s)
        frames.append(buffer.take(now_s))
        if buffer.figures.played > played:
            played = buffer.figures.played
            heard.delays_s.append(buffer.figures.delay_s)
            heard.targets_s.append(buffer.figures.target_s)
    heard.wave = np.concatenate(frames)
    heard.figures = buffer.figures
    return heard
