"""Refusals: an order that the station will not do is told to somebody, whoever gave it and whenever."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from app.domain.errors import AppError
from ui.shell.notices import Notices
from ui.shell.ports import GivenOrders


class Refusals(QObject):
    """Tells, in the notices, what no form has shown and acknowledged by then."""

    _heard = Signal(str, object)

    def __init__(self, orders: GivenOrders, notices: Notices, parent: QObject) -> None:
        super().__init__(parent)
        self._orders, self._notices = orders, notices
        orders.refused.connect(self._heard)
        # Queued: whoever gave the order has its turn first.
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def _on_heard(self, key: str, refusal: AppError) -> None:
        if any(order.key == key and order.refusal is not None for order in self._orders.pending):
            self._notices.failed(refusal)
            self._orders.acknowledge(key)
