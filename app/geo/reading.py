"""Reading a place that a person typed or pasted, in any form that the desk writes one in."""

from __future__ import annotations

import math
import re

from app.domain.errors import AppError
from app.geo.coordinates import axis_names, unproject

_NUMBER = r"([+-]?[0-9]+(?:[.,][0-9]+)?)"
_UNIT = r"\s*(?:°|M|FTUS|FT|KM)?"
#: Two numbers: letters before them, letters behind them, or none.
_BEFORE = re.compile(rf"([A-Z])\s*{_NUMBER}{_UNIT}[\s,;]+([A-Z])\s*{_NUMBER}{_UNIT}")
_BEHIND = re.compile(rf"{_NUMBER}\s*°?\s*([NSEW])[\s,;]+{_NUMBER}\s*°?\s*([NSEW])")
_PLAIN = re.compile(rf"{_NUMBER}{_UNIT}[\s,;]+{_NUMBER}{_UNIT}")
#: A zone (none at the poles), the band and the square, an even number of digits; blanks anywhere.
_MGRS = re.compile(r"(?:[0-9]{1,2}[C-HJ-NP-X]|[ABYZ])[A-HJ-NP-Z]{2}(?:[0-9]{2}){1,5}")

_MOST_DEG = 360.0
_EAST_OF = {"E": 1, "W": -1}
_NORTH_OF = {"N": 1, "S": -1}


def read_place(text: str, crs: str = "") -> tuple[float, float]:
    """Longitude and latitude, WGS-84 degrees, of a written place.

    Longitude and latitude with or without letters (``24.94402 E 60.17148 N``, ``24.94402 60.17148``; without
    letters, longitude comes first), an MGRS reference, or coordinates of the map's own system, east first unless
    its letters say otherwise.

    Args:
        crs: of the map, e.g. ``"EPSG:3067"``; its coordinates are told by their size.
    Raises:
        AppError("place.malformed"): none of these, or not on earth.
        AppError("crs.out_of_area"): the system has no place there.
    """
    wanted = text.strip().upper()
    tight = re.sub(r"\s+", "", wanted)
    if _MGRS.fullmatch(tight):
        return _from_mgrs(tight)
    letters, first, second = _pair(wanted)
    if crs and _is_of_map(first, second, letters, crs):
        x, y = (second, first) if letters == axis_names(crs)[::-1] else (first, second)
        return unproject(x, y, crs)
    return _from_degrees(first, second, letters)


def _pair(text: str) -> tuple[tuple[str, str], float, float]:
    """Two numbers and the letters that say what they are."""
    if match := _BEFORE.fullmatch(text):
        first_letter, first, second_letter, second = match.groups()
    elif match := _BEHIND.fullmatch(text):
        first, first_letter, second, second_letter = match.groups()
    elif match := _PLAIN.fullmatch(text):
        (first, second), first_letter, second_letter = match.groups(), "", ""
    else:
        raise AppError("place.malformed")
    return (first_letter, second_letter), _number(first), _number(second)


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _is_of_map(first: float, second: float, letters: tuple[str, str], crs: str) -> bool:
    """Degrees are small, a map's own coordinates are not."""
    is_large = abs(first) > _MOST_DEG or abs(second) > _MOST_DEG
    return is_large and letters in (("", ""), axis_names(crs), axis_names(crs)[::-1])


def _from_degrees(first: float, second: float, letters: tuple[str, str]) -> tuple[float, float]:
    if letters == ("", ""):
        return _on_earth(first, second)
    if letters[0] in _EAST_OF and letters[1] in _NORTH_OF:
        return _on_earth(first * _EAST_OF[letters[0]], second * _NORTH_OF[letters[1]])
    if letters[0] in _NORTH_OF and letters[1] in _EAST_OF:
        return _on_earth(second * _EAST_OF[letters[1]], first * _NORTH_OF[letters[0]])
    raise AppError("place.malformed")


def _on_earth(lon_deg: float, lat_deg: float) -> tuple[float, float]:
    if not (math.isfinite(lon_deg) and abs(lon_deg) <= 180 and abs(lat_deg) <= 90):
        raise AppError("place.malformed")
    return lon_deg, lat_deg


def _from_mgrs(text: str) -> tuple[float, float]:
    """The middle of the square that the digits name."""
    from mgrs import MGRS
    from mgrs.core import MGRSError

    try:
        lat_deg, lon_deg = MGRS().toLatLon(text)
    except MGRSError as error:
        raise AppError("place.malformed") from error
    return _on_earth(lon_deg, lat_deg)
