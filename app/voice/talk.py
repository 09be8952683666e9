"""Talking: from the press of a key to the packets of a burst.

What is said from the press on is encoded and kept while the floor is asked for, and sent at once with the grant.
Nothing is kept for later: no grant, no speech.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from app.domain.voice import FloorDenied, FloorGranted, FloorQueued, FloorRevoked, ReleaseFloor, RequestFloor, Said
from app.voice.endpoint import AudioIn
from app.voice.level import SILENT, Level, level_of
from app.voice.opus import Encoder
from app.voice.rtp import Packet, Packetizer
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import FRAME_S, Wave, silence

#: What was said before the grant and is still worth sending: hearers leave out what is older than 0.6 s.
MOST_KEPT_S = 0.5
#: Words that were said before the key came up are still on their way through the microphone.
TAIL_S = 0.1
#: Of what is said so much may be lost on the way from the station to who hears, which is not known here.
_LEAST_LOSS = 0.1
#: A station that has said nothing for so long does not hear.
ANSWER_S = 3.0
#: Without a frame for so long nothing is on its way: the microphone is changing.
_MUTE_S = 0.2


class TalkLink(Protocol):
    """What is needed of a connection to the station; called from any thread."""

    def say(self, said: Said) -> None: ...
    def send(self, packet: Packet) -> None: ...


class _Trial:
    def __init__(self, frames: int, then: Callable[[Wave], None]) -> None:
        self._left, self._then = frames, then
        self._heard: list[Wave] = []

    def is_full_with(self, frame: Wave) -> bool:
        self._heard.append(frame)
        self._left -= 1
        return self._left <= 0

    def end(self) -> None:
        self._then(np.concatenate(self._heard) if self._heard else silence(0))


class Talker:
    """One mouth. Its methods may be called from any thread; it belongs to one microphone.

    Args:
        microphone: runs from ``start`` to ``stop``, because opening a device takes longer than a word; what it
            hears while no key is down is measured and forgotten.
        on_state: told every new state, on whatever thread it came about; returns at once.
    """

    def __init__(
        self,
        microphone: AudioIn,
        link: TalkLink,
        on_state: Callable[[TalkState], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._microphone, self._link, self._on_state, self._clock = microphone, link, on_state, clock
        # Reentrant: who is told a state may press or release.
        self._lock = threading.RLock()
        self._loss = _LEAST_LOSS
        self._encoder = Encoder(expected_loss=self._loss)
        self._kept: deque[bytes] = deque(maxlen=round(MOST_KEPT_S / FRAME_S))
        self._packetizer: Packetizer | None = None
        self._tail: int | None = None
        self._has_asked = False
        self._framed_s = 0.0
        self._trial: _Trial | None = None
        self.state = TalkState()
        self.level: Level = SILENT

    def start(self) -> None:
        """Raises AppError("audio.unavailable") where the microphone does."""
        self._microphone.start(self._on_frame)

    def stop(self) -> None:
        """Let go of the floor and of the microphone; at most 2 s."""
        self.abandon()
        self._microphone.stop()

    def expect_loss(self, share: float) -> None:
        """Follow what the station reports of what is sent to it, 0.0 to 1.0."""
        with self._lock:
            self._loss = max(_LEAST_LOSS, share)
            self._encoder.expect_loss(self._loss)

    def record(self, seconds: float, then: Callable[[Wave], None]) -> None:
        """Have what is said now, whether a key is down or not; one recording at a time, so the one before ends.

        Args:
            then: called once, on the microphone's thread or on that which ends the recording.
        """
        with self._lock:
            self.end_recording()
            self._trial = _Trial(round(seconds / FRAME_S), then)

    def end_recording(self) -> None:
        """What was said until now is all of it; nothing to do while nothing is recorded."""
        with self._lock:
            trial, self._trial = self._trial, None
            if trial is not None:
                trial.end()

    # --- The key

    def press(self, call: int | None, *, is_emergency: bool = False) -> None:
        """The key is down. With None, ``ask`` follows when the call is open; what is said is kept already.

        Who talks or waits already makes an emergency of it.
        """
        with self._lock:
            if self._tail is not None:
                self._end()
            if self.state.phase.is_held:
                if is_emergency and not self.state.is_emergency:
                    self._become(replace(self.state, is_emergency=True))
                    if self._has_asked and self.state.call is not None:
                        self._link.say(RequestFloor(call=self.state.call, is_emergency=True))
                return
            self._kept.clear()
            self._encoder = Encoder(expected_loss=self._loss)
            self._has_asked = False
            asked = TalkState(Phase.ASKED, call, pressed_s=self._clock(), is_emergency=is_emergency)
            self._become(asked)
            if call is not None:
                self.ask(call)

    def ask(self, call: int) -> None:
        """The call that the key was pressed for is open."""
        with self._lock:
            if self.state.phase is Phase.ASKED and not self._has_asked:
                self._has_asked = True
                self._become(replace(self.state, call=call))
                self._link.say(RequestFloor(call=call, is_emergency=self.state.is_emergency))

    def release(self) -> None:
        """The key is up: what was said until now is sent, and then the floor is given back."""
        with self._lock:
            is_heard = self._clock() - self._framed_s < _MUTE_S
            if self.state.phase is Phase.ON_AIR and is_heard:
                self._tail = round(TAIL_S / FRAME_S)
            else:
                self._end()

    def abandon(self) -> None:
        """Stop at once: nobody is there any more who would want to know."""
        with self._lock:
            self._end()

    def cut_off(self, code: str) -> None:
        """Stop at once, and have that told until the key is up: the connection or the microphone is gone.

        Args:
            code: why, as of a denial.
        """
        with self._lock:
            if self._tail is not None:
                # The key is up already.
                self._end()
            elif self.state.phase.is_held:
                call = self.state.call
                self._stop_sending()
                self._become(replace(self.state, phase=Phase.DENIED, code=code))
                if self._has_asked and call is not None:
                    self._link.say(ReleaseFloor(call=call))

    def refuse(self, code: str) -> None:
        """The call that the key was pressed for cannot be opened."""
        with self._lock:
            if self.state.phase is Phase.ASKED and not self._has_asked:
                self._become(replace(self.state, phase=Phase.DENIED, code=code))
                self._kept.clear()

    # --- What the station says

    def on_told(self, told: FloorGranted | FloorDenied | FloorQueued | FloorRevoked) -> None:
        """What comes too late, or of another call, is answered with letting go."""
        with self._lock:
            if told.call != self.state.call or self.state.phase in {Phase.IDLE, Phase.DENIED, Phase.REVOKED}:
                if isinstance(told, FloorGranted):
                    self._link.say(ReleaseFloor(call=told.call))
                return
            match told:
                case FloorGranted():
                    self._go_on_air(told)
                case FloorQueued():
                    # Who waits for a tone says nothing yet.
                    self._kept.clear()
                    waiting = replace(self.state, phase=Phase.QUEUED, position=told.position, holder=told.holder)
                    self._become(waiting)
                case FloorDenied():
                    self._stop_sending()
                    self._become(replace(self.state, phase=Phase.DENIED, code=told.code, holder=told.holder))
                case FloorRevoked():
                    self._stop_sending()
                    self._become(replace(self.state, phase=Phase.REVOKED, end=told.reason))

    def _go_on_air(self, told: FloorGranted) -> None:
        if self.state.phase is Phase.ON_AIR:
            # Who makes an emergency of it has the whole time anew.
            limit_s = self._clock() - self.state.since_s + told.limit_s
            self._become(replace(self.state, limit_s=limit_s))
            return
        self._packetizer = Packetizer(told.ssrc)
        on_air = replace(self.state, phase=Phase.ON_AIR, burst=told.burst, limit_s=told.limit_s)
        self._become(replace(on_air, position=0, holder=None))
        while self._kept:
            self._send(self._kept.popleft())

    # --- The microphone's thread

    def _on_frame(self, frame: Wave) -> None:
        self.level = level_of(frame)
        with self._lock:
            if self._trial is not None and self._trial.is_full_with(frame):
                self.end_recording()
            self._framed_s = self._clock()
            match self.state.phase:
                case Phase.ON_AIR:
                    self._send(self._encoder.encode(frame))
                    self._shorten_tail()
                case Phase.ASKED:
                    self._kept.append(self._encoder.encode(frame))
                    self._give_up_when_unheard()
                case _:
                    pass

    def _send(self, payload: bytes) -> None:
        packet = self._packetizer.packet(payload) if self._packetizer is not None else None
        if packet is not None:
            self._link.send(packet)

    def _shorten_tail(self) -> None:
        if self._tail is not None:
            self._tail -= 1
            if self._tail <= 0:
                self._end()

    def _give_up_when_unheard(self) -> None:
        if self._clock() - self.state.since_s > ANSWER_S:
            self.cut_off("floor.no_answer")

    def _end(self) -> None:
        phase, call = self.state.phase, self.state.call
        self._stop_sending()
        if phase is Phase.IDLE:
            return
        self._become(TalkState())
        if call is not None and self._has_asked and phase.is_held:
            self._link.say(ReleaseFloor(call=call))

    def _stop_sending(self) -> None:
        self._kept.clear()
        self._packetizer, self._tail = None, None

    def _become(self, state: TalkState) -> None:
        has_begun = state.phase is not self.state.phase
        self.state = replace(state, since_s=self._clock() if has_begun else self.state.since_s)
        self._on_state(self.state)
