"""Lengths, areas and bearings on the WGS-84 ellipsoid.

Points are arrays whose last axis is (longitude, latitude) in degrees; the axes before it broadcast.
Source of all formulas: Karney 2013, "Algorithms for geodesics", through pyproj.Geod.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pyproj import Geod

Floats = npt.NDArray[np.float64]


@cache
def _geod() -> Geod:
    # Importing pyproj takes 0.1 s; the start of the desk does not wait for a ruler nobody has taken yet.
    from pyproj import Geod

    return Geod(ellps="WGS84")


def line_length_m(lon_lat: npt.ArrayLike) -> float:
    """Length in metres along a line of points, shape (n, 2); 0 for fewer than two."""
    points = np.asarray(lon_lat, np.float64).reshape(-1, 2)
    if len(points) < 2:
        return 0.0
    return float(_geod().line_length(points[:, 0], points[:, 1]))


def area_m2(lon_lat: npt.ArrayLike) -> float:
    """Area in square metres inside a ring of points, shape (n, 2), never negative.

    The ring closes itself, may run either way round and must not cross itself; 0 for fewer than three points.
    """
    points = np.asarray(lon_lat, np.float64).reshape(-1, 2)
    if len(points) < 3:
        return 0.0
    area, _ = _geod().polygon_area_perimeter(points[:, 0], points[:, 1])
    return abs(float(area))


def distance_m(a: npt.ArrayLike, b: npt.ArrayLike) -> Floats:
    """Shortest distance in metres from each a to each b, shapes (…, 2); the result has shape (…)."""
    return _inverse(a, b)[1]


def bearing_deg(a: npt.ArrayLike, b: npt.ArrayLike) -> Floats:
    """Bearing at a towards b, shapes (…, 2): degrees clockwise from north in [0, 360), shape (…)."""
    return _inverse(a, b)[0]


def destination(start: npt.ArrayLike, bearing_deg: npt.ArrayLike, distance_m: npt.ArrayLike) -> Floats:
    """Where one arrives going distance_m metres straight ahead from start, shape (…, 2), leaving at bearing_deg.

    Returns:
        points of shape (…, 2), longitudes in [−180, 180].
    """
    lon, lat = _lon_lat(start)
    lon, lat, bearing, distance = np.broadcast_arrays(lon, lat, bearing_deg, distance_m)
    lon_end, lat_end, _ = _geod().fwd(lon.ravel(), lat.ravel(), bearing.ravel(), distance.ravel())
    return np.stack([np.reshape(lon_end, lon.shape), np.reshape(lat_end, lon.shape)], axis=-1)


def _inverse(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Floats, Floats]:
    lon_a, lat_a, lon_b, lat_b = np.broadcast_arrays(*_lon_lat(a), *_lon_lat(b))
    forward, _, length = _geod().inv(lon_a.ravel(), lat_a.ravel(), lon_b.ravel(), lat_b.ravel())
    shape = lon_a.shape
    return np.mod(np.reshape(forward, shape), 360.0), np.asarray(np.reshape(length, shape), np.float64)


def _lon_lat(points: npt.ArrayLike) -> tuple[Floats, Floats]:
    array = np.asarray(points, np.float64)
    return array[..., 0], array[..., 1]
