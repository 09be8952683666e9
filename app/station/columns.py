"""Reports of devices as columns of fixes, before anybody judged them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.domain.fixes import BATTERY_UNKNOWN, UNKNOWN, Fixes
from app.domain.report import Report

#: What one message of a device holds: the identifier it names (may be empty) and a report, in the order sent.
Message = Sequence[tuple[str, Report]]

#: ``at_ms`` of a report without a time; ``lon_e7`` of one without a position.
NO_TIME = -(2**63)
NO_PLACE = -(2**31)


def fixes_of(units: Sequence[int], reports: Sequence[Report]) -> Fixes:
    """One row a report, rounded to what the lane can say; times are the device's, unjudged."""
    return Fixes(
        unit=np.array(units, np.uint32),
        at_ms=np.array([NO_TIME if r.at_ms is None else r.at_ms for r in reports], np.int64),
        lon_e7=np.array([NO_PLACE if r.lon_deg is None else round(r.lon_deg * 1e7) for r in reports], np.int32),
        lat_e7=np.array([NO_PLACE if r.lat_deg is None else round(r.lat_deg * 1e7) for r in reports], np.int32),
        speed_cmps=np.array([_speed_cmps(r.speed_mps) for r in reports], np.uint16),
        heading_cdeg=np.array([_heading_cdeg(r.heading_deg) for r in reports], np.uint16),
        accuracy_dm=np.array([_accuracy_dm(r.accuracy_m) for r in reports], np.uint16),
        flags=np.array([battery_flag(r.battery) for r in reports], np.uint16),
    )


def battery_flag(battery: float | None) -> int:
    """The battery's seven bits of ``flags`` for 0.0 to 1.0."""
    return BATTERY_UNKNOWN if battery is None else round(battery * 100)


def _speed_cmps(speed_mps: float | None) -> int:
    # Nothing that a crew drives or flies is faster than the column; such a number is no speed.
    return UNKNOWN if speed_mps is None or speed_mps * 100 >= UNKNOWN else round(speed_mps * 100)


def _heading_cdeg(heading_deg: float | None) -> int:
    return UNKNOWN if heading_deg is None else round(heading_deg * 100) % 36000


def _accuracy_dm(accuracy_m: float | None) -> int:
    # Worse than the column can say stays as bad as it can say.
    return UNKNOWN if accuracy_m is None else min(round(accuracy_m * 10), UNKNOWN - 1)
