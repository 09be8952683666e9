"""Pulls: where video of cameras and terminals is fetched; a password may be in it, so it is never on the log."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.event import Fact
from app.domain.pull import Pull
from app.station.database import Database, pull_table

_BRINGING = orders.RegisterCamera | orders.ChangeCamera | orders.SetTerminalPull


class Pulls:
    """Records of the kind ``app.station.records``; kept as they are, for a desk needs them as they are."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, source: int) -> Pull | None:
        """What is kept of a camera or a terminal. Reads the disk: not on the event loop."""
        with self._database.read() as connection:
            kept = self._kept(connection, source)
        return Pull.model_validate_json(kept) if kept is not None else None

    def brings(self, command: Command) -> str | None:
        brought = command.pull if isinstance(command, _BRINGING) else None
        return brought.model_dump_json() if brought is not None else None

    def seal(self, brought: str) -> str:
        return brought

    def is_new(self, connection: sa.Connection, command: Command, sealed: str) -> bool:
        # A camera that is being registered has no number yet, and so nothing is kept of it.
        source = command.number if isinstance(command, orders.ChangeCamera | orders.SetTerminalPull) else 0
        return self._kept(connection, source) != sealed

    def follow(self, connection: sa.Connection, fact: Fact, sealed: str | None) -> None:
        match fact:
            case facts.CameraRegistered() | facts.CameraChanged() if sealed is not None:
                self._keep(connection, fact.camera.number, sealed)
            case facts.TerminalPullSet():
                self._keep(connection, fact.terminal, sealed)
            case facts.CameraRetired():
                self._keep(connection, fact.camera, None)
            case facts.TerminalRetired():
                self._keep(connection, fact.terminal, None)

    def _kept(self, connection: sa.Connection, source: int) -> str | None:
        query = sa.select(pull_table.c.pull).where(pull_table.c.source == source)
        kept: str | None = connection.execute(query).scalar()
        return kept

    def _keep(self, connection: sa.Connection, source: int, sealed: str | None) -> None:
        connection.execute(sa.delete(pull_table).where(pull_table.c.source == source))
        if sealed is not None:
            connection.execute(sa.insert(pull_table), {"source": source, "pull": sealed})
