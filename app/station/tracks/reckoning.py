"""Dead reckoning: where the next fix would be if speed and heading told the whole story.

The codec stores how far each fix is from there, a small number, instead of how far it is from the one before.
The reader repeats the reckoning, so it must come out the same on every machine: everything here is whole
numbers, or single IEEE operations on whole numbers, which no platform is free to round otherwise.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.domain.fixes import Column
from app.station.tracks.quantum import HEADINGS

#: Beyond this silence a unit may have turned any number of corners.
LONGEST_STEP_MS = 30_000

_TRIG_SCALE = 1 << 15
_ANGLES = np.radians(np.arange(HEADINGS) * (360 / HEADINGS))
_EASTWARD = np.rint(np.sin(_ANGLES) * _TRIG_SCALE)
_NORTHWARD = np.rint(np.cos(_ANGLES) * _TRIG_SCALE)
_METRES_PER_POSITION_STEP = 0.111195
# Twice because two speeds are added, ten because speeds are in 0.1 m/s, a thousand for ms.
_DIVISOR = round(2 * _TRIG_SCALE * 10 * 1000 * _METRES_PER_POSITION_STEP)


def east_divisor(lat_e6: Column) -> int:
    """What eastward movement is divided by, from the mean latitude of a block; the block keeps it."""
    return max(round(_DIVISOR * float(np.cos(np.radians(np.mean(lat_e6) / 1e6)))), _DIVISOR // 100)


def reckoned(
    unit: Column, at_ms: Column, speed_dmps: Column, heading: Column, east_divisor: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """How far each fix has come from the first one, in 1e-6 degree east and north, by speed and heading alone.

    Args:
        unit, at_ms, speed_dmps: of n fixes in order; speed in 0.1 m/s, 0 where unknown.
        heading: index 0 to HEADINGS − 1, the last known one where unknown.
    """
    step_ms = np.diff(at_ms)
    is_step = (unit[1:] == unit[:-1]) & (step_ms > 0) & (step_ms <= LONGEST_STEP_MS)
    step = np.where(is_step, step_ms, 0).astype(np.float64)
    return (
        _travelled(speed_dmps * _EASTWARD[heading], step, east_divisor),
        _travelled(speed_dmps * _NORTHWARD[heading], step, _DIVISOR),
    )


def _travelled(velocity: Column, step: Column, divisor: int) -> npt.NDArray[np.int64]:
    """The running sum of step times the mean of the velocities at both its ends."""
    travelled = np.zeros(len(velocity), np.int64)
    travelled[1:] = np.cumsum(np.rint((velocity[1:] + velocity[:-1]) * step / divisor))
    return travelled
