"""One recording on its way into one call, and the microphone that it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, QTimer

from app.domain import voice
from app.domain.errors import AppError
from app.voice.endpoint import Ticker, WaveIn
from app.voice.talk import ANSWER_S, Talker, TalkLink
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import Wave
from ui.widgets.talk_port import NewCall

FloorWord = voice.FloorGranted | voice.FloorDenied | voice.FloorQueued | voice.FloorRevoked


class SendPhase(StrEnum):
    #: The floor is asked for.
    ASKED = "asked"
    ON_AIR = "on_air"
    SENT = "sent"
    FAILED = "failed"

    @property
    def is_over(self) -> bool:
        return self in {SendPhase.SENT, SendPhase.FAILED}


@dataclass(frozen=True, slots=True)
class Sending:
    """One speaking of a recording.

    Args:
        number: counts them. burst: None before the grant.
        error: why it failed; some of it may have been heard where there is a burst.
    """

    number: int
    phase: SendPhase
    burst: int | None = None
    error: AppError | None = None


class Speech:
    """One speaking of a recording: a mouth of its own. Belongs to the GUI thread.

    Args:
        on_state: told every state of the talker, on any thread.
        owner: lives as long.
    """

    def __init__(
        self,
        number: int,
        target: NewCall,
        wave: Wave,
        link: TalkLink,
        on_state: Callable[[TalkState], None],
        owner: QObject,
    ) -> None:
        self.number, self.target = number, target
        self._on_state, self._link = on_state, link
        self._script = _Script(wave, self._on_last)
        self.talker = Talker(self._script, link, self._on_talk)
        self.talker.start()
        self.sending = Sending(number, SendPhase.ASKED)
        #: Of the call that is opened for it; empty for one that is open already.
        self.request = ""
        self.burst: int | None = None
        # Its owner's: the link's thread may be the last to know of this speech, and must not delete the timer.
        self.patience = QTimer(owner, singleShot=True, interval=round(ANSWER_S * 1000))

    def on_told(self, told: FloorWord) -> None:
        """On the link's thread."""
        if isinstance(told, voice.FloorGranted):
            self.burst = told.burst
        elif isinstance(told, voice.FloorQueued):
            # It is said now or not at all.
            self._link.say(voice.ReleaseFloor(call=told.call))
            told = voice.FloorDenied(call=told.call, code="announcement.busy", holder=told.holder)
        self.talker.on_told(told)

    def stop(self) -> None:
        """Nothing more is said once this returns; once."""
        self.patience.stop()
        self.patience.deleteLater()
        self.talker.stop()

    def _on_talk(self, state: TalkState) -> None:
        if state.phase is Phase.ON_AIR:
            self._script.begin()
        self._on_state(state)

    def _on_last(self) -> None:
        self.talker.release()


class _Script:
    """A recording as the microphone of a talker: it begins when it may be heard, not before.

    Args:
        on_last: called once, after the last frame.
    """

    name = "announcement"

    def __init__(self, wave: Wave, on_last: Callable[[], None]) -> None:
        self._wave, self._on_last = WaveIn(wave), on_last
        self._ticker: Ticker | None = None
        self._has_ended = False

    def start(self, on_frame: Callable[[Wave], None]) -> None:
        self._on_frame = on_frame

    def begin(self) -> None:
        if self._ticker is None:
            self._ticker = Ticker("announcement", self._tick)
            self._ticker.start()

    def stop(self) -> None:
        if self._ticker is not None:
            self._ticker.stop()

    def _tick(self) -> None:
        self._on_frame(self._wave.next_frame())
        if self._wave.is_over.is_set() and not self._has_ended:
            self._has_ended = True
            self._on_last()
