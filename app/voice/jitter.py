"""The jitter buffer of one burst: packets in as the network brings them, even sound out.

It waits for as long as packets have lately been late, repairs what is lost, and comes nearer or falls back by
whole periods of the voice, which also keeps it in step with a talker whose clock runs faster or slower.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from enum import Enum, auto

import numpy as np

from app.voice.arrivals import Arrivals
from app.voice.pace import Pace
from app.voice.repair import MOST_SAMPLES, Repair, SpeechDecoder
from app.voice.rtp import Packet
from app.voice.shelf import Fate, Shelf
from app.voice.toc import is_silence
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave, silence

#: What a burst begins with when nothing is known of the way it comes.
START_S = 0.06
#: Behind the promptest packet by more than this, old speech is left out rather than said faster.
_MOST_BEHIND_S = 0.6
#: Sooner by less than this is soon enough to begin, or to give up waiting.
_NEAR_S = 0.010
#: Packets that are lost in a row and still repaired in one go, of 20 ms or less than that.
_RECOVER_SAMPLES, _RECOVER_UNIT = 2880, 120
#: More than a packet or two lost in the last seconds: worth waiting for the next one, which can repair it, until
#: that has been over for some seconds.
_LOSSY, _LOSSLESS, _LOSS_WEIGHT = 0.006, 0.002, 1 / 200
_INBOX = 256


@dataclass(frozen=True, slots=True)
class JitterFigures:
    """What became of the packets of a burst.

    Args:
        received: of the right time, once each. played: of those. late: came after their time, or were too many.
        duplicates, strays: thrown away; strays are of another time than the rest.
        recovered: lost, but said from what the next one repeats. lost: neither came nor were recovered.
        concealed_s: of sound that stands for nothing. changes: of length, by a period each.
        target_s, delay_s: how long the promptest packet should wait, and does.
    """

    received: int = 0
    played: int = 0
    late: int = 0
    duplicates: int = 0
    strays: int = 0
    recovered: int = 0
    lost: int = 0
    concealed_s: float = 0.0
    changes: int = 0
    target_s: float = START_S
    delay_s: float = 0.0


class _State(Enum):
    #: Nothing to play: before the first packet, and after waiting for too long.
    IDLE = auto()
    PLAYING = auto()
    #: The talker says nothing, on purpose.
    SILENT = auto()


class JitterBuffer:
    """One burst, of one SSRC.

    ``put`` and ``finish`` may be called from another thread than ``take``; figures may be read from any.

    Args:
        decoder: its own.
        start_s: how long to wait at first; ``figures.target_s`` of the last burst that came the same way.
    """

    def __init__(self, decoder: SpeechDecoder, start_s: float = START_S) -> None:
        self._repair = Repair(decoder)
        self._inbox: deque[tuple[Packet, float]] = deque(maxlen=_INBOX)
        self._shelf, self._arrivals, self._pace = Shelf(), Arrivals(start_s), Pace()
        self._state = _State.IDLE
        #: The time of the next packet to play, and how much of it was concealed while it did not come.
        self._next = self._held = 0
        self._last_sequence = -1
        self._ahead = silence(0)
        #: How much of the frame that is asked for was there before the packet that is decoded now.
        self._filled = 0
        self._loss, self._is_lossy = 0.0, False
        self._is_finished = False
        self.figures = JitterFigures(target_s=self._arrivals.target_s)
        #: Of the last packet that was played, its timestamp, and when its first sample is due.
        self.playing: tuple[int, float] | None = None

    def put(self, packet: Packet, now_s: float) -> None:
        """A packet came at ``now_s``, by the clock that ``take`` is told too."""
        self._inbox.append((packet, now_s))

    def finish(self) -> None:
        """The burst is over: play what is here, and fade."""
        self._is_finished = True

    @property
    def is_over(self) -> bool:
        """Whether the burst is over and all of it has been played."""
        is_empty = not (self._inbox or self._shelf or self._ahead.size)
        return self._is_finished and is_empty and self._state is _State.IDLE

    def take(self, now_s: float) -> Wave:
        """The next 20 ms, 960 samples always; silence where there is nothing."""
        self._sort_in()
        wave = self._ahead
        while wave.size < FRAME_SAMPLES:
            self._filled = wave.size
            more = self._more(now_s)
            wave = np.concatenate((wave, more)) if wave.size else more
        rest = wave[FRAME_SAMPLES:]
        # Silence need not be kept once there is nothing to play.
        self._ahead = rest if self._state is not _State.IDLE or rest.any() else silence(0)
        return wave[:FRAME_SAMPLES]

    @property
    def _target_s(self) -> float:
        return self._arrivals.target_s + (FRAME_S if self._is_lossy else 0.0)

    def _lag_s(self, at: int, now_s: float) -> float:
        """How long ago the packet of that time would have come by the promptest way."""
        return now_s - self._arrivals.base_s - at / RATE_HZ

    def _sort_in(self) -> None:
        figures = self.figures
        while self._inbox:
            packet, came_s = self._inbox.popleft()
            placed = self._shelf.place(packet, came_s)
            if placed.fate is Fate.DUPLICATE:
                figures = replace(figures, duplicates=figures.duplicates + 1)
                continue
            if placed.fate is Fate.STRAY:
                figures = replace(figures, strays=figures.strays + 1)
                continue
            if placed.has_restarted:
                self._arrivals = Arrivals(self._arrivals.target_s)
                self._state, self._next, self._last_sequence = _State.IDLE, 0, -1
            self._arrivals.note(placed.at / RATE_HZ, came_s)
            late = placed.pushed_out
            if placed.at < self._next and self._shelf.pop(placed.at) is not None:
                late += 1
            figures = replace(figures, received=figures.received + 1, late=figures.late + late)
        self.figures = figures

    def _more(self, now_s: float) -> Wave:
        """The next sound, mostly 20 ms of it."""
        if self._state is _State.PLAYING and self._lag_s(self._next, now_s) > _MOST_BEHIND_S:
            self._state = _State.IDLE
            return self._repair.ended()
        if self._state is not _State.PLAYING and not self._begins(now_s):
            return self._paused()
        packet = self._shelf.pop(self._next)
        return self._missing(now_s) if packet is None else self._played(packet, now_s)

    def _begins(self, now_s: float) -> bool:
        """Whether the first packet that waits is to be played now; what is far too old never is."""
        while (at := self._shelf.first) is not None and self._lag_s(at, now_s) > _MOST_BEHIND_S:
            self._shelf.pop(at)
            self.figures = replace(self.figures, late=self.figures.late + 1)
        if at is None or (self._lag_s(at, now_s) < self._target_s - _NEAR_S and not self._is_finished):
            return False
        self._state, self._next, self._held = _State.PLAYING, at, 0
        self._pace.begin()
        return True

    def _paused(self) -> Wave:
        if self._state is _State.SILENT and not self._is_finished:
            return self._repair.comfort()
        self._state = _State.IDLE
        return self._repair.ended()

    def _played(self, packet: Packet, now_s: float) -> Wave:
        lag_s = self._lag_s(self._next, now_s)
        self._pace.note(now_s - self._next / RATE_HZ)
        self.playing = packet.timestamp, now_s + self._filled / RATE_HZ
        wave = self._decoded(packet)
        self.figures = replace(
            self.figures,
            target_s=self._target_s,
            delay_s=lag_s + self._filled / RATE_HZ,
            changes=self._pace.changes,
        )
        excess_s = self._pace.excess_s(self._arrivals.base_s + self._target_s)
        if not excess_s or self._state is not _State.PLAYING:
            return wave
        following = self._shelf.pop(self._next) if excess_s > 0 else None
        if following is not None:
            wave = np.concatenate((wave, self._decoded(following)))
        return self._pace.fitted(wave, excess_s)

    def _decoded(self, packet: Packet) -> Wave:
        wave = self._repair.decoded(packet.payload)
        self._held = 0
        self._last_sequence = packet.sequence
        if wave is None:
            # Not Opus: as good as lost.
            return self._lost(FRAME_SAMPLES)
        self._next += wave.size
        self._weigh_loss(0.0)
        self.figures = replace(self.figures, played=self.figures.played + 1)
        if is_silence(packet.payload):
            self._state = _State.SILENT
        return wave

    def _missing(self, now_s: float) -> Wave:
        """The packet whose time it is has not come: wait for it, or do without."""
        later = self._shelf.first
        if later is None:
            if self._held >= MOST_SAMPLES or self._is_finished:
                # If more comes after all, it begins anew.
                self._state = _State.IDLE
                return self._repair.ended()
            return self._waited()
        packet = self._shelf[later]
        if packet.sequence == (self._last_sequence + 1) & 0xFFFF:
            # Nothing was sent in between: silence, whose end the talker's time tells.
            self._state = _State.SILENT
            return self._more(now_s)
        if later - self._next <= self._held:
            # What did not come was concealed already, while it was waited for.
            self._pace.shift(self._next - later)
            self._miss(later - self._next)
            self._next = later
            return self._more(now_s)
        if self._lag_s(self._next, now_s) < self._target_s - _NEAR_S and self._held < MOST_SAMPLES:
            return self._waited()
        return self._repaired(packet, later)

    def _waited(self) -> Wave:
        self._held += FRAME_SAMPLES
        self._pace.shift(FRAME_SAMPLES)
        return self._concealed()

    def _repaired(self, packet: Packet, later: int) -> Wave:
        """Make up for what did not come before a packet that did."""
        if self._held:
            self._pace.shift(-self._held)
            self._miss(self._held)
            self._next, self._held = self._next + self._held, 0
        missing = later - self._next
        if missing <= _RECOVER_SAMPLES and not missing % _RECOVER_UNIT:
            wave = self._repair.recovered(packet.payload, missing)
            if wave is not None:
                # Only the last packet before it is repeated in it.
                self._miss(missing - FRAME_SAMPLES)
                self._weigh_loss(1.0)
                self._next = later
                self.figures = replace(self.figures, recovered=self.figures.recovered + 1)
                return wave
        return self._lost(min(missing, FRAME_SAMPLES))

    def _lost(self, samples: int) -> Wave:
        self._next += samples
        self._miss(samples)
        return self._concealed()

    def _miss(self, samples: int) -> None:
        """So much of the talker's time is lost."""
        for _ in range(round(samples / FRAME_SAMPLES)):
            self._weigh_loss(1.0)
            self.figures = replace(self.figures, lost=self.figures.lost + 1)

    def _weigh_loss(self, is_lost: float) -> None:
        self._loss += (is_lost - self._loss) * _LOSS_WEIGHT
        self._is_lossy = self._loss > (_LOSSLESS if self._is_lossy else _LOSSY)

    def _concealed(self) -> Wave:
        self.figures = replace(self.figures, concealed_s=self.figures.concealed_s + FRAME_S)
        return self._repair.concealed()
