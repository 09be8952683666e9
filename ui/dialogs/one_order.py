"""The order of a form that is on its way, one at a time."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from ui.widgets.ports import Orders


class OneOrder(QObject):
    """Tells the answer to it from the answers to others. A refusal is acknowledged: whoever hears of it shows it.

    Signals:
        held(): orders cannot be delivered for now, and so it waits.
        done(Receipt): carried out.
        refused(AppError): the station will not do it.
    """

    held = Signal()
    done = Signal(object)
    refused = Signal(object)

    def __init__(self, orders: Orders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders = orders
        self._key: str | None = None
        orders.held.connect(self._on_held)
        orders.done.connect(self._on_done)
        orders.refused.connect(self._on_refused)

    @property
    def is_waiting(self) -> bool:
        return self._key is not None

    def send(self, command: Command) -> None:
        self._key = self._orders.send(command)

    def forget(self) -> None:
        """What becomes of it is told elsewhere."""
        self._key = None

    def _on_held(self) -> None:
        # Whichever order it is that cannot be delivered: all behind it wait too.
        if self._key is not None:
            self.held.emit()

    def _on_done(self, key: str, receipt: Receipt) -> None:
        if key == self._key:
            self._key = None
            self.done.emit(receipt)

    def _on_refused(self, key: str, refusal: AppError) -> None:
        if key == self._key:
            self._key = None
            self._orders.acknowledge(key)
            self.refused.emit(refusal)
