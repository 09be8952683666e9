"""Web-Mercator world coordinates: the whole world as the unit square, north-west corner at (0, 0).

The square is the zoom-0 tile of every XYZ map, so world × 256 × 2^zoom is the pixel. What moves on the map goes to
the page as u32, world × 2^32, which is 9 mm at the equator: finer than a fix, and exact in integer arithmetic.
Source: EPSG:3857 (EPSG Guidance Note 7-2, 1024), scaled to its own extent.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

#: Where the square ends, in degrees north and south: 2 atan(e^π) − 90°.
LATITUDE_LIMIT_DEG = 85.05112877980659

Floats = npt.NDArray[np.float64]
_BELOW_ONE = float(np.nextafter(1.0, 0.0))


def to_world(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> tuple[Floats, Floats]:
    """World coordinates in [0, 1), x to the east, y to the south.

    Args:
        lon_deg, lat_deg: degrees, any equal shapes. Longitudes wrap; latitudes stop at ``LATITUDE_LIMIT_DEG``.
    """
    lon = np.asarray(lon_deg, np.float64)
    lat = np.clip(np.asarray(lat_deg, np.float64), -LATITUDE_LIMIT_DEG, LATITUDE_LIMIT_DEG)
    x = np.mod(lon / 360.0 + 0.5, 1.0)
    y = 0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)
    # A longitude a hair west of −180° rounds to 1.0, and the southern edge is 1.0: both belong to the last cell.
    return np.minimum(x, _BELOW_ONE), np.clip(y, 0.0, _BELOW_ONE)


def from_world(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Longitude and latitude in degrees of world coordinates; x beyond [0, 1) is another turn of the world."""
    turns = np.asarray(x, np.float64)
    lat = np.degrees(np.arctan(np.sinh((0.5 - np.asarray(y, np.float64)) * 2 * np.pi)))
    return (np.mod(turns, 1.0) - 0.5) * 360.0, lat


def to_world_u32(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """World coordinates × 2^32, rounded down, as u32."""
    x, y = to_world(lon_deg, lat_deg)
    return (x * 2**32).astype(np.uint32), (y * 2**32).astype(np.uint32)
