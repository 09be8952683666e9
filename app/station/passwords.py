"""Operators' passwords: argon2id hashes among the records, never on the log."""

from __future__ import annotations

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from app.station.database import Database, failure_table, password_table, session_table

#: RFC 9106, second recommended option: 64 MiB, three passes, four lanes.
_HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)


class Passwords:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._nobodys = ""

    def hash(self, password: str) -> str:
        """Takes tens of milliseconds: not on the event loop."""
        return _HASHER.hash(password)

    def is_right(self, operator: int | None, password: str) -> bool:
        """Whether this is the operator's password. As slow for an operator that does not exist."""
        with self._database.read() as connection:
            query = sa.select(password_table.c.hash).where(password_table.c.operator == operator)
            known: str | None = connection.execute(query).scalar()
        if known is None:
            self._nobodys = self._nobodys or self.hash("nobody's password")
        try:
            return _HASHER.verify(known or self._nobodys, password) and known is not None
        except (VerifyMismatchError, InvalidHashError):
            return False

    def keep(self, connection: sa.Connection, operator: int, password_hash: str) -> None:
        """A new password ends the sessions that began with the old one, and the lock after guesses at it."""
        self.forget(connection, operator)
        connection.execute(sa.insert(password_table), {"operator": operator, "hash": password_hash})

    def forget(self, connection: sa.Connection, operator: int) -> None:
        """All that is kept of how this operator signs in."""
        connection.execute(sa.delete(password_table).where(password_table.c.operator == operator))
        connection.execute(sa.delete(session_table).where(session_table.c.operator == operator))
        connection.execute(sa.delete(failure_table).where(failure_table.c.operator == operator))
