"""Units to fill a scene with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.event import Event, Fact
from app.domain.fixes import Fixes
from app.domain.operator import Operator, Role
from app.domain.snapshot import Snapshot
from app.domain.terminal import Terminal
from app.domain.unit import DEFAULT_AGENCIES, Force, Unit, UnitStatus
from ui.models.scene import Scene

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOON_MS = int(NOON.timestamp() * 1000)
HELSINKI = (24.944, 60.1715)
OPERATOR = Operator(number=1, login="mika", name="Night shift", role=Role.DISPATCHER)
_FORCES = (Force.DEDICATED, Force.SOCIAL, Force.VOLUNTEER)
_LETTERS = {Force.DEDICATED: "D", Force.SOCIAL: "S", Force.VOLUNTEER: "V"}


class HeldClock:
    """A clock that goes on when told to."""

    def __init__(self, at_ms: int = NOON_MS) -> None:
        self.at_ms = at_ms

    def now_ms(self) -> int:
        return self.at_ms

    def pass_s(self, seconds: float) -> None:
        self.at_ms += int(seconds * 1000)


def a_unit(number: int, callsign: str = "", **fields: Any) -> Unit:
    """A unit that has been available since ten; its force goes by its number unless said."""
    force = fields.pop("force", _FORCES[number % 3])
    status = fields.pop("status", UnitStatus.AVAILABLE)
    since = None if status is UnitStatus.OFF_DUTY else NOON - timedelta(hours=2)
    return Unit(
        number=number,
        callsign=callsign or f"{_LETTERS[force]}-{number:02}",
        force=force,
        agency=fields.pop("agency", DEFAULT_AGENCIES[number % len(DEFAULT_AGENCIES)]),
        status=status,
        status_at=NOON - timedelta(minutes=5),
        on_duty_at=fields.pop("on_duty_at", since),
        **fields,
    )


def a_scene(units: Iterable[Unit], clock: HeldClock | None = None, terminals: Iterable[Terminal] = ()) -> Scene:
    scene = Scene(clock or HeldClock())
    rows = {"units": tuple(units), "terminals": tuple(terminals), "operators": (OPERATOR,)}
    scene.replace(Snapshot(seq=100, at=NOON, station="harbour", **rows))
    return scene


def happen(scene: Scene, *told: Fact, at: datetime = NOON) -> None:
    """Put facts on the log and show them without waiting for the interval."""
    seq = scene.picture.seq
    scene.apply_events(Event(seq=seq + i, at=at, by="operator:1", fact=f) for i, f in enumerate(told, 1))
    scene.show_now()


def heard(scene: Scene, ages_s: dict[int, float]) -> None:
    """Fixes of these units, as old as said by the scene's clock, shown at once."""
    now_ms = scene.clock.now_ms()
    scene.apply_fixes(Fixes.of((unit, now_ms - int(age * 1000), *HELSINKI) for unit, age in ages_s.items()))
    scene.show_now()
