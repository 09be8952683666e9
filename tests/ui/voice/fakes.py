"""A stand-in at the port through which the desk talks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from app.domain.talk import Priority, VoicePath
from app.voice.level import SILENT, Level
from app.voice.listen import Sound
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import Wave
from ui.widgets.talk_port import Held, SoundState, Target, VoiceState


class FakeTalk(QObject):
    changed = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock = clock
        self.own = TalkState()
        self.held: dict[int, Held] = {}
        self.voice = VoiceState(VoicePath.UDP)
        self.sound = SoundState("Mic", "Loop")
        self.can_replay = True
        self.heard_after_ms: float | None = None
        self.done: list[object] = []
        self.waiting: dict[int, tuple[int, ...]] = {}
        self.sounds: Mapping[int, Sound] = {}

    def queue(self, call: int) -> tuple[int, ...]:
        return self.waiting.get(call, ())

    def press(self, target: Target | None, *, is_emergency: bool = False) -> None:
        self.done.append(("emergency", target) if is_emergency else target)

    def release(self) -> None:
        self.done.append("release")

    def hear(self, sounds: Mapping[int, Sound]) -> None:
        self.sounds = sounds

    def level(self, call: int) -> Level:
        return Level(-20, -12) if call in self.held else SILENT

    def own_level(self) -> Level:
        return Level(-15, -9)

    def replay(self) -> None:
        self.done.append("replay")

    def record(self, seconds: float, then: Callable[[Wave], None]) -> None:
        self.done.append(seconds)
        self.give_recording = then

    def play(self, wave: Wave, place: float = 0.0) -> None:
        self.done.append((wave.size, place))

    def become(self, phase: Phase, **fields: object) -> None:
        self.own = TalkState(phase, 1, since_s=self._clock() - 4.5, **fields)
        self.changed.emit()

    def take(self, call: int, by: int, priority: Priority = Priority.UNIT, *, is_heard: bool = True) -> None:
        since_s = self._clock() - 4.2
        self.held[call] = Held(call, 900, by, priority, since_s, is_heard=is_heard)
        self.changed.emit()

    def idle(self, call: int) -> None:
        del self.held[call]
        self.changed.emit()
