"""The outbox: what an operator orders is on disk before it is sent, and is sent until the station has answered.

A command that carries a password, or an address of video that may hold one, never gets here: it would lie on the
disk in the clear. Such an order goes to the station at once or fails where the person sees it (see
``carries_secret``).
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.sync.backoff import Backoff
from app.sync.errand import AbandonedError, run_errand
from app.sync.faults import RefusedError
from app.sync.orders_file import Order, OrdersFile

logger = logging.getLogger(__name__)


class OutboxListener(Protocol):
    """Who is told what became of orders. All calls come from the outbox's thread."""

    def on_receipt(self, key: str, receipt: Receipt) -> None:
        """Done, and gone from the outbox."""
        ...

    def on_refused(self, key: str, refusal: AppError) -> None:
        """The station will not do it. It stays until ``acknowledge``; the ones behind it go on."""
        ...

    def on_waiting(self, key: str, reason: AppError) -> None:
        """This order, and all behind it, cannot be delivered for now; told once, at the first failure."""
        ...


def new_key() -> str:
    """A fresh Idempotency-Key."""
    return uuid.uuid4().hex


def carries_secret(command: Command) -> bool:
    """Whether this command must not be written to a disk."""
    return any(getattr(command, name, None) is not None for name in ("password", "pull"))


class Outbox:
    """Orders of one operator to one station, sent one after the other by a thread of its own.

    Args:
        path: the orders file; one for all operators of this desk, but for one process at a time.
        owner: whose orders these are, station and operator. Those of others stay untouched in the file: nobody's
            orders go out under somebody else's name.
        send: delivers one order with its key; may block. A ``RefusedError`` is final; after any other AppError the
            order is sent again with the same key.
    Raises:
        AppError: the file cannot be used, see ``OrdersFile``.
    """

    def __init__(
        self, path: Path, owner: str, send: Callable[[Command, str], Receipt], listener: OutboxListener
    ) -> None:
        self._file = OrdersFile(path)
        self._owner, self._send, self._listener = owner, send, listener
        self._thread = threading.Thread(target=self._run, name="outbox", daemon=True)
        self._stopping = threading.Event()
        #: There may be something to do now: a new order, or a better moment for the old one.
        self._stirred = threading.Event()
        self._backoff = Backoff()
        self._held_key: str | None = None

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and close the file; back within 2 s. What is not delivered waits for the next start."""
        self._stopping.set()
        self._stirred.set()
        if self._thread.is_alive():
            self._thread.join()
        self._file.close()

    def put(self, command: Command, key: str | None = None) -> str:
        """Take an order; when this returns it is on disk and will be sent, whatever happens. Returns its key.

        Raises:
            AppError("order.not_storable"): it carries a secret; send it directly.
            AppError: the file cannot be written, see ``OrdersFile``. The order was not taken.
        """
        if carries_secret(command):
            raise AppError("order.not_storable", kind=command.kind)
        key = key or new_key()
        self._file.add(key, self._owner, command, int(time.time() * 1000))
        self._stirred.set()
        return key

    def orders(self) -> tuple[Order, ...]:
        """All that wait or were refused, in the order in which they were given."""
        return self._file.all_of(self._owner)

    def acknowledge(self, key: str) -> None:
        """The person has seen that this order was refused; only now is it forgotten."""
        self._file.remove_refused(key)

    def withdraw(self, key: str) -> None:
        """The person takes back an order that waits, e.g. one that a broken station fails on again and again.

        A try that got through without an answer has had its effect all the same.
        """
        self._file.remove_waiting(key)
        self._stirred.set()

    def kick(self) -> None:
        """Try now instead of at the end of the pause, e.g. because the feed is live again."""
        self._stirred.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._stirred.clear()
            try:
                pause_s = self._deliver_first()
            except AbandonedError:
                return
            except AppError as fault:
                # The file, not the station. Nothing is lost by waiting; the disk may have room again.
                logger.error("the outbox cannot use its file: %s", fault)
                pause_s = self._backoff.next_s()
            if pause_s != 0 and not self._stopping.is_set():
                self._stirred.wait(pause_s)

    def _deliver_first(self) -> float | None:
        """Returns how long to pause before the next; None when nothing waits."""
        order = self._file.first_waiting(self._owner)
        if order is None:
            return None
        command = order.command
        if command is None:
            return self._refuse(order.key, AppError("order.unreadable"))
        # One that is left behind knows of no outbox, and so of no listener: its thread would be the last to.
        send, key = self._send, order.key
        try:
            receipt = run_errand(lambda: send(command, key), self._stopping, "outbox send")
        except AbandonedError:
            raise
        except RefusedError as refusal:
            return self._refuse(order.key, refusal)
        except AppError as fault:
            return self._hold(order.key, fault)
        except Exception:
            logger.exception("an error in the outbox that nobody expected")
            return self._hold(order.key, AppError("outbox.failed"))
        self._file.remove(order.key)
        self._move_on()
        self._listener.on_receipt(order.key, receipt)
        return 0

    def _refuse(self, key: str, refusal: AppError) -> float:
        self._file.refuse(key, refusal)
        self._move_on()
        self._listener.on_refused(key, refusal)
        return 0

    def _hold(self, key: str, reason: AppError) -> float:
        if self._held_key != key:
            self._held_key = key
            logger.warning("an order waits: %s", reason)
            self._listener.on_waiting(key, reason)
        return self._backoff.next_s()

    def _move_on(self) -> None:
        self._backoff.reset()
        if self._held_key is not None:
            self._held_key = None
            logger.info("orders are moving again")
