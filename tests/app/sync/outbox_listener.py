"""A listener to an outbox, and what two stations answer: one that takes every order, and one that is not there."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.sync.outbox import Outbox

Send = Callable[[Command, str], Receipt]
OpenOutbox = Callable[..., Outbox]

#: A wait costs nothing when it succeeds.
WAIT_S = 60.0


class Told:
    """A listener that keeps everything."""

    def __init__(self) -> None:
        self.receipts: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.waiting: list[tuple[str, str]] = []
        self._changed = threading.Condition()

    def on_receipt(self, key: str, receipt: Receipt) -> None:
        with self._changed:
            self.receipts.append(key)
            self._changed.notify_all()

    def on_refused(self, key: str, refusal: AppError) -> None:
        with self._changed:
            self.refused.append((key, refusal.code))
            self._changed.notify_all()

    def on_waiting(self, key: str, reason: AppError) -> None:
        with self._changed:
            self.waiting.append((key, reason.code))
            self._changed.notify_all()

    def until(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, WAIT_S), (self.receipts, self.refused, self.waiting)


def accept(_: Command, __: str) -> Receipt:
    return Receipt(seq=1, events=())


def unreachable(_: Command, __: str) -> Receipt:
    raise AppError("station.unreachable", reason="refused")
