"""Listening: several calls at once, each with its level and its place, and what of them was really heard."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

import numpy as np

from app.domain.talk import Priority
from app.domain.voice import BurstNotPlayed, BurstPlayed, FloorIdle, FloorTaken
from app.voice.delay import MouthToEar
from app.voice.incoming import Incoming
from app.voice.jitter import START_S
from app.voice.level import SILENT, Level
from app.voice.mixer import Mixer, Source
from app.voice.playback import Playback, Playing
from app.voice.rtcp import SenderReport
from app.voice.rtp import Packet
from app.voice.wave import FRAME_SAMPLES, RATE_HZ, Stereo, Wave, silence

#: Of the last burst, for hearing it again.
_MOST_REMEMBERED = 60 * RATE_HZ
_MOST_BURSTS = 64
#: Keys in the mixer are numbers of bursts, which begin at 1.
_REPLAY, _TONE = 0, -1
#: By turns, so that the one before fades while the next begins.
_RECORDINGS = (-2, -3)
_MUTE_DB = -120.0


@dataclass(frozen=True, slots=True)
class Sound:
    """How a call is heard.

    Args:
        gain_db: louder or softer than it is; an emergency is never softer.
        place: -1 left, 0 in the middle, 1 right.
        is_muted: what is said there is heard only while it is an emergency.
    """

    gain_db: float = 0.0
    place: float = 0.0
    is_muted: bool = False

    def heard_db(self, *, is_emergency: bool) -> float:
        """How loud something that is said there is heard."""
        if is_emergency:
            return max(0.0, self.gain_db)
        return _MUTE_DB if self.is_muted else self.gain_db


@dataclass(slots=True)
class _Burst(Incoming):
    is_emergency: bool = False
    was_muted: bool = False
    #: Of the loudspeaker.
    latency_s: Callable[[], float] = lambda: 0.0
    waves: deque[Wave] = field(default_factory=lambda: deque(maxlen=_MOST_REMEMBERED // FRAME_SAMPLES))

    def take(self, now_s: float) -> Wave:
        wave = self.play(now_s, self.latency_s())
        self.waves.append(wave)
        return wave


class Listener:
    """All that is heard at one end. Its methods may be called from any thread.

    Args:
        on_report: told once a burst whether it was played; on the loudspeaker's thread, returns at once.
        latency_s: how long the loudspeaker takes to play what it takes now; asked for on its thread.
    """

    def __init__(
        self,
        on_report: Callable[[BurstPlayed | BurstNotPlayed], None],
        clock: Callable[[], float] = time.monotonic,
        latency_s: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._on_report, self._clock, self._latency_s = on_report, clock, latency_s
        self._lock = threading.Lock()
        self._mixer = Mixer()
        self._sounds: dict[int, Sound] = {}
        #: By SSRC.
        self._bursts: dict[int, _Burst] = {}
        #: By number, also of bursts that are over.
        self._delays: dict[int, MouthToEar] = {}
        self._start_s = START_S
        self._last = silence(0)
        self._recordings: dict[int, Playback] = {}
        self._recording = _RECORDINGS[0]
        #: Whether what is played can be heard at all.
        self.has_loudspeaker = True

    def set_sound(self, call: int, sound: Sound) -> None:
        with self._lock:
            self._sounds[call] = sound
            for burst in self._bursts.values():
                if burst.told.call == call:
                    self._change(burst, sound)

    def duck(self, is_ducking: bool) -> None:
        """What is heard steps back while one talks."""
        self._mixer.is_ducking = is_ducking

    def level(self, call: int) -> Level:
        """Of who talks in a call, as it came; silent when nobody does."""
        talked = (burst.told for burst in list(self._bursts.values()))
        number = next((told.burst for told in talked if told.call == call), None)
        return self._mixer.level(number) if number is not None else SILENT

    @property
    def mouth_to_ear_ms(self) -> Mapping[int, tuple[float, ...] | None]:
        """How long what was said took to be heard, by burst (the last 64): one of each packet that was played.

        None where the clocks of talker and hearer do not show the same time; empty until the talker has told its.
        """
        with self._lock:
            return {burst: delay.delays_ms for burst, delay in self._delays.items()}

    @property
    def heard_after_ms(self) -> float | None:
        """The same of the newest burst, of its last second; None where it is not known."""
        with self._lock:
            newest = next(reversed(self._delays.values()), None)
        return newest.lately_ms if newest is not None else None

    @property
    def can_replay(self) -> bool:
        return bool(self._last.size)

    def replay(self) -> None:
        """Hear the last burst once more, from its beginning, in place of a recording."""
        self.stop_recording()
        self._play(_REPLAY, Playback(self._last), 0.0)

    def play(self, wave: Wave, place: float = 0.0, *, is_urgent: bool = False) -> None:
        """Hear a tone or a recording beside all else, in place of the one before.

        Args:
            is_urgent: all else steps back.
        """
        self._play(_TONE, Playback(wave), place, is_urgent=is_urgent)

    def play_recording(self, wave: Wave, *, speed: float = 1.0, at_s: float = 0.0) -> None:
        """Hear a recording beside all else, in place of the one before, or of a replay.

        Args:
            wave: at ``speed`` already (``app.voice.speed``).
            at_s: where to begin, in seconds of the recording at its own speed.
        """
        self.stop_recording()
        self._recording = next(key for key in _RECORDINGS if key != self._recording)
        self._play(self._recording, Playback(wave, speed, at_s), 0.0)

    def stop_recording(self) -> None:
        with self._lock:
            for key in (self._recording, _REPLAY):
                if self._recordings.pop(key, None) is not None:
                    self._mixer.remove(key)

    @property
    def recording(self) -> Playing | None:
        """How far the recording is; None when it is over."""
        playback = self._recordings.get(self._recording)
        return playback.state if playback is not None else None

    def join(self, key: Hashable, source: Source) -> None:
        """Hear something else than speech beside all else, until it leaves; it steps back with all else.

        Args:
            key: no number, which are those of bursts.
        """
        self._mixer.add(key, source)

    def leave(self, key: Hashable) -> None:
        self._mixer.remove(key)

    def _play(self, key: int, playback: Playback, place: float, *, is_urgent: bool = False) -> None:
        with self._lock:
            if not playback.is_over:
                self._recordings[key] = playback
                self._mixer.add(key, playback, place=place, is_urgent=is_urgent)

    # --- What the station says and sends

    def on_taken(self, told: FloorTaken) -> None:
        if not told.is_heard:
            return
        is_emergency = told.priority is Priority.EMERGENCY
        with self._lock:
            sound = self._sounds.get(told.call, Sound())
            known = self._bursts.get(told.ssrc)
            if known is not None:
                known.is_emergency = is_emergency
                self._change(known, sound)
            if known is not None or len(self._bursts) >= _MOST_BURSTS:
                return
            burst = _Burst.begun(told, self._start_s, self._clock)
            burst.is_emergency, burst.latency_s = is_emergency, self._latency_s
            burst.was_muted = sound.is_muted and not is_emergency
            self._bursts[told.ssrc], self._delays[told.burst] = burst, burst.delay
            while len(self._delays) > _MOST_BURSTS:
                del self._delays[next(iter(self._delays))]
            gain_db = sound.heard_db(is_emergency=is_emergency)
            self._mixer.add(told.burst, burst, gain_db, sound.place, is_urgent=is_emergency)

    def _change(self, burst: _Burst, sound: Sound) -> None:
        burst.was_muted = not burst.is_emergency and (burst.was_muted or sound.is_muted)
        gain_db = sound.heard_db(is_emergency=burst.is_emergency)
        self._mixer.change(burst.told.burst, gain_db, sound.place, is_urgent=burst.is_emergency)

    def on_packet(self, packet: Packet, now_s: float) -> None:
        """Speech came at ``now_s``, by this end's clock; of an unknown burst it is thrown away."""
        with self._lock:
            burst = self._bursts.get(packet.ssrc)
            if burst is not None:
                burst.put(packet, now_s)

    def on_sender_report(self, report: SenderReport) -> None:
        """A talker says which of its samples was taken when."""
        with self._lock:
            burst = self._bursts.get(report.ssrc)
            if burst is not None:
                burst.delay.note_report(report)

    def on_idle(self, told: FloorIdle) -> None:
        with self._lock:
            for burst in self._bursts.values():
                burst.end(told, self._clock())

    def cut_off(self) -> None:
        """The connection is gone: what has come is played, and nobody is told."""
        with self._lock:
            for burst in self._bursts.values():
                burst.buffer.finish()

    # --- The loudspeaker's thread

    def next_frame(self) -> Stereo:
        """The next 20 ms of all that is heard, shape (960, 2)."""
        now_s = self._clock()
        frame = self._mixer.take(now_s)
        with self._lock:
            over = [ssrc for ssrc, burst in self._bursts.items() if burst.is_over(now_s)]
            ended = [self._bursts.pop(ssrc) for ssrc in over]
            for burst in ended:
                self._forget(burst)
            for key in [key for key, recording in self._recordings.items() if recording.is_over]:
                del self._recordings[key]
                self._mixer.remove(key)
        for burst in ended:
            if burst.packets is not None:
                self._on_report(self._report(burst))
        return frame

    def _forget(self, burst: _Burst) -> None:
        self._mixer.remove(burst.told.burst)
        if burst.figures.played:
            self._start_s = burst.figures.target_s
            self._last = np.concatenate(burst.waves)

    def _report(self, burst: _Burst) -> BurstPlayed | BurstNotPlayed:
        number, share = burst.told.burst, burst.share
        if burst.was_muted:
            return BurstNotPlayed(burst=number, reason="hearing.muted")
        if not self.has_loudspeaker:
            return BurstNotPlayed(burst=number, reason="hearing.no_loudspeaker")
        if share == 0:
            return BurstNotPlayed(burst=number, reason="hearing.lost")
        return BurstPlayed(burst=number, share=1.0 if share is None else share)
