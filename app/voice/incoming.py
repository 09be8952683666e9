"""A burst on its way in: what came of it, when it is over, how long it took to be heard. For every kind of ear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from app.domain.voice import FloorIdle, FloorTaken
from app.voice.delay import MouthToEar
from app.voice.jitter import JitterBuffer, JitterFigures
from app.voice.opus import Decoder
from app.voice.rtp import Packet
from app.voice.wave import Wave

#: Without a word or a packet for so long, a burst is over whatever is not said.
DEAD_S = 5.0


@dataclass(slots=True)
class Incoming:
    """
    Args:
        moved_s: when something of it was last heard of.
        packets: of the whole, once it is over.
    """

    told: FloorTaken
    buffer: JitterBuffer
    delay: MouthToEar
    moved_s: float
    packets: int | None = None

    @classmethod
    def begun(cls, told: FloorTaken, start_s: float, clock: Callable[[], float]) -> Self:
        """
        Args:
            start_s: how long its first packets wait.
        """
        return cls(told, JitterBuffer(Decoder(), start_s), MouthToEar(clock), clock())

    @property
    def figures(self) -> JitterFigures:
        return self.buffer.figures

    @property
    def share(self) -> float | None:
        """Of the packets passed on, what was played or made good from the packet that followed; None of none."""
        said = self.figures.played + self.figures.recovered
        return min(1.0, said / self.packets) if self.packets else None

    def put(self, packet: Packet, now_s: float) -> None:
        self.moved_s = now_s
        self.buffer.put(packet, now_s)

    def end(self, told: FloorIdle, now_s: float) -> None:
        """No more is said, if it is this burst that is meant."""
        if self.told.burst == told.burst:
            self.packets, self.moved_s = told.packets, now_s

    def play(self, now_s: float, latency_s: float = 0.0) -> Wave:
        """The next 20 ms; ``latency_s`` is how long they take from here to the ear."""
        before = self.buffer.playing
        wave = self.buffer.take(now_s)
        if self.buffer.playing is not before and self.buffer.playing is not None:
            timestamp, at_s = self.buffer.playing
            self.delay.note_played(timestamp, at_s + latency_s)
        return wave

    def is_over(self, now_s: float) -> bool:
        """Whether all of it was played that ever will be."""
        # The last packets may come after the word that it is over.
        if now_s - self.moved_s > (DEAD_S if self.packets is None else self.figures.target_s):
            self.buffer.finish()
        return self.buffer.is_over
