"""A report: what a gateway made of one message from a device, before anybody judged it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Report:
    """One report of a device, in our units.

    Args:
        at_ms: device time, Unix milliseconds; None when the device sent none.
        lon_deg, lat_deg: WGS-84; both None for a report without a position (battery only).
        speed_mps, heading_deg, accuracy_m: None when unknown.
        battery: 0.0 to 1.0, None when unknown.
    """

    at_ms: int | None
    lon_deg: float | None = None
    lat_deg: float | None = None
    speed_mps: float | None = None
    heading_deg: float | None = None
    accuracy_m: float | None = None
    battery: float | None = None

    @property
    def has_position(self) -> bool:
        return self.lon_deg is not None and self.lat_deg is not None
