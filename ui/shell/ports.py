"""Ports of the shell: what it needs of the rest of the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from app.domain.errors import AppError
from app.sync.feed_state import FeedState


class Link(Protocol):
    """The connection to the station, on the GUI thread.

    Signals:
        changed(): another state.
    """

    changed: Any

    @property
    def state(self) -> FeedState: ...

    @property
    def lag_s(self) -> float | None:
        """How long ago the newest that is shown happened at the station; None when that is not known."""
        ...

    def try_now(self) -> None:
        """Do not wait for the end of the pause."""
        ...


class GivenOrder(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def refusal(self) -> AppError | None: ...


class GivenOrders(Protocol):
    """Orders that were given, as far as the shell tells of them.

    Signals:
        waiting_changed(): another number of them waits.
        refused(str key, AppError): the station will not do it.
    """

    waiting_changed: Any
    refused: Any

    @property
    def waiting_count(self) -> int:
        """How many have no answer yet."""
        ...

    @property
    def pending(self) -> Sequence[GivenOrder]:
        """Those without an answer, and those whose refusal nobody has acknowledged."""
        ...

    def acknowledge(self, key: str) -> None: ...
