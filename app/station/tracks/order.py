"""The order that stored fixes are in: by unit, then by time, each (unit, time) once.

Which of two different fixes of the same unit and millisecond stays does not depend on which was stored first or
merged when: it is the more accurate one, and between equally accurate ones the one with the smaller columns. So
the answer is the same however often and in whatever groups fixes are put together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from app.domain.fixes import Column, Fixes


def resolved(parts: Sequence[Fixes]) -> Fixes:
    """The fixes of all parts, in order, without duplicates. Parts that are already so pass untouched."""
    fixes = parts[0] if len(parts) == 1 else Fixes.concat(parts)
    if _is_resolved(fixes):
        return fixes
    fixes = fixes.take(np.lexsort((fixes.at_ms, fixes.unit)))
    if _is_resolved(fixes):
        return fixes
    preference = (
        fixes.flags,
        fixes.heading_cdeg,
        fixes.speed_cmps,
        fixes.lat_e7,
        fixes.lon_e7,
        fixes.accuracy_dm,
        fixes.at_ms,
        fixes.unit,
    )
    fixes = fixes.take(np.lexsort(preference))
    is_first = np.ones(len(fixes), np.bool_)
    is_first[1:] = (np.diff(fixes.unit) != 0) | (np.diff(fixes.at_ms) != 0)
    return fixes.take(is_first)


def of_unit(fixes: Fixes, unit: int, from_ms: int, to_ms: int) -> Fixes:
    """One unit's rows of ordered fixes from from_ms to to_ms, both included; a view."""
    wanted = np.uint32(unit)
    first, last = np.searchsorted(fixes.unit, wanted, "left"), np.searchsorted(fixes.unit, wanted, "right")
    times = fixes.at_ms[first:last]
    begin, end = np.searchsorted(times, from_ms, "left"), np.searchsorted(times, to_ms, "right")
    return fixes.take(slice(first + begin, first + max(begin, end)))


def by_unit(fixes: Fixes) -> Iterator[tuple[int, Fixes]]:
    """Each unit of ordered fixes with its rows; views."""
    for rows in runs(fixes.unit):
        yield int(fixes.unit[rows.start]), fixes.take(rows)


def last_of_each(fixes: Fixes) -> Fixes:
    """The newest fix of each unit of ordered fixes."""
    return fixes.take(np.append(np.diff(fixes.unit) != 0, True)[: len(fixes)])


def runs(column: Column) -> Iterator[slice]:
    """Slices of equal neighbours."""
    edges = [0, *(np.flatnonzero(np.diff(column)) + 1).tolist(), len(column)]
    return (slice(begin, end) for begin, end in pairwise(edges) if begin < end)


def _is_resolved(fixes: Fixes) -> bool:
    unit, at_ms = fixes.unit, fixes.at_ms
    later = (unit[1:] == unit[:-1]) & (at_ms[1:] > at_ms[:-1])
    return bool(np.all(later | (unit[1:] > unit[:-1])))
