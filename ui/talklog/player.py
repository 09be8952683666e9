"""Hearing a burst again: fetched, at a speed, from any place, and the next one after it when that is wanted."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.errors import AppError
from app.voice.wave import RATE_HZ, Wave
from ui.talklog.ports import Past
from ui.widgets.talk_port import Player

SPEEDS = (1.0, 1.5, 2.0)
#: While it plays, its place is looked at so often.
_LOOK_MS = 40
#: Looked at as late as this, it may have ended since.
_LATE_S = 1.0
#: Somebody who goes along the rows wants the one where they stop.
_SETTLE_MS = 120


class Phase(Enum):
    #: Nothing is chosen, or it may not be heard.
    NOTHING = "nothing"
    FETCHING = "fetching"
    READY = "ready"
    PLAYING = "playing"
    FAILED = "failed"


class BurstPlayer(QObject):
    """
    Signals:
        changed(): another phase, burst, speed or sound.
        moved(): another ``position_s``.
        ended(int): this burst was heard to its end.
        stopped(): somebody has heard enough.
    """

    changed = Signal()
    moved = Signal()
    ended = Signal(int)
    stopped = Signal()

    def __init__(self, past: Past, player: Player, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._past, self._player = past, player
        self.phase = Phase.NOTHING
        self.burst: int | None = None
        self.speed = SPEEDS[0]
        self.position_s = 0.0
        self.error: AppError | None = None
        #: As it was spoken, for looking at.
        self.wave: Wave | None = None
        self._is_over = True
        #: What was asked for last; answers to older questions are dropped.
        self._question = 0
        self._plays_when_here = False
        self._fetching = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._fetching.timeout.connect(self._fetch)
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self.look)

    @property
    def length_s(self) -> float:
        return self.wave.size / RATE_HZ if self.wave is not None else 0.0

    @property
    def is_playing(self) -> bool:
        return self.phase is Phase.PLAYING

    def choose(self, burst: int | None, *, is_over: bool = True, plays: bool = False) -> None:
        """Have this burst at hand.

        Args:
            is_over: False for one that is being said: what there is of it is fetched.
            plays: whether it is heard at once.
        """
        if burst is not None and burst == self.burst and self.wave is not None and self._is_over:
            if plays:
                self.play(0.0)
            return
        self._halt()
        self.burst, self._is_over, self._plays_when_here = burst, is_over, plays
        self.wave, self.error, self.position_s = None, None, 0.0
        self._question += 1
        if burst is None:
            self._fetching.stop()
            self._become(Phase.NOTHING)
            return
        self._become(Phase.FETCHING)
        if plays:
            self._fetch()
        else:
            self._fetching.start()

    def toggle(self) -> None:
        """Play, or stop where it is."""
        if self.phase is Phase.FAILED:
            self.choose(self.burst, is_over=self._is_over, plays=True)
        elif self.phase is Phase.FETCHING:
            self._plays_when_here = not self._plays_when_here
        elif self.is_playing:
            self._halt()
            self._become(Phase.READY)
        elif self.wave is not None:
            self.play(0.0 if self.position_s >= self.length_s - 0.05 else self.position_s)

    def stop(self) -> None:
        if self.is_playing or self._plays_when_here:
            self._plays_when_here = False
            self._halt()
            self._become(Phase.READY if self.wave is not None else self.phase)
            self.stopped.emit()

    def seek(self, position_s: float) -> None:
        """Be there; go on playing if it plays."""
        if self.wave is None:
            return
        position_s = min(self.length_s, max(0.0, position_s))
        if self.is_playing:
            self.play(position_s)
        else:
            self.position_s = position_s
            self.moved.emit()

    def set_speed(self, speed: float) -> None:
        if speed == self.speed:
            return
        self.speed = speed
        if self.is_playing:
            self.play(self.position_s)
        else:
            self.changed.emit()

    def next_speed(self, step: int = 1) -> None:
        """The next faster one; behind the fastest comes the usual one again."""
        self.set_speed(SPEEDS[(SPEEDS.index(self.speed) + step) % len(SPEEDS)])

    def play(self, position_s: float) -> None:
        """From there on; at another speed than before it is made in the background first."""
        if self.wave is None or self.burst is None:
            return
        self.position_s = position_s
        self._question += 1
        if self.speed == SPEEDS[0]:
            self._begin(self.wave)
            return
        question, speed = self._question, self.speed
        self._past.speech(
            self.burst,
            speed,
            is_over=self._is_over,
            on_ok=lambda wave: self._begin(wave) if question == self._question else None,
            on_error=lambda error: self._on_failure(question, error),
            owner=self,
        )

    def look(self) -> None:
        """See how far it is."""
        playing = self._player.recording
        if playing is not None:
            self.position_s = min(self.length_s, playing.position_s)
            self.moved.emit()
            return
        self._looking.stop()
        # Far from its end it gave way to something else that is heard.
        is_heard = self.position_s >= self.length_s - _LATE_S * self.speed
        if is_heard:
            self.position_s = self.length_s
        self._become(Phase.READY)
        self.moved.emit()
        if is_heard and self.burst is not None:
            self.ended.emit(self.burst)

    def _fetch(self) -> None:
        question = self._question
        assert self.burst is not None
        self._past.speech(
            self.burst,
            SPEEDS[0],
            is_over=self._is_over,
            on_ok=lambda wave: self._on_wave(question, wave),
            on_error=lambda error: self._on_failure(question, error),
            owner=self,
        )

    def _on_wave(self, question: int, wave: Wave) -> None:
        if question != self._question:
            return
        self.wave = wave
        plays, self._plays_when_here = self._plays_when_here, False
        self._become(Phase.READY)
        if plays:
            self.play(0.0)

    def _on_failure(self, question: int, error: AppError) -> None:
        if question == self._question:
            self._halt()
            self.error, self._plays_when_here = error, False
            self._become(Phase.FAILED)

    def _begin(self, wave: Wave) -> None:
        self._player.play_recording(wave, speed=self.speed, at_s=self.position_s)
        self._looking.start()
        self._become(Phase.PLAYING)

    def _halt(self) -> None:
        if self._looking.isActive():
            self._looking.stop()
            self._player.stop_recording()

    def _become(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit()
