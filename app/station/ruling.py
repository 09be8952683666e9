"""What became of a fix, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from app.domain.fixes import Fixes


class Verdict(IntEnum):
    SHOW = 0
    #: Into the track, not on the picture.
    KEEP = 1
    #: Not shown until the next fix confirms it.
    HOLD = 2
    DROP = 3


class Ruling(IntEnum):
    """Why."""

    SANE = 0
    CLOCK = 1
    MOVED = 2
    LATE = 3
    COARSE = 4
    JUMP = 5
    DUPLICATE = 6
    BEFORE_DUTY = 7
    NOWHERE = 8

    @property
    def verdict(self) -> Verdict:
        return _VERDICTS[self]


_VERDICTS = (*[Verdict.SHOW] * 3, *[Verdict.KEEP] * 2, Verdict.HOLD, *[Verdict.DROP] * 3)
#: What metrics count each ruling as.
CODES = tuple(f"fix.{ruling.name.lower()}" for ruling in Ruling)
_LAST_SHOWN, _LAST_KEPT = int(Ruling.MOVED), int(Ruling.COARSE)


@dataclass(frozen=True, slots=True)
class Judged:
    """The fixes that were judged, in order of unit and time, with the times and flags they go on with.

    ``rulings`` is u8, a ``Ruling`` for each row.
    """

    fixes: Fixes
    rulings: npt.NDArray[np.uint8]

    def shown(self) -> Fixes:
        return self._until(_LAST_SHOWN)

    def kept(self) -> Fixes:
        """For the track: what is shown and what is kept."""
        return self._until(_LAST_KEPT)

    def counts(self) -> dict[str, int]:
        """How many rows by reason code."""
        times = np.bincount(self.rulings, minlength=len(CODES)).tolist()
        return {code: number for code, number in zip(CODES, times, strict=True) if number}

    def _until(self, last: int) -> Fixes:
        is_meant = self.rulings <= last
        return self.fixes if np.count_nonzero(is_meant) == len(is_meant) else self.fixes.take(is_meant)
