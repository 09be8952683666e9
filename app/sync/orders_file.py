"""The orders file: what operators ordered and the station has not answered yet, in SQLite."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson
from pydantic import ValidationError

from app.domain.command import COMMAND, Command
from app.domain.errors import AppError

_SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE orders (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    owner TEXT NOT NULL,
    command TEXT NOT NULL,
    put_at_ms INTEGER NOT NULL,
    refusal TEXT
)
"""


@dataclass(frozen=True, slots=True)
class Order:
    """One order on its way.

    Args:
        number: its place in the order of sending.
        key: its Idempotency-Key, the same for every try.
        command: None when it was written by another version and cannot be read any more.
        put_at_ms: when the operator gave it, this machine's clock, Unix milliseconds.
        refusal: why the station will not do it; None while it waits.
    """

    number: int
    key: str
    command: Command | None
    put_at_ms: int
    refusal: AppError | None = None


class OrdersFile:
    """One connection behind one lock: SQLite has one writer, and what ``add`` returned from is on disk.

    Every method raises AppError("orders_file.full") or AppError("orders_file.unusable"), with ``file`` and
    ``reason``, when the disk or the file does not do its part.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        with self._faults():
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._db.close()
                raise

    def add(self, key: str, owner: str, command: Command, put_at_ms: int) -> None:
        """Raises AppError("order.key_taken"): there is an order with this key."""
        words = COMMAND.dump_json(command).decode()
        with self._faults(), self._lock:
            try:
                self._db.execute(
                    "INSERT INTO orders (key, owner, command, put_at_ms) VALUES (?, ?, ?, ?)",
                    (key, owner, words, put_at_ms),
                )
            except sqlite3.IntegrityError:
                raise AppError("order.key_taken") from None

    def first_waiting(self, owner: str) -> Order | None:
        found = self._select("owner = ? AND refusal IS NULL ORDER BY number LIMIT 1", owner)
        return found[0] if found else None

    def all_of(self, owner: str) -> tuple[Order, ...]:
        """Waiting and refused ones, oldest first."""
        return self._select("owner = ? ORDER BY number", owner)

    def refuse(self, key: str, refusal: AppError) -> None:
        told = orjson.dumps({"code": refusal.code, "params": refusal.params}).decode()
        with self._faults(), self._lock:
            self._db.execute("UPDATE orders SET refusal = ? WHERE key = ?", (told, key))

    def remove(self, key: str) -> None:
        self._delete("key = ?", key)

    def remove_refused(self, key: str) -> None:
        """Nothing happens to one that waits."""
        self._delete("key = ? AND refusal IS NOT NULL", key)

    def remove_waiting(self, key: str) -> None:
        """Nothing happens to one that was refused."""
        self._delete("key = ? AND refusal IS NULL", key)

    def close(self) -> None:
        with self._lock:
            self._db.close()

    def _prepare(self) -> None:
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(_SCHEMA)
            self._db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION}")
            self._db.execute("COMMIT")
        elif version != _SCHEMA_VERSION:
            raise AppError("orders_file.too_new", file=str(self._path))

    def _delete(self, where: str, key: str) -> None:
        with self._faults(), self._lock:
            self._db.execute(f"DELETE FROM orders WHERE {where}", (key,))

    def _select(self, where: str, owner: str) -> tuple[Order, ...]:
        with self._faults(), self._lock:
            rows = self._db.execute(
                f"SELECT number, key, command, put_at_ms, refusal FROM orders WHERE {where}", (owner,)
            ).fetchall()
        return tuple(_order(*row) for row in rows)

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            # The low byte is the primary code; the rest says more than anybody can act on.
            code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
            fault = "orders_file.full" if code == sqlite3.SQLITE_FULL else "orders_file.unusable"
            raise AppError(fault, file=str(self._path), reason=str(error)) from error


def _order(number: int, key: str, words: str, put_at_ms: int, refusal: str | None) -> Order:
    try:
        command = COMMAND.validate_json(words)
    except ValidationError:
        command = None
    told = orjson.loads(refusal) if refusal is not None else None
    return Order(number, key, command, put_at_ms, AppError(told["code"], **told["params"]) if told else None)
