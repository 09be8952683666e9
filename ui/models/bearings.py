"""Bearings: how far and in which direction things near each other are, quick enough for ten thousand at once."""

from __future__ import annotations

import math

from app.domain.camera import Camera

#: Mean radius of WGS-84.
_EARTH_M = 6_371_008.8


def distance_m(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Metres between two places (longitude, latitude, degrees), by the haversine formula; within 0.6 %.

    It ranks what is near; what is written down is measured with ``app.geo.geodesy``.
    """
    lat_a, lat_b = math.radians(a[1]), math.radians(b[1])
    across = math.sin(math.radians(b[0] - a[0]) / 2)
    along = math.sin((lat_b - lat_a) / 2)
    share = along * along + math.cos(lat_a) * math.cos(lat_b) * across * across
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, share)))


def bearing_deg(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Direction at a towards b, degrees clockwise from north in [0, 360)."""
    lat_a, lat_b = math.radians(a[1]), math.radians(b[1])
    east = math.radians(b[0] - a[0])
    x = math.cos(lat_a) * math.sin(lat_b) - math.sin(lat_a) * math.cos(lat_b) * math.cos(east)
    return math.degrees(math.atan2(math.sin(east) * math.cos(lat_b), x)) % 360


def sees(camera: Camera, place: tuple[float, float]) -> bool:
    """Whether a place is inside a camera's field of view and near enough to tell what is going on."""
    stands = (camera.lon_deg, camera.lat_deg)
    if distance_m(stands, place) > camera.range_m:
        return False
    if camera.heading_deg is None or camera.view_deg >= 360:
        return True
    aside = bearing_deg(stands, place) - camera.heading_deg
    return abs((aside + 180) % 360 - 180) <= camera.view_deg / 2
