"""Orders that wait: given, and not yet shown by the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from app.domain import command as orders
from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from ui.models.scene import Scene
from ui.widgets.ports import Orders


@dataclass(frozen=True, slots=True)
class Pending:
    """One order for a unit.

    Args:
        since_ms: when it was given, by the scene's clock.
        seq: the picture shows it from here on; None until the station has answered.
        refusal: why the station will not do it.
    """

    command: Command
    since_ms: int
    seq: int | None = None
    refusal: AppError | None = None


class PendingOrders(QObject):
    """Follows orders from when they are given until the picture shows what they did.

    Signals:
        changed(): another order waits, or one no longer does.
    """

    changed = Signal()

    def __init__(self, outlet: Orders, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._by_key: dict[str, Pending] = {}
        outlet.waiting.connect(self._on_waiting)
        outlet.done.connect(self._on_done)
        outlet.refused.connect(self._on_refused)
        for shown in (scene.changed, scene.replaced):
            shown.connect(self._forget_shown)

    def of(self, unit: int) -> list[Pending]:
        """Of this unit, the oldest first; a refused one until another order is given for the unit."""
        return [pending for pending in self._by_key.values() if unit_ordered(pending.command) == unit]

    def _on_waiting(self, key: str, command: Command) -> None:
        unit = unit_ordered(command)
        if unit is None or key in self._by_key:
            return
        kept = {
            other: pending
            for other, pending in self._by_key.items()
            if pending.refusal is None or unit_ordered(pending.command) != unit
        }
        self._by_key = kept | {key: Pending(command, self._scene.clock.now_ms())}
        self.changed.emit()

    def _on_done(self, key: str, receipt: Receipt) -> None:
        if key in self._by_key:
            self._by_key[key] = replace(self._by_key[key], seq=receipt.seq)
            self._forget_shown()

    def _on_refused(self, key: str, refusal: AppError) -> None:
        if key in self._by_key:
            self._by_key[key] = replace(self._by_key[key], refusal=refusal)
            self.changed.emit()

    def _forget_shown(self) -> None:
        seq = self._scene.picture.seq
        waiting = {
            key: pending for key, pending in self._by_key.items() if pending.seq is None or pending.seq > seq
        }
        if len(waiting) != len(self._by_key):
            self._by_key = waiting
            self.changed.emit()


def unit_ordered(command: Command) -> int | None:
    """The unit that a command is about; None when it is about none, or about one that does not exist yet."""
    match command:
        case orders.StartDuty() | orders.EndDuty() | orders.SetUnitStatus():
            return command.unit
        case orders.ChangeUnit() | orders.RetireUnit():
            return command.number
        case _:
            return None
