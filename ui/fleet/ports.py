"""Ports of the detail pane: what it asks of the station, or of a recording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from app.domain.command import Command
from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.fixes import Fixes
from app.domain.talk import BurstRow
from ui.widgets.ports import Failure


class TrackSource(Protocol):
    def track(
        self, unit: int, from_ms: int, to_ms: int, on_ok: Callable[[Fixes], None], on_error: Failure
    ) -> None:
        """Ask for a unit's fixes between two moments (Unix ms of the scene's clock), oldest first.

        Returns at once; one of the two is called later, on the GUI thread.
        """
        ...


class HistorySource(Protocol):
    def history(self, unit: int, on_ok: Callable[[Sequence[Event]], None], on_error: Failure) -> None:
        """Ask for a unit's latest events without its bursts, newest first.

        Returns at once; one of the two is called later, on the GUI thread.
        """
        ...

    def bursts(self, unit: int, on_ok: Callable[[Sequence[BurstRow]], None]) -> None:
        """Ask for the latest bursts that were meant for a unit, newest first; without an answer there are none."""
        ...


class GivenOrder(Protocol):
    """An order without an answer, or with a refusal that nobody has seen yet.

    Attributes:
        command: None when it cannot be read any more.
        since_ms: when it was given, this machine's clock, Unix ms.
        held_by: why it cannot be delivered for now. refusal: why it will not be done.
    """

    @property
    def key(self) -> str: ...
    @property
    def command(self) -> Command | None: ...
    @property
    def since_ms(self) -> int: ...
    @property
    def held_by(self) -> AppError | None: ...
    @property
    def refusal(self) -> AppError | None: ...


class GivenOrders(Protocol):
    """
    Signals:
        waiting_changed(): another ``pending``.
        done(str key, Receipt): carried out, and no longer pending; the picture shows it from the receipt's seq on.
    """

    waiting_changed: Any
    done: Any

    @property
    def pending(self) -> Sequence[GivenOrder]:
        """The oldest first."""
        ...
