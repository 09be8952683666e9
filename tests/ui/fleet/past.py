"""Stand-ins at the detail pane's ports: a memory that answers when it is told to, and orders on their way."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.fixes import Fixes
from app.domain.talk import BurstRow
from ui.bridge.orders import PendingOrder


class FakePast:
    """Both ports of the detail pane; remembers what was asked."""

    def __init__(self) -> None:
        self.tracks_asked: list[tuple[int, int, int]] = []
        self.histories_asked: list[int] = []
        self._tracks: list[tuple[Callable[..., Any], Callable[..., Any]]] = []
        self._histories: list[tuple[Callable[..., Any], Callable[..., Any]]] = []

    def track(
        self, unit: int, from_ms: int, to_ms: int, on_ok: Callable[[Fixes], None], on_error: Callable[..., None]
    ) -> None:
        self.tracks_asked.append((unit, from_ms, to_ms))
        self._tracks.append((on_ok, on_error))

    def history(self, unit: int, on_ok: Callable[[Sequence[Event]], None], on_error: Callable[..., None]) -> None:
        self.histories_asked.append(unit)
        self._histories.append((on_ok, on_error))

    def bursts(self, unit: int, on_ok: Callable[[Sequence[BurstRow]], None]) -> None:
        self._bursts = on_ok

    def answer_bursts(self, bursts: Sequence[BurstRow]) -> None:
        self._bursts(bursts)

    def answer_track(self, fixes: Fixes, asked: int = -1) -> None:
        self._tracks[asked][0](fixes)

    def fail_track(self, code: str = "station.unreachable") -> None:
        self._tracks[-1][1](AppError(code))

    def answer_history(self, events: Sequence[Event], asked: int = -1) -> None:
        self._histories[asked][0](events)

    def fail_history(self, code: str = "station.unreachable") -> None:
        self._histories[-1][1](AppError(code))


class FakeGiven(QObject):
    """The desk's orders, as ``ui.bridge.orders.Orders`` tells of them."""

    waiting_changed = Signal()
    done = Signal(str, object)

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._clock = clock
        self.pending: tuple[PendingOrder, ...] = ()

    def give(self, key: str, command: Command, ago_s: float = 0.0) -> None:
        self._set(*self.pending, PendingOrder(key, command, int((self._clock() - ago_s) * 1000)))

    def hold(self, key: str, code: str) -> None:
        self._set(*(replace(one, held_by=AppError(code)) if one.key == key else one for one in self.pending))

    def refuse(self, key: str, code: str) -> None:
        self._set(*(replace(one, refusal=AppError(code)) if one.key == key else one for one in self.pending))

    def forget(self, key: str) -> None:
        self._set(*(one for one in self.pending if one.key != key))

    def carry_out(self, key: str, seq: int) -> None:
        self.forget(key)
        self.done.emit(key, Receipt(seq=seq, events=()))

    def _set(self, *pending: PendingOrder) -> None:
        self.pending = pending
        self.waiting_changed.emit()
