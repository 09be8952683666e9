"""Records: what commands bring that is never on the log, kept in the transaction of the facts that they cause."""

from __future__ import annotations

from typing import Protocol

import sqlalchemy as sa

from app.domain.command import Command
from app.domain.event import Fact


class Records(Protocol):
    """One kind of record. A command brings something for one kind at most."""

    def brings(self, command: Command) -> str | None:
        """What the command brings for these, as it came; None for nothing."""

    def seal(self, brought: str) -> str:
        """The form in which that is kept. May take a while."""

    def is_new(self, connection: sa.Connection, command: Command, sealed: str) -> bool:
        """Whether that is another than what is kept."""

    def follow(self, connection: sa.Connection, fact: Fact, sealed: str | None) -> None:
        """Keep and forget what this fact of the command says."""
