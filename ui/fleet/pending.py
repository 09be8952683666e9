"""Orders that wait: given, and not yet shown by the picture."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.domain import command as orders
from app.domain.command import Command, Receipt
from ui.fleet.ports import GivenOrder, GivenOrders
from ui.models.scene import Scene


class PendingOrders(QObject):
    """Follows orders until the picture shows what they did, which is a little after the station has answered.

    Signals:
        changed(): another order waits, or one no longer does.
    """

    changed = Signal()

    def __init__(self, given: GivenOrders, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._given, self._scene = given, scene
        #: As they were before and after ``given`` last changed: what is done is no longer in it.
        self._before: dict[str, GivenOrder] = {}
        self._now = {order.key: order for order in given.pending}
        #: Done, with the seq from which on the picture shows it.
        self._done: dict[str, tuple[GivenOrder, int]] = {}
        given.waiting_changed.connect(self._on_waiting_changed)
        given.done.connect(self._on_done)
        scene.changed.connect(self._forget_shown)
        scene.replaced.connect(self._forget_shown)

    def of(self, units: Iterable[int]) -> list[GivenOrder]:
        """Those about these units, the oldest first; refused ones until somebody has seen that."""
        wanted = set(units)
        known = [order for order, _ in self._done.values()] + list(self._now.values())
        return [order for order in known if order.command and unit_ordered(order.command) in wanted]

    def _on_waiting_changed(self) -> None:
        self._before, self._now = self._now, {order.key: order for order in self._given.pending}
        self.changed.emit()

    def _on_done(self, key: str, receipt: Receipt) -> None:
        order = self._now.pop(key, None) or self._before.get(key)
        if order is not None and receipt.seq > self._scene.picture.seq:
            self._done[key] = order, receipt.seq
        self.changed.emit()

    def _forget_shown(self) -> None:
        seq = self._scene.picture.seq
        if any(shown_from <= seq for _, shown_from in self._done.values()):
            self._done = {key: done for key, done in self._done.items() if done[1] > seq}
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
