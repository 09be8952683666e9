"""Stand-ins at the desk's ports, for tests of its widgets, shell and dialogs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.domain.camera import Camera
from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.domain.event import Event, Fact
from app.domain.history import Address
from app.domain.operator import Operator, Role
from app.domain.snapshot import Snapshot
from app.domain.terminal import Terminal, TerminalKind
from app.domain.unit import Force, Unit, UnitStatus
from app.media.frame import Frame
from app.media.source import Source
from app.media.trial import Sight
from app.sync.feed_state import FeedPhase, FeedState
from ui.models.scene import Scene

AT = datetime(2025, 11, 21, 19, 48, 24, tzinfo=UTC)


class StillClock:
    """Stands until it is told to go on."""

    def __init__(self, at: datetime = AT) -> None:
        self.ms = int(at.timestamp() * 1000)

    def now_ms(self) -> int:
        return self.ms

    def pass_s(self, seconds: float) -> None:
        self.ms += int(seconds * 1000)


def unit(number: int, callsign: str, **fields: object) -> Unit:
    status = fields.pop("status", UnitStatus.AVAILABLE)
    usual = {"force": Force.DEDICATED, "agency": "Patrol police", "status_at": AT}
    on_duty_at = None if status is UnitStatus.OFF_DUTY else AT
    made = usual | {"number": number, "callsign": callsign, "status": status, "on_duty_at": on_duty_at} | fields
    return Unit.model_validate(made)


UNITS = (
    unit(1, "D-03", name="Patrol car", beat="Kluuvi"),
    unit(2, "V-07", name="Kamppi foot patrol", force=Force.VOLUNTEER, beat="Kamppi", status=UnitStatus.EN_ROUTE),
    unit(3, "D-11", name="Mounted pair", status=UnitStatus.ON_SCENE),
    unit(4, "S-09", name="School gate", force=Force.SOCIAL, agency="Social patrols", status=UnitStatus.OFF_DUTY),
)
TERMINALS = (
    Terminal(number=11, kind=TerminalKind.PHONE, unit=2, label="Pixel", device_id="864", first_heard_at=AT),
    Terminal(number=12, kind=TerminalKind.PHONE, unit=4, label="iPhone"),
)
CAMERAS = (
    Camera(
        number=41,
        name="Kamppi square",
        agency="City",
        lon_deg=24.9334567,
        lat_deg=60.1690123,
        heading_deg=135,
        view_deg=70,
        range_m=60,
        pulls_from="rtsp://192.0.2.7:554",
    ),
    Camera(number=42, name="Station hall", lon_deg=24.9413, lat_deg=60.1719, pulls_from="rtsp://192.0.2.8:554"),
)
OPERATORS = (
    Operator(number=21, login="admin", role=Role.ADMINISTRATOR),
    Operator(number=22, login="mika", name="Night shift", role=Role.DISPATCHER),
)
ADDRESS = Address(
    token="11-abc",
    osmand_url="https://station.example/gateways/osmand/11-abc",
    owntracks_url="https://station.example/gateways/owntracks/11-abc",
    traccar_url="https://station.example/gateways/traccar/11-abc",
    batch_url="https://station.example/gateways/batch/11-abc",
    stream_url="https://station.example/v1/streams/11/11-abc",
)


def scene_of(clock: StillClock | None = None, **rows: tuple[object, ...]) -> Scene:
    """A scene at seq 100 with the rows above, or others."""
    scene = Scene(clock or StillClock())
    usual = {"units": UNITS, "terminals": TERMINALS, "operators": OPERATORS}
    scene.replace(Snapshot.model_validate({"seq": 100, "at": AT, "station": "test"} | usual | rows))
    return scene


def happen(scene: Scene, *facts: Fact) -> tuple[Event, ...]:
    """Let these become facts on the scene at once."""
    seq = scene.picture.seq
    events = tuple(Event(seq=seq + i, at=AT, by="station", fact=fact) for i, fact in enumerate(facts, start=1))
    scene.apply_events(events)
    scene.show_now()
    # What was shown by hand need not be shown again later.
    scene._timer.stop()
    return events


@dataclass(frozen=True)
class RefusedOrder:
    key: str
    refusal: AppError | None


class FakeOrders(QObject):
    held = Signal(str, object)
    done = Signal(str, object)
    refused = Signal(str, object)
    waiting_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Command] = []
        self.waiting_count = 0
        self.pending: tuple[RefusedOrder, ...] = ()

    def send(self, command: Command) -> str:
        self.sent.append(command)
        return self.key

    @property
    def key(self) -> str:
        """Of the latest order."""
        return f"key {len(self.sent)}"

    def carry_out(self, scene: Scene, *facts: Fact) -> None:
        """The latest order gives these facts: first the receipt, then the feed, as it mostly is."""
        seq = scene.picture.seq
        events = tuple(Event(seq=seq + i, at=AT, by="station", fact=fact) for i, fact in enumerate(facts, start=1))
        self.done.emit(self.key, Receipt(seq=seq + len(facts), events=events))
        happen(scene, *facts)

    def refuse(self, code: str, **params: str) -> None:
        self.refuse_order(self.key, AppError(code, **params))

    def refuse_order(self, key: str, refusal: AppError) -> None:
        self.pending = (*self.pending, RefusedOrder(key, refusal))
        self.refused.emit(key, refusal)

    def acknowledge(self, key: str) -> None:
        self.pending = tuple(order for order in self.pending if order.key != key)

    def wait(self, count: int) -> None:
        self.waiting_count = count
        self.waiting_changed.emit()


class FakeAddresses:
    """Answers at once with ``ADDRESS``, or with the error that was set."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.error: AppError | None = None
        self.address_given = ADDRESS

    def address(self, terminal, on_ok, on_error, owner):
        self.asked.append(terminal)
        if self.error is None:
            on_ok(self.address_given)
        else:
            on_error(self.error)


class FakeTrials:
    """Keeps what is tried until the test tells its outcome."""

    def __init__(self) -> None:
        self.tried: list[Source] = []
        self.ended = 0
        self._open: list[tuple[Callable[[Sight], None], Callable[[AppError], None]]] = []

    def start(self, source, size, on_ok, on_error, owner):
        self.tried.append(source)
        waiting = (on_ok, on_error)
        self._open.append(waiting)

        def end() -> None:
            self.ended += 1
            self._open.remove(waiting)

        return end

    def see(self, codec: str = "h264", width: int = 1280, height: int = 720) -> None:
        """The oldest trial that is under way shows a grey picture."""
        grey = Frame.of(np.full((90, 160, 4), 128, np.uint8))
        self._open.pop(0)[0](Sight(replace(grey, source_width=width, source_height=height), codec))

    def fail(self, code: str, **params: str) -> None:
        self._open.pop(0)[1](AppError(code, **params))


class FakeLink(QObject):
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = FeedState(FeedPhase.LIVE, AT)
        self.lag_s: float | None = 0.12
        self.tries = 0

    def become(self, phase: FeedPhase, since_at: datetime = AT, **more: object) -> None:
        self.state = FeedState(phase, since_at, **more)
        self.changed.emit()

    def try_now(self) -> None:
        self.tries += 1


def ago(seconds: float) -> datetime:
    return datetime.now(UTC) - timedelta(seconds=seconds)
