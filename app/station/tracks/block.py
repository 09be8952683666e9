"""A block: fixes of one UTC day in order, of one unit or of one squad of neighbours, as a row of the database.

A minute of 10,000 units would be 10,000 rows of next to nothing each. So what has just been written is kept by
squads, 64 units with neighbouring numbers, and is divided by unit when merged minutes have made it worth it. No
block crosses midnight, so a block that ends long after the time asked for need not be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.domain.fixes import Fixes
from app.station.tracks.codec import encode
from app.station.tracks.order import by_unit, runs

SQUAD = 64
#: A squad block of more than this is divided by unit; reading one unit out of it would cost too much.
SQUAD_FIXES = 8192
#: A block of one unit with this many is done and not merged again. A block has fewer than twice as many.
DONE_FIXES = 8192
#: The level of such a block; others count how often they have been merged.
DONE = 100
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class Block:
    """One row. Degrees × 1e7, Unix milliseconds; all bounds included."""

    level: int
    first_unit: int
    last_unit: int
    day: int
    from_ms: int
    to_ms: int
    west_e7: int
    south_e7: int
    east_e7: int
    north_e7: int
    count: int
    data: bytes


def squad_of(unit: int) -> int:
    """The lowest number in the unit's squad."""
    return unit // SQUAD * SQUAD


def blocks(fixes: Fixes, level: int) -> Iterator[Block]:
    """Ordered fixes of any units and days as blocks of this level."""
    squad_days = fixes.unit // SQUAD * np.int64(1 << 31) + fixes.at_ms // DAY_MS
    fixes = fixes.take(np.argsort(squad_days, kind="stable"))
    for rows in runs(np.sort(squad_days)):
        of_squad_day = fixes.take(rows)
        if len(of_squad_day) > SQUAD_FIXES or of_squad_day.unit[0] == of_squad_day.unit[-1]:
            for _, of_unit_day in by_unit(of_squad_day):
                yield from _unit_blocks(of_unit_day, level)
        else:
            squad = squad_of(int(of_squad_day.unit[0]))
            yield _block(of_squad_day, level, squad, squad + SQUAD - 1)


def _unit_blocks(fixes: Fixes, level: int) -> Iterator[Block]:
    unit = int(fixes.unit[0])
    pieces = max(len(fixes) // DONE_FIXES, 1)
    edges = np.linspace(0, len(fixes), pieces + 1).astype(int)
    for begin, end in pairwise(edges):
        is_done = end - begin >= DONE_FIXES
        yield _block(fixes.take(slice(begin, end)), DONE if is_done else level, unit, unit)


def _block(fixes: Fixes, level: int, first_unit: int, last_unit: int) -> Block:
    from_ms = int(fixes.at_ms.min())
    return Block(
        level=level,
        first_unit=first_unit,
        last_unit=last_unit,
        day=from_ms // DAY_MS,
        from_ms=from_ms,
        to_ms=int(fixes.at_ms.max()),
        west_e7=int(fixes.lon_e7.min()),
        south_e7=int(fixes.lat_e7.min()),
        east_e7=int(fixes.lon_e7.max()),
        north_e7=int(fixes.lat_e7.max()),
        count=len(fixes),
        data=encode(fixes),
    )
