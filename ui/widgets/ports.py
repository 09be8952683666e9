"""Ports: what widgets need of the rest of the desk, so that a test can stand in for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject

from app.domain.command import Command
from app.domain.errors import AppError
from app.domain.history import Address
from app.media.source import Source
from app.media.trial import Sight

Result = Callable[[Any], None]
Failure = Callable[[AppError], None]


class Orders(Protocol):
    """Where orders go.

    A refusal is told in the window's notices, unless whoever gave the order shows it and acknowledges it at once.

    Signals:
        held(str key, AppError): it cannot be delivered for now; it is kept and tried again.
        done(str key, Receipt): carried out; the picture shows it once it has reached the receipt's ``seq``.
        refused(str key, AppError): the station will not do it.
    """

    held: Any
    done: Any
    refused: Any

    def send(self, command: Command) -> str:
        """Take an order; its key tells the answer apart. An answer never comes before this has returned."""
        ...

    def acknowledge(self, key: str) -> None:
        """Somebody has seen that this order was refused."""
        ...


class Addresses(Protocol):
    def address(self, terminal: int, on_ok: Callable[[Address], None], on_error: Failure, owner: QObject) -> None:
        """Ask the station for a terminal's address.

        One of the two is called on the GUI thread, unless the owner is gone by then.
        """
        ...


class Trials(Protocol):
    def start(
        self,
        source: Source,
        size: tuple[int, int],
        on_ok: Callable[[Sight], None],
        on_error: Failure,
        owner: QObject,
    ) -> Callable[[], None]:
        """Open a source for its first picture, no larger than ``size`` pixels.

        One of the two is called on the GUI thread within ten seconds, unless the owner is gone by then or what
        this returns was called, which ends it.
        """
        ...
