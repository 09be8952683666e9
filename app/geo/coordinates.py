"""How a place is written: degrees, MGRS, or the coordinates of a map's own reference system."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from app.domain.errors import AppError

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

#: Metres of an MGRS string with five digits each way.
_MGRS_DIGITS = 5
#: A centimetre of latitude.
_EQUATOR_DEG = 1e-7
#: Unit names of the EPSG registry that have a short sign.
_UNIT_SIGNS = {"metre": "m", "foot": "ft", "US survey foot": "ftUS", "kilometre": "km"}


def format_lon_lat(lon_deg: float, lat_deg: float) -> str:
    """``24.94402 E 60.17148 N``: degrees with five decimals, about a metre; longitudes beyond ±180° wrap."""
    lon_deg = (lon_deg + 180.0) % 360.0 - 180.0
    east = "E" if lon_deg >= 0 else "W"
    north = "N" if lat_deg >= 0 else "S"
    return f"{abs(lon_deg):.5f} {east} {abs(lat_deg):.5f} {north}"


def format_mgrs(lon_deg: float, lat_deg: float) -> str:
    """``35V LG 85812 72450``: grid zone, 100 km square, easting and northing to the metre, rounded down.

    Raises:
        AppError("place.malformed"): not a place on earth.
    Source: NGA.STND.0037, through the GEOTRANS code inside ``mgrs``, which comes with the desk extra.
    """
    from mgrs import MGRS

    if not (math.isfinite(lon_deg) and abs(lat_deg) <= 90.0):
        raise AppError("place.malformed")
    lon_deg = (lon_deg + 180.0) % 360.0 - 180.0
    if -_EQUATOR_DEG < lat_deg < 0:
        # GEOTRANS rounds such a place to the equator, and names the band south of it and a square that it has not.
        lat_deg = 0.0
    text = MGRS().toMGRS(lat_deg, lon_deg, MGRSPrecision=_MGRS_DIGITS)
    square, digits = text[: -2 * _MGRS_DIGITS], text[-2 * _MGRS_DIGITS :]
    return f"{square[:-2]} {square[-2:]} {digits[:_MGRS_DIGITS]} {digits[_MGRS_DIGITS:]}"


def project(lon_deg: float, lat_deg: float, crs: str) -> tuple[float, float]:
    """Coordinates of a WGS-84 place in a reference system, east (or longitude) first, in the system's own units.

    Args:
        crs: what PROJ understands, e.g. ``"EPSG:3067"``.
    Raises:
        AppError("crs.unknown"): no plane or geographic system by that name.
        AppError("crs.out_of_area"): the system's projection has no value at this place.
    """
    x, y = _transformer(crs).transform(lon_deg, lat_deg)
    if not (math.isfinite(x) and math.isfinite(y)):
        raise AppError("crs.out_of_area", crs=crs)
    return x, y


def unproject(x: float, y: float, crs: str) -> tuple[float, float]:
    """Longitude and latitude, WGS-84 degrees, of coordinates in a reference system; the reverse of ``project``.

    Raises:
        AppError: see ``project``.
    """
    lon_deg, lat_deg = _transformer(crs).transform(x, y, direction="INVERSE")
    if not (math.isfinite(lon_deg) and math.isfinite(lat_deg)):
        raise AppError("crs.out_of_area", crs=crs)
    return lon_deg, lat_deg


def axis_names(crs: str) -> tuple[str, str]:
    """What a reference system calls its eastward and its northward axis, e.g. ``("E", "N")``.

    Raises:
        AppError("crs.unknown"): no plane or geographic system by that name.
    """
    return _axes(crs)[0]


def format_projected(lon_deg: float, lat_deg: float, crs: str) -> str:
    """``E 385812 m N 6672450 m``: a place in a reference system, with the system's axis names and unit.

    Raises:
        AppError: see ``project``.
    """
    x, y = project(lon_deg, lat_deg, crs)
    if _reference_system(crs).is_geographic:
        return format_lon_lat(x, y)
    names, unit = _axes(crs)
    return f"{names[0]} {x:.0f} {unit} {names[1]} {y:.0f} {unit}"


@cache
def _axes(crs: str) -> tuple[tuple[str, str], str]:
    """Short names of the eastward and the northward axis, and the sign of their unit."""
    # The axes keep their national letters (in some countries X points north) but come east first, as values do.
    # Near a pole every direction is south or north, there the name tells.
    axes = sorted(
        _reference_system(crs).axis_info,
        key=lambda axis: axis.direction != "east" and axis.name != "Easting",
    )
    unit = axes[0].unit_name
    return (axes[0].abbrev, axes[1].abbrev), _UNIT_SIGNS.get(unit, unit)


@cache
def _transformer(crs: str) -> Transformer:
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", _reference_system(crs), always_xy=True)


@cache
def _reference_system(crs: str) -> CRS:
    # pyproj takes 0.1 s to import; nobody waits for it who only looks at degrees.
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        system = CRS.from_user_input(crs)
    except CRSError as error:
        raise AppError("crs.unknown", crs=crs) from error
    if len(system.axis_info) != 2 or not (system.is_projected or system.is_geographic):
        raise AppError("crs.unknown", crs=crs)
    return system
