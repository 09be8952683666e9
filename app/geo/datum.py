"""The coordinate systems that maps of China are drawn in, and WGS-84.

* GCJ-02, under every public Chinese map (Amap, Tencent, Google in China): WGS-84 displaced by up to 0.7 km through
  a fixed sum of sines. Source: the formulas that became public around 2010 and are the same in all open
  implementations since; they agree with the map services to a metre or so.
* BD-09, under Baidu maps: GCJ-02 displaced once more in polar form.
* CGCS2000, the national frame of surveyed data: the same ellipsoid and axes as WGS-84 to within centimetres at its
  epoch 2000.0; plate motion since then stays below a metre, less than a fix can tell. Here it *is* WGS-84.

Outside China, Chinese services use WGS-84, and so do the functions here. The rule for "outside" is the published
one, a box: it also takes in neighbouring countries, where these datums are not in use. Within a kilometre of the
box's own edge, far from any street of China, the way there and back need not meet.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LonLat = tuple[Floats, Floats]

#: The published box: west, south, east, north in degrees.
CHINA = (72.004, 0.8293, 137.8347, 55.8271)

# Krasovsky 1940, which the displacement in metres is turned into degrees with.
_AXIS_M = 6378245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_BAIDU_WAVE = np.pi * 3000.0 / 180.0
# Both displacements change by less than 1 % of the way walked, so each round of the inverse gains two decimal
# places: from 1 km to 1 nm.
_ROUNDS = 6


class Datum(StrEnum):
    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    CGCS2000 = "cgcs2000"


def convert(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike, source: Datum, target: Datum) -> LonLat:
    """Longitudes and latitudes of one datum in another; degrees, any equal shapes."""
    lon, lat = np.asarray(lon_deg, np.float64), np.asarray(lat_deg, np.float64)
    if _TO_WGS84[source] is _TO_WGS84[target]:
        return lon, lat
    return _FROM_WGS84[target](*_TO_WGS84[source](lon, lat))


def in_china(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Whether the Chinese datums apply there, by the published box."""
    lon, lat = np.asarray(lon_deg), np.asarray(lat_deg)
    west, south, east, north = CHINA
    return np.asarray((lon >= west) & (lon <= east) & (lat >= south) & (lat <= north))


def wgs84_to_gcj02(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    return _inside_china(_displaced, lon_deg, lat_deg)


def gcj02_to_wgs84(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    """The inverse by iteration; there and back meet within a millimetre."""
    return _inside_china(_inverse_of(_displaced), lon_deg, lat_deg)


def gcj02_to_bd09(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    return _inside_china(_displaced_by_baidu, lon_deg, lat_deg)


def bd09_to_gcj02(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    """The inverse by iteration; the closed form in common use is off by up to a quarter of a metre."""
    return _inside_china(_inverse_of(_displaced_by_baidu), lon_deg, lat_deg)


def wgs84_to_bd09(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    return gcj02_to_bd09(*wgs84_to_gcj02(lon_deg, lat_deg))


def bd09_to_wgs84(lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    return gcj02_to_wgs84(*bd09_to_gcj02(lon_deg, lat_deg))


_Transform = Callable[[Floats, Floats], LonLat]


def _inside_china(transform: _Transform, lon_deg: npt.ArrayLike, lat_deg: npt.ArrayLike) -> LonLat:
    lon, lat = np.asarray(lon_deg, np.float64), np.asarray(lat_deg, np.float64)
    inside = in_china(lon, lat)
    moved_lon, moved_lat = transform(lon, lat)
    return np.where(inside, moved_lon, lon), np.where(inside, moved_lat, lat)


def _inverse_of(forward: _Transform) -> _Transform:
    def inverse(lon: Floats, lat: Floats) -> LonLat:
        guess_lon, guess_lat = lon, lat
        for _ in range(_ROUNDS):
            there_lon, there_lat = forward(guess_lon, guess_lat)
            guess_lon, guess_lat = guess_lon + (lon - there_lon), guess_lat + (lat - there_lat)
        return guess_lon, guess_lat

    return inverse


def _displaced(lon: Floats, lat: Floats) -> LonLat:
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    ripple = _waves(x, (20.0, 6.0), (20.0, 2.0))
    east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east_m += ripple + _waves(x, (20.0, 1.0), (40.0, 1 / 3)) + _waves(x, (150.0, 1 / 12), (300.0, 1 / 30))
    north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north_m += ripple + _waves(y, (20.0, 1.0), (40.0, 1 / 3)) + _waves(y, (160.0, 1 / 12), (320.0, 1 / 30))

    lat_rad = np.radians(lat)
    flat = 1.0 - _ECCENTRICITY_2 * np.sin(lat_rad) ** 2
    meridian_m = _AXIS_M * (1.0 - _ECCENTRICITY_2) / (flat * np.sqrt(flat))
    normal_m = _AXIS_M / np.sqrt(flat) * np.cos(lat_rad)
    return lon + np.degrees(east_m / normal_m), lat + np.degrees(north_m / meridian_m)


def _waves(at: Floats, *terms: tuple[float, float]) -> Floats:
    """Two thirds of the sum of amplitude × sin(π × frequency × at)."""
    total = np.zeros_like(at)
    for amplitude, frequency in terms:
        total = total + amplitude * np.sin(np.pi * frequency * at)
    return np.asarray(total * (2.0 / 3.0), np.float64)


def _displaced_by_baidu(lon: Floats, lat: Floats) -> LonLat:
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _BAIDU_WAVE)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _BAIDU_WAVE)
    return radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006


def _same(lon: Floats, lat: Floats) -> LonLat:
    return lon, lat


_FROM_WGS84: dict[Datum, _Transform] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: wgs84_to_gcj02,
    Datum.BD09: wgs84_to_bd09,
}
_TO_WGS84: dict[Datum, _Transform] = {
    Datum.WGS84: _same,
    Datum.CGCS2000: _same,
    Datum.GCJ02: gcj02_to_wgs84,
    Datum.BD09: bd09_to_wgs84,
}
