"""Operators' passwords: argon2id hashes among the records, never on the log."""

from __future__ import annotations

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.domain import command as orders
from app.domain import event as facts
from app.domain.command import Command
from app.domain.event import Fact
from app.station.database import Database, failure_table, password_table, session_table

#: RFC 9106, second recommended option: 64 MiB, three passes, four lanes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


_BRINGING = orders.RegisterOperator | orders.ChangeOperator | orders.ChangePassword


class Passwords:
    """Records of the kind ``app.station.records``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nobodys = ""

    def is_right(self, operator: int | None, password: str) -> bool:
        """Whether this is the operator's password. As slow for an operator that does not exist."""
        with self._database.read() as connection:
            query = sa.select(password_table.c.hash).where(password_table.c.operator == operator)
            known: str | None = connection.execute(query).scalar()
        if known is None:
            self._nobodys = self._nobodys or self.seal("nobody's password")
        try:
            return _HASHER.verify(known or self._nobodys, password) and known is not None
        except (VerifyMismatchError, InvalidHashError):
            return False

    def brings(self, command: Command) -> str | None:
        return command.password if isinstance(command, _BRINGING) else None

    def seal(self, brought: str) -> str:
        """Takes tens of milliseconds: not on the event loop."""
        return _HASHER.hash(brought)

    def is_new(self, connection: sa.Connection, command: Command, sealed: str) -> bool:
        return True

    def follow(self, connection: sa.Connection, fact: Fact, sealed: str | None) -> None:
        """A new password ends the sessions that began with the old one, and the lock after guesses at it."""
        match fact:
            case facts.OperatorRegistered() | facts.OperatorChanged() if sealed is not None:
                self._forget(connection, fact.operator.number)
                row = {"operator": fact.operator.number, "hash": sealed}
                connection.execute(sa.insert(password_table), row)
            case facts.OperatorRetired():
                self._forget(connection, fact.operator)

    def _forget(self, connection: sa.Connection, operator: int) -> None:
        """All that is kept of how this operator signs in."""
        for table in (password_table, session_table, failure_table):
            connection.execute(sa.delete(table).where(table.c.operator == operator))
