"""From memory to head rows, from heads to blocks, from small blocks to large ones, and out when they are too old.

Each step is one transaction that adds the new rows and deletes the ones they replace, so a crash leaves either,
never both and never none. One step runs at a time (``_stepping``); saving does not wait for the others, only
for their transactions.

Blocks grow as in any log-structured store: eight of a kind become one of the next level. A fix is rewritten
some three times until its block is done (``DONE_FIXES``), and a unit's day is never in more than a few dozen
rows. A day that has been over for ``SETTLE_AFTER_MS`` is settled: what is left of it is merged whatever its
level, so that units that report seldom, or were on duty for an hour, do not stay in small pieces.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import astuple, fields

import numpy as np

from app.domain.errors import AppError
from app.domain.fixes import Fixes
from app.station.tracks.block import DAY_MS, DONE, Block, blocks
from app.station.tracks.codec import decode, encode
from app.station.tracks.database import Database
from app.station.tracks.order import last_of_each, resolved
from app.station.tracks.recent import Recent
from app.station.tracks.shelf import FIX_COLUMNS, Shelf

FAN_IN = 8
#: Long enough for most phones to have sent what they kept while they had no network.
SETTLE_AFTER_MS = 6 * 3_600_000

_BLOCK_COLUMNS = tuple(field.name for field in fields(Block))
_PUT_BLOCK = f"INSERT INTO block ({', '.join(_BLOCK_COLUMNS)}) VALUES ({', '.join('?' * len(_BLOCK_COLUMNS))})"
_PUT_LATEST = f"REPLACE INTO latest ({', '.join(FIX_COLUMNS)}) VALUES ({', '.join('?' * len(FIX_COLUMNS))})"
_TO_MERGE = f"""
    SELECT day, first_unit, last_unit, level, level FROM block WHERE level < {DONE}
    GROUP BY day, first_unit, last_unit, level HAVING count(*) >= ?
"""
_TO_SETTLE = f"""
    SELECT day, first_unit, last_unit, 0, {DONE - 1} FROM block WHERE level < {DONE} AND day < ?
    GROUP BY day, first_unit, last_unit HAVING count(*) > 1
"""
_OF_KIND = """
    SELECT id, level, data FROM block
    WHERE day = ? AND first_unit = ? AND last_unit = ? AND level BETWEEN ? AND ?
"""
_TO_TRIM = f"SELECT id FROM block WHERE to_ms >= ?1 AND to_ms < ?1 + {DAY_MS} AND from_ms < ?1"
_OF_NUMBER = "SELECT id, level, data FROM block WHERE id = ?"

_Key = tuple[int, ...]


def _never() -> bool:
    return False


class Compaction:
    """The steps; each may be called from any thread.

    All but the reading ones raise sqlite3.Error when nothing can be written; what was there then still is.
    """

    def __init__(self, database: Database, recent: Recent, shelf: Shelf) -> None:
        self._database = database
        self._recent = recent
        self._shelf = shelf
        self._latest = shelf.latest()
        self._saving = threading.Lock()
        self._stepping = threading.Lock()

    @property
    def latest(self) -> Fixes:
        """The newest fix in blocks of each unit, in order."""
        return self._latest

    def save(self) -> None:
        """Bring what has come in since the last time to disk, as one head row."""
        with self._saving:
            fixes = self._recent.unsaved()
            if fixes is None:
                return
            data = encode(fixes)
            with self._database.write() as connection:
                (head,) = connection.execute("INSERT INTO head (data) VALUES (?) RETURNING id", (data,)).fetchone()
            self._recent.mark_saved(head)

    def fold(self) -> None:
        """Bring all saved heads into blocks."""
        with self._stepping:
            heads = self._recent.saved()
            if not heads:
                return
            fixes = resolved(list(heads.values()))
            made = [astuple(block) for block in blocks(fixes, level=1)]
            latest = last_of_each(resolved([self._latest, last_of_each(fixes)]))
            changed = latest.take(np.isin(latest.unit, fixes.unit))
            with self._database.write() as connection:
                connection.executemany(_PUT_BLOCK, made)
                connection.executemany(_PUT_LATEST, _rows(changed))
                connection.executemany("DELETE FROM head WHERE id = ?", [(head,) for head in heads])
            self._latest = latest
            self._recent.drop(heads)

    def merge(self, is_stopped: Callable[[], bool] = _never) -> None:
        """Merge wherever eight of a kind have come together, until there is nothing more or it is stopped."""
        self._replace_all(_TO_MERGE, (FAN_IN,), is_stopped)

    def settle(self, before_day: int, is_stopped: Callable[[], bool] = _never) -> None:
        """Merge what is left of each day before this one, counted from 1970, unless it is stopped."""
        self._replace_all(_TO_SETTLE, (before_day,), is_stopped)

    def forget(self, before_ms: int, is_stopped: Callable[[], bool] = _never) -> None:
        """Delete every fix older than before_ms; of a block that it divides, the rest stays."""
        self.save()
        self.fold()
        with self._stepping:
            with self._database.write() as connection:
                connection.execute("DELETE FROM block WHERE to_ms < ?", (before_ms,))
                connection.execute("DELETE FROM latest WHERE at_ms < ?", (before_ms,))
            self._latest = self._latest.take(self._latest.at_ms >= before_ms)
        for number in self._keys(_TO_TRIM, (before_ms,)):
            if is_stopped():
                break
            self._replace(_OF_NUMBER, number, from_ms=before_ms)
        self._shelf.forget_decoded()

    def _replace_all(self, which: str, parameters: _Key, is_stopped: Callable[[], bool]) -> None:
        failures: dict[_Key, AppError] = {}
        # A squad that was divided may have given its units what they lacked for a merge: look again.
        while kinds := [kind for kind in self._keys(which, parameters) if kind not in failures]:
            for kind in kinds:
                if is_stopped():
                    return
                try:
                    self._replace(_OF_KIND, kind)
                except AppError as error:
                    # One block that cannot be read does not keep all others small.
                    failures[kind] = error
        for failure in failures.values():
            raise failure

    def _replace(self, which: str, key: _Key, from_ms: int | None = None) -> None:
        """Make one of these blocks, one level up; without what is older than from_ms."""
        with self._stepping:
            with self._database.read() as connection:
                found = connection.execute(which, key).fetchall()
            if not found:
                return
            numbers, levels, data = zip(*found, strict=True)
            fixes = resolved([decode(blob) for blob in data])
            if from_ms is not None:
                fixes = fixes.take(fixes.at_ms >= from_ms)
            made = [astuple(block) for block in blocks(fixes, min(max(levels) + 1, DONE - 1))]
            with self._database.write() as connection:
                connection.executemany("DELETE FROM block WHERE id = ?", [(number,) for number in numbers])
                connection.executemany(_PUT_BLOCK, made)

    def _keys(self, query: str, parameters: _Key) -> list[_Key]:
        with self._database.read() as connection:
            return connection.execute(query, parameters).fetchall()


def _rows(fixes: Fixes) -> list[tuple[int, ...]]:
    return list(zip(*(getattr(fixes, name).tolist() for name in FIX_COLUMNS), strict=True))
