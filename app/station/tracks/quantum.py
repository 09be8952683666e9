"""What the store keeps of a fix. All loss happens here, once, before anything is stored.

* time: exact, to the millisecond; unit, flags (battery, whose clock): exact.
* position: 1e-6 degree, so within 0.06 m to the north and no more to the east. A phone's own error is metres.
* speed: 0.1 m/s. heading: 2 degrees. Whether they are known: exact.
* accuracy: 0, 0.5 and whole metres up to 10 m, then steps of 10 %: an estimate, and no better than that.
"""

from __future__ import annotations

import numpy as np

from app.domain.fixes import UNKNOWN, Column, Fixes

POSITION_E7 = 10
SPEED_CMPS = 10
HEADING_CDEG = 200
HEADINGS = 36000 // HEADING_CDEG


def _accuracy_steps_dm() -> list[int]:
    steps = [0, 5, *range(10, 101, 10)]
    while steps[-1] * 1.1 < UNKNOWN:
        steps.append(round(steps[-1] * 1.1))
    return steps


#: The accuracies that are kept, in decimetres, ascending.
ACCURACY_STEPS_DM = np.array(_accuracy_steps_dm(), np.uint16)
_ACCURACY_MIDDLES_DM = (ACCURACY_STEPS_DM[:-1] + ACCURACY_STEPS_DM[1:].astype(np.float64)) / 2


def quantised(fixes: Fixes) -> Fixes:
    """The fixes as the store gives them back; quantising twice is quantising once."""
    accuracy_step = np.searchsorted(_ACCURACY_MIDDLES_DM, fixes.accuracy_dm)
    return Fixes(
        unit=fixes.unit.astype(np.uint32),
        at_ms=fixes.at_ms.astype(np.int64),
        lon_e7=_rounded_position(fixes.lon_e7),
        lat_e7=_rounded_position(fixes.lat_e7),
        speed_cmps=_unless_unknown(fixes.speed_cmps, _steps(fixes.speed_cmps, SPEED_CMPS) * SPEED_CMPS),
        heading_cdeg=_unless_unknown(
            fixes.heading_cdeg, _steps(fixes.heading_cdeg, HEADING_CDEG) % HEADINGS * HEADING_CDEG
        ),
        accuracy_dm=_unless_unknown(fixes.accuracy_dm, ACCURACY_STEPS_DM[accuracy_step]),
        flags=fixes.flags.astype(np.uint16),
    )


def _steps(column: Column, step: int) -> Column:
    return np.rint(column / step).astype(np.int32)


def _rounded_position(column: Column) -> Column:
    # The outermost value would round past i32; it is no place on earth, but it must not become another one.
    limit = np.iinfo(np.int32).max // POSITION_E7
    return np.clip(_steps(column, POSITION_E7), -limit, limit) * POSITION_E7


def _unless_unknown(column: Column, rounded: Column) -> Column:
    return np.where(column == UNKNOWN, UNKNOWN, rounded).astype(np.uint16)
