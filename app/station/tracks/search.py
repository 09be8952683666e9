"""All units in a time range and a box."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby

import numpy as np

from app.domain.fixes import Fixes
from app.station.tracks.block import DAY_MS, SQUAD, squad_of
from app.station.tracks.box import Box
from app.station.tracks.order import by_unit, resolved
from app.station.tracks.shelf import Entry, Shelf


def search(shelf: Shelf, recent: Fixes, from_ms: int, to_ms: int, box: Box) -> Iterator[tuple[int, Fixes]]:
    """Each unit that was in the box at a time from from_ms to to_ms, both included, with its fixes there.

    Units come in the order of their numbers, fixes oldest first. One squad is in memory at a time. The iterator
    reads one moment of the store; it should not be left half-way for long, the write-ahead log grows meanwhile.

    Args:
        recent: fixes of that time that are not in blocks yet, in order.
    """
    with shelf.read() as connection:
        blocks = {
            squad: list(entries)
            for squad, entries in groupby(
                shelf.entries(connection, from_ms, to_ms), key=lambda entry: squad_of(entry.first_unit)
            )
        }
        for squad in sorted(blocks.keys() | set((recent.unit // SQUAD * SQUAD).tolist())):
            here = recent.take(slice(*np.searchsorted(recent.unit, [squad, squad + SQUAD])))
            parts = [*_needed(shelf, connection, blocks.get(squad, []), here, box), here]
            fixes = resolved(parts)
            fixes = fixes.take((fixes.at_ms >= from_ms) & (fixes.at_ms <= to_ms))
            yield from by_unit(fixes.take(box.holds(fixes)))


def _needed(
    shelf: Shelf, connection: sqlite3.Connection, entries: list[Entry], recent: Fixes, box: Box
) -> Iterator[Fixes]:
    """Blocks of a squad: all of those days on which a unit was in the box.

    All, though some lie outside: they may tell of the same moment as one inside, and of two fixes of one moment
    only one stays, wherever it is.
    """
    wanted = {entry.unit_day for entry in entries if not entry.is_squad and box.meets(entry.box)}
    wanted |= _unit_days(recent.take(box.holds(recent)))
    for entry in entries:
        if entry.is_squad:
            of_squad = shelf.decoded(connection, entry.row)
            wanted |= _unit_days(of_squad.take(box.holds(of_squad)))
            yield of_squad
    for entry in entries:
        if not entry.is_squad and entry.unit_day in wanted:
            yield shelf.decoded(connection, entry.row)


def _unit_days(fixes: Fixes) -> set[tuple[int, int]]:
    return set(zip(fixes.unit.tolist(), (fixes.at_ms // DAY_MS).tolist(), strict=True))
