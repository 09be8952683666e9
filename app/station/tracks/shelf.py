"""What is on disk, for those who read."""

from __future__ import annotations

import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass, fields

from app.domain.fixes import Fixes
from app.station.tracks.block import DAY_MS, squad_of
from app.station.tracks.box import Box
from app.station.tracks.cache import Cache
from app.station.tracks.codec import decode
from app.station.tracks.database import Database

FIX_COLUMNS = tuple(field.name for field in fields(Fixes))

# No block crosses midnight, so none that ends a day or more after the time asked for can begin before it.
_OVERLAPS = f"to_ms >= :from_ms AND to_ms < :to_ms + {DAY_MS} AND from_ms <= :to_ms"
_OF_UNIT = f"SELECT id FROM block WHERE first_unit IN (:unit, :squad) AND last_unit >= :unit AND {_OVERLAPS}"
_OF_ALL = f"""
    SELECT id, first_unit, last_unit, from_ms, west_e7, south_e7, east_e7, north_e7
    FROM block WHERE {_OVERLAPS} ORDER BY first_unit
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A block as its index shows it."""

    row: int
    first_unit: int
    last_unit: int
    from_ms: int
    box: Box

    @property
    def is_squad(self) -> bool:
        return self.first_unit != self.last_unit

    @property
    def unit_day(self) -> tuple[int, int]:
        """Of a block that is not a squad's."""
        return self.first_unit, self.from_ms // DAY_MS


class Shelf:
    """Reads blocks, heads and latest fixes; from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache = Cache()

    def read(self) -> AbstractContextManager[sqlite3.Connection]:
        """A connection that sees one moment; for ``entries`` and ``decoded``."""
        return self._database.read()

    def of_unit(self, unit: int, from_ms: int, to_ms: int) -> list[Fixes]:
        """The blocks that may hold fixes of this unit and time; they hold others as well."""
        bounds = {"unit": unit, "squad": squad_of(unit), "from_ms": from_ms, "to_ms": to_ms}
        with self._database.read() as connection:
            rows = [row for (row,) in connection.execute(_OF_UNIT, bounds)]
            return [self.decoded(connection, row) for row in rows]

    def entries(self, connection: sqlite3.Connection, from_ms: int, to_ms: int) -> list[Entry]:
        """The blocks of all units that overlap this time, by first unit."""
        found = connection.execute(_OF_ALL, {"from_ms": from_ms, "to_ms": to_ms})
        return [Entry(row, first, last, begin, Box(*bounds)) for row, first, last, begin, *bounds in found]

    def heads(self) -> dict[int, Fixes]:
        """What the last run had saved and not folded into blocks, by row."""
        with self._database.read() as connection:
            return {row: decode(data) for row, data in connection.execute("SELECT id, data FROM head ORDER BY id")}

    def latest(self) -> Fixes:
        """The newest fix in blocks of each unit, in order."""
        with self._database.read() as connection:
            rows = connection.execute(f"SELECT {', '.join(FIX_COLUMNS)} FROM latest ORDER BY unit").fetchall()
        found = Fixes.zeros(len(rows))
        for name, values in zip(FIX_COLUMNS, zip(*rows, strict=True), strict=bool(rows)):
            getattr(found, name)[:] = values
        return found

    def forget_decoded(self) -> None:
        """Keep nothing in memory of what may have been forgotten on disk."""
        self._cache.clear()

    def decoded(self, connection: sqlite3.Connection, row: int) -> Fixes:
        """The fixes of one block."""

        def read() -> Fixes:
            (data,) = connection.execute("SELECT data FROM block WHERE id = ?", (row,)).fetchone()
            return decode(data)

        return self._cache.get(row, read)
