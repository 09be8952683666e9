from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from app.domain.audience import AgencyAudience
from app.domain.errors import AppError
from app.domain.event import BurstEnded, BurstRaised, BurstReceived, BurstStarted, Event, Fact
from app.domain.operator import Operator, Role
from app.domain.talk import Burst, BurstEnd, BurstRow, CallKind, Priority, Receipt, Talkgroup
from app.voice.listen import Listener
from app.voice.playback import Playing
from app.voice.wave import FRAME_S, RATE_HZ, Wave
from tests.ui.widgets.fakes import AT, StillClock, scene_of
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.talklog.pane import TalkLog
from ui.theme.look import Look
from ui.widgets.talk_port import SoundState

PATROL, TRAFFIC = 31, 32
ADMIN, TERMINAL = 21, 11


@dataclass
class Question:
    """A page that was asked for."""

    unit: int | None
    call: int | None
    before: int
    on_ok: Callable[[Sequence[BurstRow]], None]
    on_error: Callable[[AppError], None]


@dataclass
class FakePast:
    """A station whose answers the test gives; speech it has at once, unless it is to fail."""

    asked: list[Question] = field(default_factory=list)
    fetched: list[tuple[int, float]] = field(default_factory=list)
    error: AppError | None = None
    seconds: float = 2.0

    def bursts(self, *, unit, call, before, limit, on_ok, on_error, owner) -> None:
        self.asked.append(Question(unit, call, before, on_ok, on_error))

    def speech(self, burst, speed, *, is_over, on_ok, on_error, owner) -> None:
        self.fetched.append((burst, speed))
        if self.error is not None:
            on_error(self.error)
        else:
            on_ok(np.full(round(self.seconds * RATE_HZ / speed), 0.1, np.float32))


class FakeSpeaker(QObject):
    """A loudspeaker whose time passes when the test says so."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sound = SoundState("Mic", "Loop")
        self._listener = Listener(lambda _: None)

    @property
    def recording(self) -> Playing | None:
        return self._listener.recording

    def play_recording(self, wave: Wave, *, speed: float = 1.0, at_s: float = 0.0) -> None:
        self._listener.play_recording(wave, speed=speed, at_s=at_s)

    def stop_recording(self) -> None:
        self._listener.stop_recording()

    def pass_s(self, seconds: float) -> None:
        for _ in range(round(seconds / FRAME_S)):
            self._listener.next_frame()


@dataclass
class Stand:
    scene: Scene
    clock: StillClock
    selection: Selection
    past: FakePast
    speaker: FakeSpeaker
    acknowledged: list[int]
    log: TalkLog

    def say(self, number: int, call: int = PATROL, by: int = TERMINAL, **fields: object) -> None:
        """Somebody talks, a second after whoever did so before."""
        self.clock.pass_s(1)
        usual = {"kind": CallKind.TALKGROUP, "priority": Priority.UNIT, "units": (1, 2)}
        burst = Burst.model_validate({"number": number, "call": call, "by": by} | usual | fields)
        self._happen(BurstStarted(burst=burst))

    def end(self, number: int, *receipts: Receipt, reason: BurstEnd = BurstEnd.RELEASED) -> None:
        self._happen(BurstEnded(burst=number, duration_s=3.0, reason=reason))
        if receipts:
            self.receive(number, *receipts)

    def make_emergency(self, number: int) -> None:
        self._happen(BurstRaised(burst=number, priority=Priority.EMERGENCY))

    def receive(self, number: int, *receipts: Receipt) -> None:
        self._happen(BurstReceived(burst=number, receipts=receipts))

    def rows(self) -> list[int]:
        return self.log.model.numbers

    def _happen(self, fact: Fact) -> None:
        at = AT + timedelta(milliseconds=self.clock.ms - int(AT.timestamp() * 1000))
        self.scene.apply_events([Event(seq=self.scene.picture.seq + 1, at=at, by="station", fact=fact)])
        self.scene.show_now()


def older(count: int, before: int, call: int = PATROL) -> list[BurstRow]:
    """A page of the station's, newest first."""
    return [
        BurstRow(
            number=number,
            call=call,
            kind=CallKind.TALKGROUP,
            priority=Priority.UNIT,
            by=TERMINAL,
            units=(1, 2),
            started_at=AT - timedelta(seconds=before - number),
            duration_s=2.0,
            end=BurstEnd.RELEASED,
        )
        for number in range(before - 1, before - 1 - count, -1)
    ]


@pytest.fixture
def look(qapp):
    # Not worn: what is tested is what is said and done.
    return Look()


@pytest.fixture
def make_stand(look, qtbot):
    def make(role: Role = Role.DISPATCHER, bursts: Sequence[BurstRow] = ()) -> Stand:
        clock = StillClock()
        groups = (
            Talkgroup(number=PATROL, name="Patrol", audience=AgencyAudience(agency="Patrol police")),
            Talkgroup(number=TRAFFIC, name="Traffic", audience=AgencyAudience(agency="Traffic police")),
        )
        scene = scene_of(clock, talkgroups=groups, bursts=tuple(bursts))
        past, speaker, selection, said = FakePast(), FakeSpeaker(), Selection(), []
        operator = Operator(number=ADMIN, login="admin", role=role)
        log = TalkLog(scene, selection, past, speaker, operator, look, said.append)
        qtbot.addWidget(log)
        log.resize(344, 800)
        with qtbot.waitExposed(log):
            log.show()
        return Stand(scene, clock, selection, past, speaker, said, log)

    return make


@pytest.fixture
def stand(make_stand) -> Stand:
    return make_stand()
