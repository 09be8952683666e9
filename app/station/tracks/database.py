"""The file ``tracks.sqlite``: its tables, its one writing connection and its reading ones.

One connection writes and checkpoints, all others are read-only: SQLite 3.40, which Debian 12 has, can corrupt a
write-ahead log that two connections reset. ``synchronous=NORMAL`` hands every commit to the operating system
without waiting for the disk. A killed process loses nothing by that; a power cut may lose the commits since the
last checkpoint, never the file. Positions are many and short-lived; what must survive a power cut is on the
event log.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.errors import AppError

FILE = "tracks.sqlite"
FORMAT = 1

#: A blob ends somewhere in its last page. Small pages waste little there; blobs of tens of kB read as fast.
_PAGE_BYTES = 1024
# AUTOINCREMENT: a row's number is its name in memory and must not be given again.
_TABLES = """
CREATE TABLE IF NOT EXISTS head (id INTEGER PRIMARY KEY AUTOINCREMENT, data BLOB NOT NULL);

CREATE TABLE IF NOT EXISTS block (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    level INTEGER NOT NULL,
    first_unit INTEGER NOT NULL, last_unit INTEGER NOT NULL,
    day INTEGER NOT NULL,
    from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
    west_e7 INTEGER NOT NULL, south_e7 INTEGER NOT NULL, east_e7 INTEGER NOT NULL, north_e7 INTEGER NOT NULL,
    count INTEGER NOT NULL,
    data BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS block_by_unit ON block (first_unit, to_ms);
CREATE INDEX IF NOT EXISTS block_by_time
    ON block (to_ms, from_ms, first_unit, last_unit, west_e7, south_e7, east_e7, north_e7);
CREATE INDEX IF NOT EXISTS block_to_merge ON block (day, first_unit, last_unit, level) WHERE level < 100;

CREATE TABLE IF NOT EXISTS latest (
    unit INTEGER PRIMARY KEY,
    at_ms INTEGER NOT NULL,
    lon_e7 INTEGER NOT NULL, lat_e7 INTEGER NOT NULL,
    speed_cmps INTEGER NOT NULL, heading_cdeg INTEGER NOT NULL, accuracy_dm INTEGER NOT NULL,
    flags INTEGER NOT NULL
);
"""


class Database:
    """Connections to the file in a folder, made when missing.

    Raises:
        AppError("tracks.not_writable"): the folder or the file cannot be written; ``reason`` says why.
        AppError("tracks.damaged"): the file is no database.
        AppError("tracks.too_new"): a later version of the program wrote it.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._writing = threading.Lock()
        self._idle_readers: list[sqlite3.Connection] = []
        self._is_closed = False
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._writer = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise self._error("tracks.not_writable", error) from error
        try:
            self._prepare()
        except sqlite3.OperationalError as error:
            self._writer.close()
            raise self._error("tracks.not_writable", error) from error
        except sqlite3.DatabaseError as error:
            self._writer.close()
            raise self._error("tracks.damaged", error) from error
        except AppError:
            self._writer.close()
            raise

    def _error(self, code: str, error: Exception) -> AppError:
        return AppError(code, path=str(self._path), reason=str(error))

    def _prepare(self) -> None:
        self._writer.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        self._writer.execute("PRAGMA auto_vacuum = INCREMENTAL")
        self._writer.execute("PRAGMA journal_mode = WAL")
        self._writer.execute("PRAGMA synchronous = NORMAL")
        self._writer.execute("PRAGMA journal_size_limit = 16777216")
        (found,) = self._writer.execute("PRAGMA user_version").fetchone()
        if found > FORMAT:
            raise AppError("tracks.too_new", path=str(self._path), found=found, known=FORMAT)
        # Written even when it is there: whether the file can be written is known now and not with the first fix.
        self._writer.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
        # All it could wait for from here on is a reader of ours in a checkpoint, and saving would wait with it.
        self._writer.execute("PRAGMA busy_timeout = 0")

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """The writing connection in a transaction: all of it, or on an exception none of it."""
        with self._writing:
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            finally:
                # Not after a full disk, which has SQLite roll back by itself.
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A reading connection, this caller's alone; what it reads is of one moment.

        Raises:
            AppError("tracks.unreadable"): the file cannot be read; ``reason`` says why.
        """
        try:
            connection = self._reader()
            try:
                connection.execute("BEGIN")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # Whatever state it is in: not for the next caller.
                connection.close()
                raise
        except sqlite3.Error as error:
            raise self._error("tracks.unreadable", error) from error
        self._idle_readers.append(connection)
        if self._is_closed:
            self._close_readers()

    def _reader(self) -> sqlite3.Connection:
        try:
            return self._idle_readers.pop()
        except IndexError:
            uri = f"{self._path.absolute().as_uri()}?mode=ro"
            return sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)

    def _close_readers(self) -> None:
        while self._idle_readers:
            self._idle_readers.pop().close()

    def give_back(self, pages_kept: int) -> None:
        """Shorten the file until at most this many of its pages are free."""
        is_through = False
        while not is_through:
            with self._writing:
                (free,) = self._writer.execute("PRAGMA freelist_count").fetchone()
                # In steps, so that the next second of fixes does not wait for all of it.
                step = min(free - pages_kept, 4096)
                is_through = step <= 0
                if not is_through:
                    self._writer.execute(f"PRAGMA incremental_vacuum({step})").fetchall()

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and empty it, as far as no reader is using it."""
        with self._writing:
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close all; a reader that is still at work closes when it is through."""
        self._is_closed = True
        self._close_readers()
        with self._writing:
            self._writer.close()
