"""A flat map of one city: metres east and north of its middle."""

from __future__ import annotations

import math
from dataclasses import dataclass

_EQUATOR_M = 6_378_137.0
_ECCENTRICITY_2 = 0.00669437999014


@dataclass(frozen=True, slots=True)
class Plane:
    """Tangent plane at a middle; within 5 km of it, lengths are right to 0.1 %.

    Source: radii of curvature of the WGS-84 ellipsoid along the meridian and across it.
    """

    lon_deg: float
    lat_deg: float
    east_m: float
    north_m: float

    @classmethod
    def at(cls, lon_deg: float, lat_deg: float) -> Plane:
        """A plane whose middle is here; WGS-84 degrees."""
        lat = math.radians(lat_deg)
        flatness = 1 - _ECCENTRICITY_2 * math.sin(lat) ** 2
        across_m = _EQUATOR_M / math.sqrt(flatness)
        along_m = across_m * (1 - _ECCENTRICITY_2) / flatness
        return cls(lon_deg, lat_deg, math.radians(across_m * math.cos(lat)), math.radians(along_m))

    def to_m(self, lon_deg: float, lat_deg: float) -> tuple[float, float]:
        return (lon_deg - self.lon_deg) * self.east_m, (lat_deg - self.lat_deg) * self.north_m

    def to_deg(self, x_m: float, y_m: float) -> tuple[float, float]:
        return self.lon_deg + x_m / self.east_m, self.lat_deg + y_m / self.north_m
