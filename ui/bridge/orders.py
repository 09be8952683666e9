"""Orders: what operators give, until it is done or refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.sync.orders_file import Order
from app.sync.outbox import Outbox, carries_secret, new_key
from ui.bridge.jobs import Jobs

Send = Callable[[Command, str], Receipt]

#: How long ``stop`` waits for the disk: what is not written by then is lost, so nearly all of its two seconds.
_WRITE_S = 1.5


@dataclass(frozen=True, slots=True)
class PendingOrder:
    """An order without an answer, or with a refusal that nobody has seen yet.

    Args:
        command: None when it was written by another version and cannot be read any more.
        since_ms: when it was given, this machine's clock, Unix milliseconds.
        held_by: why it cannot be delivered for now; None while it is simply on its way.
        refusal: why it will not be done.
    """

    key: str
    command: Command | None
    since_ms: int
    held_by: AppError | None = None
    refusal: AppError | None = None


class Orders(QObject):
    """Where orders go. Lives on the GUI thread and never blocks it.

    An order goes through the outbox, which keeps it on disk until the station has answered. One with a password is
    sent at once instead and, if that fails, refused: it must not lie on a disk.

    Args:
        jobs: for orders that are sent at once.
    Signals:
        waiting(str key, Command): taken, not yet answered.
        held(str key, AppError): it and those behind it cannot be delivered for now; they are kept and tried again.
        done(str key, Receipt): the picture shows it once it has reached the receipt's ``seq``.
        refused(str key, AppError): it will not be done; it stays in ``pending`` until ``acknowledge``.
        waiting_changed(): another ``pending``.
        failed(AppError): the outbox's file could not be read, or not be told what a person decided.
    """

    waiting = Signal(str, object)
    held = Signal(str, object)
    done = Signal(str, object)
    refused = Signal(str, object)
    waiting_changed = Signal()
    failed = Signal(object)

    # Queued, from whichever thread: they arrive in the order in which they were emitted, and after ``send``.
    _taken = Signal(str)
    _held_up = Signal(str, object)
    _answered = Signal(str, object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        # One worker: what was given first is on disk first, and goes out first.
        self._writing = Jobs(most=1, name="order", parent=self)
        self._outbox: Outbox | None = None
        self._send: Send | None = None
        self._pending: dict[str, PendingOrder] = {}
        queued = Qt.ConnectionType.QueuedConnection
        self._taken.connect(self._on_taken, queued)
        self._held_up.connect(self._on_held_up, queued)
        self._answered.connect(self._on_answered, queued)

    @property
    def pending(self) -> tuple[PendingOrder, ...]:
        """The oldest first."""
        return tuple(self._pending.values())

    @property
    def waiting_count(self) -> int:
        return sum(order.refusal is None for order in self._pending.values())

    def start(self, outbox: Outbox, send: Send) -> None:
        """Take orders for whom this outbox is; what is in it from before is told, and what waits goes out.

        Args:
            outbox: not yet started, with this object as its listener.
            send: for what does not go through the outbox; may block.
        """
        self._outbox, self._send = outbox, send

        def go_on(found: tuple[Order, ...]) -> None:
            if self._outbox is outbox:
                self._take_up(found)
                outbox.start()

        self._writing.run(outbox.orders, go_on, self.failed.emit, self)

    def stop(self) -> None:
        """Have what was given written down, and end the outbox; back within 2 s."""
        outbox, self._outbox, self._send = self._outbox, None, None
        if outbox is None:
            return
        written = threading.Event()
        self._writing.run(written.set, _ignore, self.failed.emit, self)
        written.wait(_WRITE_S)
        outbox.stop()
        self._pending.clear()
        self.waiting_changed.emit()

    def shutdown(self) -> None:
        """``stop``, for good."""
        self.stop()
        self._writing.shutdown()

    def send(self, command: Command) -> str:
        """Take an order; its key tells the answer apart, which never comes before this has returned."""
        key = new_key()
        self._pending[key] = PendingOrder(key, command, int(time.time() * 1000))
        self._taken.emit(key)
        outbox, send = self._outbox, self._send

        def refuse(error: AppError) -> None:
            self._answered.emit(key, error)

        if outbox is None or send is None:
            refuse(AppError("session.signed_out"))
        elif carries_secret(command):
            self._jobs.run(
                lambda: send(command, key), lambda receipt: self._on_answered(key, receipt), refuse, self
            )
        else:
            self._writing.run(lambda: outbox.put(command, key), _ignore, refuse, self)
        return key

    def acknowledge(self, key: str) -> None:
        """The person has seen that this order was refused."""
        order = self._pending.get(key)
        if order is not None and order.refusal is not None:
            self._forget(key, Outbox.acknowledge)

    def withdraw(self, key: str) -> None:
        """Take back an order that waits; it is refused as "order.withdrawn". A try may have got through."""
        order = self._pending.get(key)
        if order is not None and order.refusal is None:
            self._forget(key, Outbox.withdraw)
            self.refused.emit(key, AppError("order.withdrawn"))

    def try_now(self) -> None:
        """Do not wait for the end of the pause; for when the feed is live again."""
        if self._outbox is not None:
            self._outbox.kick()

    # The outbox's listener, on its thread.

    def on_receipt(self, key: str, receipt: Receipt) -> None:
        self._answered.emit(key, receipt)

    def on_refused(self, key: str, refusal: AppError) -> None:
        self._answered.emit(key, refusal)

    def on_waiting(self, key: str, reason: AppError) -> None:
        self._held_up.emit(key, reason)

    # On the GUI thread.

    def _take_up(self, orders: tuple[Order, ...]) -> None:
        for order in orders:
            if order.key in self._pending:
                continue
            self._pending[order.key] = PendingOrder(order.key, order.command, order.put_at_ms)
            if order.command is not None:
                self._on_taken(order.key)
            if order.refusal is not None:
                self._on_answered(order.key, order.refusal)

    def _forget(self, key: str, decide: Callable[[Outbox, str], None]) -> None:
        self._pending.pop(key)
        self.waiting_changed.emit()
        outbox = self._outbox
        if outbox is not None:
            self._writing.run(lambda: decide(outbox, key), _ignore, self.failed.emit, self)

    def _on_taken(self, key: str) -> None:
        if key in self._pending:
            self.waiting_changed.emit()
            self.waiting.emit(key, self._pending[key].command)

    def _on_held_up(self, key: str, reason: AppError) -> None:
        if key in self._pending:
            self._pending[key] = replace(self._pending[key], held_by=reason)
            self.waiting_changed.emit()
            self.held.emit(key, reason)

    def _on_answered(self, key: str, answer: Receipt | AppError) -> None:
        order = self._pending.get(key)
        if order is None:
            return
        if isinstance(answer, AppError):
            self._pending[key] = replace(order, refusal=answer)
            self.waiting_changed.emit()
            self.refused.emit(key, answer)
        else:
            del self._pending[key]
            self.waiting_changed.emit()
            self.done.emit(key, answer)


def _ignore(_: object) -> None: ...
