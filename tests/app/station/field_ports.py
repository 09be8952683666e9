"""What stands in for the rest of the station where the intake is tested: the ports, with a memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from app.domain.fixes import Fixes
from app.domain.terminal import Terminal, TerminalKind
from app.picture.fleet import Fleet
from app.station.intake import Intake

NOW_MS = 1_790_000_000_000
ON_DUTY_MS = NOW_MS - 3_600_000

PHONE, OTHER_PHONE, SPARE, GATEWAY = 1, 2, 3, 4
UNIT, OTHER_UNIT = 11, 12


def token_of(terminal: int) -> str:
    return f"{terminal}-secret{terminal}"


@dataclass
class FieldPorts:
    """Two phones on units, a spare phone and a gateway. Everything the intake says is kept here."""

    now: int = NOW_MS
    terminals: dict[int, Terminal] = field(default_factory=dict)
    duty: dict[int, int] = field(default_factory=lambda: {UNIT: ON_DUTY_MS, OTHER_UNIT: ON_DUTY_MS})
    fleet: Fleet = field(default_factory=Fleet)
    published: list[Fixes] = field(default_factory=list)
    stored: list[Fixes] = field(default_factory=list)
    asked: int = 0
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    rulings: Counter[str] = field(default_factory=Counter)
    heard: list[tuple[int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, kind, unit, device_id in (
            (PHONE, TerminalKind.PHONE, UNIT, "device-1"),
            (OTHER_PHONE, TerminalKind.PHONE, OTHER_UNIT, "device-2"),
            (SPARE, TerminalKind.PHONE, None, "device-3"),
            (GATEWAY, TerminalKind.GATEWAY, None, ""),
        ):
            self.terminals[number] = Terminal(number=number, kind=kind, unit=unit, device_id=device_id)
        self.intake = self.open()

    def open(self) -> Intake:
        """An intake that has just been started on these ports."""
        return Intake(self, self, self, self, lambda *call: self.heard.append(call), lambda: self.now)

    def terminal_of_token(self, token: str) -> Terminal | None:
        return next((t for n, t in self.terminals.items() if token == token_of(n)), None)

    def terminal_of_device(self, device_id: str) -> Terminal | None:
        return next((t for t in self.terminals.values() if t.device_id == device_id), None)

    def on_duty_since_ms(self, unit: int) -> int | None:
        return self.duty.get(unit)

    def publish(self, fixes: Fixes) -> None:
        self.published.append(fixes)
        self.fleet.apply(fixes)

    def append(self, fixes: Fixes) -> None:
        self.stored.append(fixes)

    def has(self, unit: int, at_ms: int, lon_e7: int, lat_e7: int) -> bool:
        self.asked += 1
        return any(
            bool(((f.unit == unit) & (f.at_ms == at_ms) & (f.lon_e7 == lon_e7) & (f.lat_e7 == lat_e7)).any())
            for f in self.stored
        )

    def reports(self, protocol: str, outcome: str, number: int = 1) -> None:
        self.outcomes[protocol, str(outcome)] += number

    def fixes(self, reason: str, number: int) -> None:
        self.rulings[reason] += number
