"""The log: every fact, in order, chained by digests, on disk before anybody is told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
import sqlalchemy as sa
from pydantic import ValidationError

from app.domain.errors import AppError
from app.domain.event import FACT, Event, Fact
from app.picture.history import is_told, unit_of, units_told
from app.station.database import Database, checkpoint_table, event_table, mention_table
from app.station.state import State

#: The digest before the first event.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """An event and the exact text of its fact, which is what is hashed, stored and sent."""

    event: Event
    fact_json: str
    #: Whose history it belongs to.
    unit: int | None
    #: In whose histories it stands besides.
    units: tuple[int, ...] = ()


def chain(previous: str, seq: int, at: datetime, by: str, fact_json: str) -> str:
    """Hex SHA-256 of the previous digest, seq, time, author and fact, each ended by a line feed."""
    at_wire = at.isoformat(timespec="milliseconds")
    return hashlib.sha256(f"{previous}\n{seq}\n{at_wire}\n{by}\n{fact_json}\n".encode()).hexdigest()


class Log:
    """Reads and writes of the event table. Writing is the caller's one thread's; reading is anybody's."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def seal(self, state: State, at: datetime, by: str, fact: Fact) -> Entry:
        """The entry that comes next in the chain after this state, not written yet."""
        fact_json = FACT.dump_json(fact).decode()
        seq = state.picture.seq + 1
        digest = chain(state.digest, seq, at, by, fact_json)
        event = Event(seq=seq, at=at, by=by, fact=fact, digest=digest)
        unit = unit_of(fact, state.picture) if is_told(fact, state.picture) else None
        return Entry(event, fact_json, unit, units_told(fact, state.picture))

    def write(self, connection: sa.Connection, entries: Sequence[Entry]) -> None:
        """Append inside the caller's transaction; they are acknowledged when that is committed."""
        rows = [
            {
                "seq": entry.event.seq,
                "at": entry.event.at.isoformat(timespec="milliseconds"),
                "by": entry.event.by,
                "unit": entry.unit,
                "fact": entry.fact_json,
                "digest": entry.event.digest,
            }
            for entry in entries
        ]
        if rows:
            connection.execute(sa.insert(event_table), rows)
        for entry in entries:
            if entry.units:
                _mention(connection, entry)

    def after(self, seq: int, limit: int) -> list[Event]:
        """At most ``limit`` events after ``seq``, oldest first."""
        query = sa.select(event_table).where(event_table.c.seq > seq).order_by(event_table.c.seq).limit(limit)
        return self._events(query)

    def between(self, connection: sa.Connection, first: int, last: int) -> list[Event]:
        """The events ``first`` to ``last``, both included, as this connection sees them."""
        within = event_table.c.seq.between(first, last)
        return [_event(row) for row in connection.execute(sa.select(event_table).where(within).order_by("seq"))]

    def before(self, seq: int | None, limit: int, unit: int | None, *, has_talk: bool = True) -> list[Event]:
        """At most ``limit`` events before ``seq`` (the end, when None), newest first; of one unit when given.

        Args:
            has_talk: with the bursts that were meant for the unit, and who heard them.
        """
        query = sa.select(event_table).order_by(event_table.c.seq.desc()).limit(limit)
        if seq is not None:
            query = query.where(event_table.c.seq < seq)
        if unit is not None:
            query = query.where(event_table.c.seq.in_(_seqs_of(unit, seq, limit, has_talk=has_talk)))
        return self._events(query)

    def _events(self, query: sa.Select[tuple[object, ...]]) -> list[Event]:
        with self._database.read() as connection:
            return [_event(row) for row in connection.execute(query)]

    def verify(self) -> int:
        """Walk the whole chain and return its length.

        Raises:
            AppError("log.broken"): an event was altered, removed or put in; with the first ``seq`` that shows it.
        """
        previous, expected = GENESIS, 1
        with self._database.read() as connection:
            for row in connection.execute(sa.select(event_table).order_by(event_table.c.seq)):
                at = datetime.fromisoformat(row.at)
                if row.seq != expected or row.digest != chain(previous, row.seq, at, row.by, row.fact):
                    raise AppError("log.broken", seq=expected)
                previous, expected = row.digest, expected + 1
        return expected - 1

    def restore(self) -> State:
        """The state at the end of the log: the last checkpoint, and the events after it folded in.

        Raises:
            AppError("database.unusable"): the file is damaged, or a newer version of the program wrote it.
        """
        try:
            return self._folded()
        except AppError as error:
            raise self._database.unusable(str(error.params.get("reason", error))) from error
        except ValidationError as error:
            raise self._database.unusable("it holds what this version does not know") from error

    def _folded(self) -> State:
        state = State()
        with self._database.read() as connection:
            newest = sa.select(checkpoint_table).order_by(checkpoint_table.c.seq.desc()).limit(1)
            row = connection.execute(newest).first()
            if row is not None:
                state = State.from_checkpoint(row.snapshot, row.digest, row.next_number)
            query = sa.select(event_table).where(event_table.c.seq > state.picture.seq).order_by(event_table.c.seq)
            state.fold(_event(row) for row in connection.execute(query))
        return state

    def write_checkpoint(self, connection: sa.Connection, state: State, snapshot_json: str) -> None:
        """Keep this state for the next start, in place of older ones."""
        connection.execute(sa.delete(checkpoint_table))
        row = {
            "seq": state.picture.seq,
            "digest": state.digest,
            "next_number": state.next_number,
            "snapshot": snapshot_json,
        }
        connection.execute(sa.insert(checkpoint_table), row)


def _mention(connection: sa.Connection, entry: Entry) -> None:
    """One statement for all units: a burst may be meant for ten thousand."""
    units = sa.func.json_each(orjson.dumps(entry.units).decode()).table_valued("value")
    rows = sa.select(units.c.value, sa.literal(entry.event.seq))
    connection.execute(sa.insert(mention_table).from_select(["unit", "seq"], rows))


def _seqs_of(unit: int, before: int | None, limit: int, *, has_talk: bool) -> sa.CompoundSelect[tuple[int]]:
    """The last events of a unit by either index; asking both at once would walk the whole log."""
    of_unit = []
    for table in (event_table, mention_table) if has_talk else (event_table,):
        query = sa.select(table.c.seq).where(table.c.unit == unit).order_by(table.c.seq.desc()).limit(limit)
        of_unit.append(query if before is None else query.where(table.c.seq < before))
    return sa.union(*(sa.select(query.subquery().c.seq) for query in of_unit))


def _event(row: sa.Row[tuple[object, ...]]) -> Event:
    return Event(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        by=row.by,
        fact=FACT.validate_json(row.fact),
        digest=row.digest,
    )
