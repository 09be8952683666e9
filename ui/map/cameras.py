"""The cameras as the page takes them; ``resources/map/src/cameras.ts`` reads it."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from app.domain.camera import Camera
from app.geo.mercator import to_world_u32

#: Metres around the equator of the sphere that web mercator is drawn on. Source: EPSG:3857.
_EQUATOR_M = 2 * math.pi * 6_378_137.0
_WORLD = 2**32
_ALL_AROUND_DEG = 360.0


def camera_rows(cameras: Collection[Camera]) -> list[dict[str, Any]]:
    """One row a camera as JSON values.

    number, name; x, y and reach (how far it sees) in the frame's world units; heading and view in degrees, heading
    None where it looks all around; video: whether anything is known to fetch from it.
    """
    if not cameras:
        return []
    x, y = to_world_u32([each.lon_deg for each in cameras], [each.lat_deg for each in cameras])
    return [
        {
            "number": each.number,
            "name": each.name,
            "x": at_x,
            "y": at_y,
            "reach": round(_world_units(each.range_m, each.lat_deg)),
            "heading": None if each.view_deg >= _ALL_AROUND_DEG else each.heading_deg,
            "view": each.view_deg,
            "video": bool(each.pulls_from),
        }
        for each, at_x, at_y in zip(cameras, x.tolist(), y.tolist(), strict=True)
    ]


def _world_units(metres: float, lat_deg: float) -> float:
    """A length on the ground at this latitude, which web mercator draws longer the farther from the equator."""
    return metres * _WORLD / (_EQUATOR_M * math.cos(math.radians(lat_deg)))
