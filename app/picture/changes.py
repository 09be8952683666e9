"""What an event changed, so that views refresh only what it touches."""

from __future__ import annotations

from dataclasses import dataclass

_NONE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of the rows that are new, different or gone.

    ``streams`` are the numbers of the terminals that show them.
    ``positions_gone`` are units that have no position from here on: off duty or retired.
    """

    units: frozenset[int] = _NONE
    terminals: frozenset[int] = _NONE
    operators: frozenset[int] = _NONE
    positions_gone: frozenset[int] = _NONE
    streams: frozenset[int] = _NONE
    cameras: frozenset[int] = _NONE

    def __or__(self, other: Changes) -> Changes:
        return Changes(
            self.units | other.units,
            self.terminals | other.terminals,
            self.operators | other.operators,
            self.positions_gone | other.positions_gone,
            self.streams | other.streams,
            self.cameras | other.cameras,
        )

    def __bool__(self) -> bool:
        return bool(
            self.units or self.terminals or self.operators or self.positions_gone or self.streams or self.cameras
        )
