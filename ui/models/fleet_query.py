"""What a fleet list asks for: which units, and in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.unit import Force, UnitStatus


class SortKey(StrEnum):
    CALLSIGN = "callsign"
    STATUS = "status"
    AGE = "age"
    FORCE = "force"
    AGENCY = "agency"
    BEAT = "beat"


@dataclass(frozen=True, slots=True)
class FleetQuery:
    """A filter and an order. Within one field any of the named values fits, and an empty field fits all.

    Args:
        numbers: only these units; None for all.
        text: words, each of which must stand in callsign, name, agency or beat, whatever its case.
        stale_only: only units whose position is older than ``freshness.STALE_S``, or that have none.
        off_duty_too: also units that are not on duty.
        sort: age puts the oldest position first, no position before any; status the most urgent first.
        reverse: the other way round; callsigns break ties in their own order either way.
    """

    numbers: frozenset[int] | None = None
    text: str = ""
    forces: frozenset[Force] = frozenset()
    statuses: frozenset[UnitStatus] = frozenset()
    agencies: frozenset[str] = frozenset()
    beats: frozenset[str] = frozenset()
    stale_only: bool = False
    off_duty_too: bool = False
    sort: SortKey = SortKey.CALLSIGN
    reverse: bool = False

    @property
    def is_filtered(self) -> bool:
        return self.unfiltered() != self

    @property
    def needs_ages(self) -> bool:
        """Whether the answer changes although no event and no fix arrives."""
        return self.stale_only or self.sort is SortKey.AGE

    def unfiltered(self) -> FleetQuery:
        """The same order, and everybody on duty (or everybody)."""
        return FleetQuery(off_duty_too=self.off_duty_too, sort=self.sort, reverse=self.reverse)

    def toggled_force(self, force: Force) -> FleetQuery:
        return replace(self, forces=self.forces ^ {force})

    def toggled_status(self, status: UnitStatus) -> FleetQuery:
        return replace(self, statuses=self.statuses ^ {status})

    def toggled_agency(self, agency: str) -> FleetQuery:
        return replace(self, agencies=self.agencies ^ {agency})

    def toggled_beat(self, beat: str) -> FleetQuery:
        return replace(self, beats=self.beats ^ {beat})
