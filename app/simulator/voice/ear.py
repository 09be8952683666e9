"""The ear of a terminal: it plays each burst through a jitter buffer of its own into a level detector."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from app.domain.voice import BurstNotPlayed, BurstPlayed, FloorIdle, FloorTaken
from app.simulator.voice.metronome import Metronome
from app.voice.incoming import Incoming
from app.voice.jitter import START_S, JitterFigures
from app.voice.level import SILENCE_DBFS, SpeechDetector, dbfs
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet
from app.voice.wave import FRAME_S, Wave, silence

#: Of a burst, for the file; no station lets anybody talk for longer.
_MOST_KEPT = round(600 / FRAME_S)


@dataclass(frozen=True, slots=True)
class Heard:
    """A burst that has been played to its end.

    Args:
        told: who talked. packets: how many were passed on; None where the connection was lost in mid-burst.
        wave: what was played, where that is kept. figures: what became of the packets.
        has_speech: whether the level detector found somebody speaking. level_dbfs: of the speech, RMS.
        seconds: how long it was played. mouth_to_ear_ms: 95 of 100 packets took no longer; None where that is
            not known.
    """

    told: FloorTaken
    packets: int | None
    figures: JitterFigures
    wave: Wave
    has_speech: bool
    level_dbfs: float
    seconds: float
    mouth_to_ear_ms: float | None

    @property
    def share(self) -> float:
        """Of the packets passed on, what was played or made good from the packet that followed."""
        said = self.figures.played + self.figures.recovered
        return min(1.0, said / self.packets) if self.packets else float(said > 0)

    @property
    def receipt(self) -> BurstPlayed | BurstNotPlayed | None:
        """What to say of it; None when nobody can be told any more."""
        if self.packets is None:
            return None
        if self.packets and not self.share:
            return BurstNotPlayed(burst=self.told.burst, reason="hearing.lost")
        return BurstPlayed(burst=self.told.burst, share=self.share if self.packets else 1.0)


@dataclass(slots=True)
class _Burst(Incoming):
    detector: SpeechDetector = field(default_factory=SpeechDetector)
    frames: int = 0
    #: Frames with speech in them, and the sum of their mean squares.
    spoken: int = 0
    power: float = 0.0
    waves: list[Wave] = field(default_factory=list)

    def hear(self, now_s: float, *, is_kept: bool) -> None:
        wave = self.play(now_s)
        self.frames += 1
        if self.detector.hears(wave):
            self.spoken += 1
            self.power += float(np.dot(wave, wave)) / wave.size
        if is_kept and len(self.waves) < _MOST_KEPT:
            self.waves.append(wave)

    def heard(self) -> Heard:
        level_dbfs = dbfs(math.sqrt(self.power / self.spoken)) if self.spoken else SILENCE_DBFS
        delays_ms = self.delay.delays_ms
        return Heard(
            told=self.told,
            packets=self.packets,
            figures=self.buffer.figures,
            wave=np.concatenate(self.waves) if self.waves else silence(0),
            has_speech=self.spoken > 0,
            level_dbfs=level_dbfs,
            seconds=self.frames * FRAME_S,
            mouth_to_ear_ms=round(float(np.percentile(delays_ms, 95)), 1) if delays_ms else None,
        )


class Ear:
    """Lives on an event loop.

    Args:
        on_heard: told of each burst once, after its end.
        keeps_sound: whether what is played is kept for ``Heard.wave``.
    """

    def __init__(
        self, metronome: Metronome, on_heard: Callable[[Heard], None], *, keeps_sound: bool = False
    ) -> None:
        self._metronome, self._on_heard, self._keeps_sound = metronome, on_heard, keeps_sound
        #: By SSRC.
        self._bursts: dict[int, _Burst] = {}
        #: How long the next burst is to wait at first: what the last one has learned of the way.
        self._start_s = START_S

    @property
    def is_hearing(self) -> bool:
        return bool(self._bursts)

    def on_taken(self, told: FloorTaken) -> None:
        known = self._bursts.get(told.ssrc)
        if not told.is_heard:
            if known is not None:
                known.buffer.finish()
        elif known is None:
            self._bursts[told.ssrc] = _Burst.begun(told, self._start_s, time.monotonic)
            self._metronome.join(self._play)

    def on_packet(self, packet: Packet, now_s: float) -> None:
        burst = self._bursts.get(packet.ssrc)
        if burst is not None:
            burst.put(packet, now_s)

    def on_report(self, report: SenderReport) -> None:
        """A talker says which of its samples was taken when."""
        burst = self._bursts.get(report.ssrc)
        if burst is not None:
            burst.delay.note_report(report)

    def on_idle(self, told: FloorIdle) -> None:
        for burst in self._bursts.values():
            burst.end(told, time.monotonic())

    def cut_off(self) -> None:
        """The connection is gone: what has come is played, and nobody can be told."""
        for burst in self._bursts.values():
            burst.packets = None
            burst.buffer.finish()

    def _play(self, now_s: float) -> None:
        for ssrc, burst in list(self._bursts.items()):
            burst.hear(now_s, is_kept=self._keeps_sound)
            if burst.is_over(now_s):
                del self._bursts[ssrc]
                self._finish(burst)
        if not self._bursts:
            self._metronome.leave(self._play)

    def _finish(self, burst: _Burst) -> None:
        if burst.buffer.figures.played:
            self._start_s = burst.buffer.figures.target_s
        self._on_heard(burst.heard())
