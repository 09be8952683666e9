"""The mouth of a terminal: it holds the floor for as long as a clip lasts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from app.domain.voice import FloorDenied, FloorGranted, FloorQueued, FloorRevoked
from app.simulator.voice.metronome import Metronome
from app.voice.endpoint import WaveIn
from app.voice.talk import Talker, TalkLink
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import Wave, silence

#: Who has to wait for longer lets it be: what one had to say is old by then.
_PATIENCE_S = 10.0


class ClipMicrophone:
    """A microphone into which a clip is spoken; silence before and after. An ``AudioIn`` on the metronome."""

    name = "clip"

    def __init__(self, metronome: Metronome) -> None:
        self._metronome = metronome
        self._on_frame: Callable[[Wave], None] = lambda _: None
        self._clip = WaveIn(silence(0))
        self._on_over: Callable[[], None] | None = None

    def start(self, on_frame: Callable[[Wave], None]) -> None:
        self._on_frame = on_frame
        self._metronome.join(self._tick)

    def stop(self) -> None:
        self._on_over = None
        self._metronome.leave(self._tick)

    def speak(self, wave: Wave, then: Callable[[], None]) -> None:
        """Begin now; ``then`` is called after the last frame."""
        self._clip, self._on_over = WaveIn(wave), then

    def _tick(self, _: float) -> None:
        is_speaking = self._on_over is not None
        self._on_frame(self._clip.next_frame() if is_speaking else silence())
        if self._clip.is_over.is_set() and self._on_over is not None:
            then, self._on_over = self._on_over, None
            then()


class Mouth:
    """Says one thing at a time. Lives on an event loop.

    Args:
        on_said: told how long it held the floor of a call, in seconds, when it lets go of it.
    """

    def __init__(self, metronome: Metronome, link: TalkLink, on_said: Callable[[int, float], None]) -> None:
        self._microphone = ClipMicrophone(metronome)
        self._talker = Talker(self._microphone, link, self._on_state)
        self._on_said = on_said
        self._wave = silence(0)
        self._on_air_s: float | None = None
        self._call = 0
        self._waiting: asyncio.TimerHandle | None = None

    @property
    def is_busy(self) -> bool:
        return self._talker.state.phase is not Phase.IDLE

    def speak(self, call: int, wave: Wave, *, is_emergency: bool = False) -> bool:
        """Ask for the floor, and speak once it is granted. False when it is still busy with something else."""
        if self.is_busy:
            return False
        self._call, self._wave, self._on_air_s = call, wave, None
        self._talker.start()
        self._waiting = asyncio.get_running_loop().call_later(_PATIENCE_S, self._give_up)
        self._talker.press(call, is_emergency=is_emergency)
        return True

    def on_told(self, told: FloorGranted | FloorDenied | FloorQueued | FloorRevoked) -> None:
        self._talker.on_told(told)

    def expect_loss(self, share: float) -> None:
        """How the station receives it, 0.0 to 1.0: with more, each packet repeats more of the one before it."""
        self._talker.expect_loss(share)

    def cut_off(self) -> None:
        """The connection is gone, or the terminal is switched off."""
        self._talker.abandon()

    def _give_up(self) -> None:
        if self._on_air_s is None:
            self._talker.abandon()

    def _on_state(self, state: TalkState) -> None:
        match state.phase:
            case Phase.ON_AIR if self._on_air_s is None:
                # Somebody speaks when the tone says so.
                self._on_air_s = time.monotonic()
                self._microphone.speak(self._wave, self._talker.release)
            case Phase.DENIED | Phase.REVOKED:
                # Not from within the talker's own change of state.
                asyncio.get_running_loop().call_soon(self._talker.release)
            case Phase.IDLE:
                self._rest()
            case _:
                pass

    def _rest(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
            self._microphone.stop()
        if self._on_air_s is not None:
            began_s, self._on_air_s = self._on_air_s, None
            self._on_said(self._call, time.monotonic() - began_s)
