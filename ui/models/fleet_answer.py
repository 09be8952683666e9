"""The answer to a fleet query: the units it finds, in order, and how many each further choice would find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from app.domain.unit import Force, UnitStatus
from app.picture.freshness import STALE_S
from ui.models.fleet_query import FleetQuery, SortKey
from ui.models.roster import FORCES, OFF_DUTY_CODE, STATUSES, Array, Roster

#: The most urgent first: who is at a place, who is on the way, who could go.
_URGENCY = (
    UnitStatus.ON_SCENE,
    UnitStatus.EN_ROUTE,
    UnitStatus.BUSY,
    UnitStatus.AVAILABLE,
    UnitStatus.OUT_OF_SERVICE,
    UnitStatus.OFF_DUTY,
)
_RANK_OF_STATUS = np.array([_URGENCY.index(status) for status in STATUSES], np.int8)


@dataclass(frozen=True, slots=True)
class FleetCounts:
    """How many units there are, and how many a choice of one kind finds while those of the other kinds stand.

    Args:
        on_duty: whatever the filter.
        shown: what the whole query finds.
        all_forces: what it would find if no force were chosen.
    """

    on_duty: int = 0
    off_duty: int = 0
    shown: int = 0
    all_forces: int = 0
    stale: int = 0
    forces: dict[Force, int] = field(default_factory=dict)
    statuses: dict[UnitStatus, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FleetAnswer:
    """``numbers``: u32, the units found, in order."""

    numbers: Array
    counts: FleetCounts


def answer(roster: Roster, query: FleetQuery, ages_s: Array, found_by_text: Array) -> FleetAnswer:
    """Filter, sort and count.

    Args:
        ages_s: one a row of the roster; NaN where a unit has no position.
        found_by_text: mask of the rows that the query's text finds.
    """
    on_duty = roster.status != OFF_DUTY_CODE
    # "Not younger" rather than "older", so that no position at all counts too.
    stale = on_duty & ~(ages_s <= STALE_S)
    base = found_by_text if query.off_duty_too else found_by_text & on_duty
    if query.numbers is not None:
        base = base & np.isin(roster.numbers, np.fromiter(query.numbers, np.uint32))
    base = base & _chosen(query.agencies, roster.agency.mask) & _chosen(query.beats, roster.beat.mask)
    by_force = _chosen(query.forces, roster.has_force)
    by_status = _chosen(query.statuses, roster.has_status)
    by_age = stale if query.stale_only else True
    found = base & by_force & by_status & by_age
    count_of_force = np.bincount(roster.force[base & by_status & by_age], minlength=len(FORCES))
    count_of_status = np.bincount(roster.status[base & by_force & by_age], minlength=len(STATUSES))
    counts = FleetCounts(
        on_duty=int(on_duty.sum()),
        off_duty=int(len(roster) - on_duty.sum()),
        shown=int(found.sum()),
        all_forces=int(count_of_force.sum()),
        stale=int((base & by_force & by_status & stale).sum()),
        forces=dict(zip(FORCES, count_of_force.tolist(), strict=True)),
        statuses=dict(zip(STATUSES, count_of_status.tolist(), strict=True)),
    )
    rows = np.flatnonzero(found)
    order = np.lexsort((roster.callsign[rows], _key(roster, query, ages_s)[rows]))
    return FleetAnswer(roster.numbers[rows[order]], counts)


def _chosen(values: frozenset[object] | frozenset[str], mask: Callable[..., Array]) -> Array | bool:
    return mask(values) if values else True


def _key(roster: Roster, query: FleetQuery, ages_s: Array) -> Array:
    key: Array
    match query.sort:
        case SortKey.CALLSIGN:
            key = roster.callsign
        case SortKey.STATUS:
            key = _RANK_OF_STATUS[roster.status]
        case SortKey.FORCE:
            key = roster.force
        case SortKey.AGENCY:
            key = roster.agency.ranks
        case SortKey.BEAT:
            key = roster.beat.ranks
        case SortKey.AGE:
            # In whole seconds, as it is shown: rows that look the same do not change places.
            key = -np.floor(np.nan_to_num(ages_s, nan=np.inf))
    return -key if query.reverse else key
