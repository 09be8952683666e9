"""Stand-ins for what speaks and for a speech engine."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.voice.wave import RATE_HZ, Wave
from ui.bridge.speech import Sending, SendPhase
from ui.bridge.speech_engine import SpeechVoice
from ui.widgets.talk_port import NewCall

HUM = (0.3 * np.sin(np.arange(3 * RATE_HZ) / 20)).astype(np.float32)


class FakeMouth(QObject):
    """Speaks as far as the test says."""

    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.limit_s: float | None = 60.0
        self.said: list[tuple[NewCall, Wave]] = []
        self.refusal: AppError | None = None

    def speak(self, target: NewCall, wave: Wave) -> Sending:
        self.said.append((target, wave))
        phase = SendPhase.ASKED if self.refusal is None else SendPhase.FAILED
        return Sending(len(self.said), phase, error=self.refusal)

    def stop(self, number: int) -> None:
        self.tell(number, SendPhase.FAILED, error=AppError("announcement.cut_off", reason="stopped"))

    def tell(self, number: int, phase: SendPhase, burst: int | None = None, error: AppError | None = None) -> None:
        self.changed.emit(Sending(number, phase, burst, error))


class FakeEngine:
    name = "Engine"

    def __init__(self) -> None:
        self.spoken: list[tuple[str, str, float]] = []
        self.fault: AppError | None = None

    def voices(self) -> tuple[SpeechVoice, ...]:
        return SpeechVoice("de", "German", "de"), SpeechVoice("en-gb", "English (Great Britain)", "en-GB")

    def speak(self, text: str, voice: str, rate: float) -> Wave:
        self.spoken.append((text, voice, rate))
        if self.fault is not None:
            raise self.fault
        return HUM
