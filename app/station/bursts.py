"""The talk log: bursts by number, as the log tells them; kept in the transaction of the facts that say so."""

from __future__ import annotations

import sqlalchemy as sa

from app.domain import event as facts
from app.domain.event import Event
from app.domain.talk import BurstRow
from app.picture.talk import received
from app.station.database import Database, burst_table, mention_table


def keep_burst(connection: sa.Connection, event: Event) -> None:
    """Take in what an event says of a burst; every other event is passed over."""
    match event.fact:
        case facts.BurstStarted(burst=burst):
            row = BurstRow(**dict(burst), started_at=event.at)
            kept = {"number": row.number, "seq": event.seq, "call": row.call, "row": row.model_dump_json()}
            connection.execute(sa.insert(burst_table), kept)
        case facts.BurstRaised(burst=number, priority=priority):
            _change(connection, number, {"priority": priority, "raised_at": event.at})
        case facts.BurstEnded(burst=number, duration_s=duration_s, reason=reason):
            _change(connection, number, {"duration_s": duration_s, "end": reason})
        case facts.BurstReceived() as fact:
            held = _held(connection, fact.burst)
            if held is not None:
                _put(connection, received(held, fact, event.at))


class Bursts:
    """Reading the talk log; from any thread. Blocking."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def before(self, number: int | None, limit: int, unit: int | None, call: int | None) -> tuple[BurstRow, ...]:
        """At most ``limit`` bursts before ``number`` (the end, when None), newest first.

        Args:
            unit: only those that it was meant for. call: only those of this call or talkgroup.
        """
        query = sa.select(burst_table.c.row).order_by(burst_table.c.number.desc()).limit(limit)
        if number is not None:
            query = query.where(burst_table.c.number < number)
        if call is not None:
            query = query.where(burst_table.c.call == call)
        if unit is not None:
            told = sa.select(mention_table.c.seq).where(mention_table.c.unit == unit)
            query = query.where(burst_table.c.seq.in_(told))
        with self._database.read() as connection:
            return tuple(BurstRow.model_validate_json(row.row) for row in connection.execute(query))


def _held(connection: sa.Connection, number: int) -> BurstRow | None:
    row = connection.execute(sa.select(burst_table.c.row).where(burst_table.c.number == number)).first()
    return BurstRow.model_validate_json(row.row) if row is not None else None


def _change(connection: sa.Connection, number: int, update: dict[str, object]) -> None:
    held = _held(connection, number)
    if held is not None:
        _put(connection, held.model_copy(update=update))


def _put(connection: sa.Connection, row: BurstRow) -> None:
    mine = burst_table.c.number == row.number
    connection.execute(sa.update(burst_table).where(mine).values(row=row.model_dump_json()))
