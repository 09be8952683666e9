"""The station's database through SQLAlchemy Core: the tables, one writer, readers beside it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.pool import NullPool, StaticPool

from app.domain.errors import AppError

metadata = sa.MetaData()

#: The log. ``fact`` is the exact text that the digest was taken over.
event_table = sa.Table(
    "event",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("unit", sa.Integer, nullable=True),
    sa.Column("fact", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Index("event_unit", "unit", "seq"),
)

#: Further units in whose histories an event stands: those that a burst was meant for.
mention_table = sa.Table(
    "mention",
    metadata,
    sa.Column("unit", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

#: Bursts as the log tells them, one row each, as JSON: what the talk log is asked for. Follows from the log.
burst_table = sa.Table(
    "burst",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("seq", sa.Integer, nullable=False, unique=True),
    sa.Column("call", sa.Integer, nullable=False),
    sa.Column("row", sa.Text, nullable=False),
    sa.Index("burst_call", "call", "number"),
)

#: A folded picture now and then, so that a start need not fold the whole log.
checkpoint_table = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("next_number", sa.Integer, nullable=False),
    sa.Column("snapshot", sa.Text, nullable=False),
)

#: Which events a command caused, by the key it came with (the once law).
receipt_table = sa.Table(
    "receipt",
    metadata,
    sa.Column("sender", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("body_mac", sa.Text, nullable=False),
    sa.Column("first_seq", sa.Integer, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("at_ms", sa.BigInteger, nullable=False),
    sa.Index("receipt_at", "at_ms"),
)

password_table = sa.Table(
    "password",
    metadata,
    sa.Column("operator", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.Text, nullable=False),
)

#: Where video is fetched, by the number of the camera or terminal; as JSON.
pull_table = sa.Table(
    "pull",
    metadata,
    sa.Column("source", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("pull", sa.Text, nullable=False),
)

failure_table = sa.Table(
    "sign_in_failure",
    metadata,
    sa.Column("operator", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("locked_until_ms", sa.BigInteger, nullable=False),
)

#: Refresh tokens that are still good, by their hash.
session_table = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("operator", sa.Integer, nullable=False, index=True),
    sa.Column("expires_at_ms", sa.BigInteger, nullable=False),
    sa.Column("used_at_ms", sa.BigInteger, nullable=True),
)


class Database:
    """One connection that writes (and checkpoints), and short-lived ones that read.

    SQLite up to 3.51 can corrupt its write-ahead log when two connections write or checkpoint at once, so there is
    exactly one that does either; readers are opened ``query_only``.

    Raises:
        AppError("database.unusable"): not a database, or one that cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        # Not as text: a folder may be called anything, also with a "?" in it.
        url = sa.URL.create("sqlite", database=str(file))
        self._file = file
        self._writing = threading.Lock()
        # Parameters are hidden in errors, because what is written holds addresses with passwords, and hashes.
        self._writer = sa.create_engine(
            url, poolclass=StaticPool, connect_args={"check_same_thread": False}, hide_parameters=True
        )
        self._reader = sa.create_engine(
            url, poolclass=NullPool, connect_args={"timeout": 5.0}, hide_parameters=True
        )
        sa.event.listen(self._writer, "connect", _prepare_writer)
        sa.event.listen(self._writer, "begin", _begin_immediate)
        sa.event.listen(self._reader, "connect", _prepare_reader)
        try:
            metadata.create_all(self._writer)
        except DatabaseError as error:
            self.close()
            raise self.unusable(str(error.orig)) from error

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that is on disk when the block ends without an error. Threads take turns.

        Raises:
            AppError("storage.full"), AppError("storage.failed"): nothing of the block was kept.
        """
        try:
            with self._writing, self._writer.begin() as connection:
                yield connection
        except IntegrityError:
            # A mistake of ours, not of the disk.
            raise
        except DatabaseError as error:
            raise _storage_error(error) from error

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that reads; its own for each caller.

        Raises:
            AppError("storage.full"), AppError("storage.failed"): the file cannot be read.
        """
        try:
            with self._reader.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise _storage_error(error) from error

    def close(self) -> None:
        self._writer.dispose()
        self._reader.dispose()

    def unusable(self, reason: str) -> AppError:
        """The refusal to start with what is in the file."""
        return AppError("database.unusable", file=str(self._file), reason=reason)


def _storage_error(error: DatabaseError) -> AppError:
    reason = str(error.orig)
    return AppError("storage.full" if "full" in reason else "storage.failed", reason=reason)


def _prepare_writer(connection: sqlite3.Connection, _: Any) -> None:
    # Transactions are begun by ``_begin_immediate``, not by the driver in the middle of one.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    # A password that is forgotten is gone from the file, too.
    connection.execute("PRAGMA secure_delete=ON")


def _begin_immediate(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _prepare_reader(connection: sqlite3.Connection, _: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.execute("PRAGMA wal_autocheckpoint=0")
