"""One announcement as it is spoken: once, or every few minutes until that is enough."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from app.voice.wave import Wave
from ui.bridge.speech import Sending, SendPhase
from ui.widgets.talk_port import NewCall

#: Of one that goes on for days the latest are shown.
_MOST_SENDINGS = 100


class Mouth(Protocol):
    """What speaks; ``ui.bridge.announcer.Announcer`` with a station behind it.

    Signals:
        changed(Sending): how it stands with one of them.
    """

    changed: Any

    @property
    def limit_s(self) -> float | None: ...
    def speak(self, target: NewCall, wave: Wave) -> Sending: ...
    def stop(self, number: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Args:
        every_s: from one beginning to the next. times: at all; None until it is stopped.
    """

    every_s: float = 0.0
    times: int | None = 1


@dataclass(slots=True)
class Spoken:
    """One time that it was spoken, or should have been."""

    at: datetime
    sending: Sending


class Series(QObject):
    """Begins at once. What fails is not made up for: the next time is the next time.

    Args:
        name, audience: as they are shown.
    Signals:
        changed(): how it stands.
        broken(Sending): it was not spoken, or not to its end.
    """

    changed = Signal()
    broken = Signal(object)

    def __init__(
        self,
        name: str,
        audience: str,
        target: NewCall,
        wave: Wave,
        plan: Plan,
        mouth: Mouth,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self.audience, self.plan, self.target = name, audience, plan, target
        self._wave, self._mouth, self._clock = wave, mouth, clock
        #: The latest last.
        self.spoken: list[Spoken] = []
        #: How often it was begun, spoken to its end, and not.
        self.count = self.sent = self.failed = 0
        self.next_at: datetime | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._speak)
        mouth.changed.connect(self._on_changed)

    @property
    def is_over(self) -> bool:
        """Nothing is spoken, and nothing will be."""
        return self.next_at is None and not self.is_speaking

    @property
    def is_speaking(self) -> bool:
        return any(not one.sending.phase.is_over for one in self.spoken)

    def start(self) -> None:
        self._speak()

    def stop(self) -> None:
        """Not again, and not on; nothing to do when it is over."""
        self._timer.stop()
        self.next_at = None
        for one in self.spoken:
            if not one.sending.phase.is_over:
                self._mouth.stop(one.sending.number)
        self.changed.emit()

    def _speak(self) -> None:
        self.count += 1
        now = self._clock()
        if self.plan.times is None or self.count < self.plan.times:
            self._timer.start(round(self.plan.every_s * 1000))
            self.next_at = now + timedelta(seconds=self.plan.every_s)
        else:
            self.next_at = None
        sending = self._mouth.speak(self.target, self._wave)
        self.spoken.append(Spoken(now, sending))
        del self.spoken[:-_MOST_SENDINGS]
        self._take(sending)

    def _on_changed(self, sending: Sending) -> None:
        for one in self.spoken:
            if one.sending.number == sending.number and not one.sending.phase.is_over:
                one.sending = sending
                self._take(sending)

    def _take(self, sending: Sending) -> None:
        if sending.phase is SendPhase.FAILED:
            self.failed += 1
            self.broken.emit(sending)
        elif sending.phase is SendPhase.SENT:
            self.sent += 1
        self.changed.emit()
