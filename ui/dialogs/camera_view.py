"""A camera's place and view as text: what the form shows, what it takes, what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from app.domain.errors import AppError
from app.geo.coordinates import format_lon_lat, format_mgrs
from app.geo.reading import read_place
from ui.widgets.sentences import sentence

_MOST_RANGE_M = 5000
_POINTS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class MapPlace:
    """What a form needs of the map.

    Args:
        centre: longitude and latitude that it looks at now, degrees.
        crs: its reference system, e.g. ``"EPSG:3067"``; empty for none.
    """

    centre: Callable[[], tuple[float, float]]
    crs: str = ""


def place_fault(text: str, crs: str) -> str:
    if not text:
        return translate("checks", "This is needed.")
    try:
        read_place(text, crs)
    except AppError as error:
        return str(sentence(error))
    return ""


def place_hint(text: str, crs: str) -> str:
    """The same place in other words, so that one sees how it was read; how to write one where it was not."""
    try:
        lon_deg, lat_deg = read_place(text, crs)
        forms = (format_lon_lat(lon_deg, lat_deg), format_mgrs(lon_deg, lat_deg))
        return "  ·  ".join(form for form in forms if form != text)
    except AppError:
        return translate("checks", "Longitude and latitude, MGRS or the map's coordinates.")


def all_around() -> str:
    return translate("checks", "All around")


def headings() -> list[str]:
    """What a direction can be chosen from: all around, and eight points of the compass."""
    return [all_around(), *(f"{45 * i}° {point}" for i, point in enumerate(_POINTS))]


def heading_text(heading_deg: float | None) -> str:
    """As the list and the form show it, e.g. ``135° SE``."""
    if heading_deg is None:
        return all_around()
    return f"{heading_deg:g}° {_POINTS[round(heading_deg / 45) % 8]}"


def heading_of(text: str) -> float | None:
    """Degrees clockwise from north, below 360; None for all around. Raises ValueError for anything else."""
    if text.casefold() == all_around().casefold():
        return None
    if text.upper() in _POINTS:
        return 45.0 * _POINTS.index(text.upper())
    number = _number(text.partition("°")[0])
    if not 0 <= number <= 360:
        raise ValueError
    return number % 360


def heading_fault(text: str) -> str:
    try:
        heading_of(text)
    except ValueError:
        return translate("checks", "0 to 359 degrees clockwise from north, or all around.")
    return ""


def view_of(text: str) -> float:
    """Degrees. Raises ValueError for anything else."""
    return _within(text.removesuffix("°"), 360)


def view_fault(text: str) -> str:
    try:
        view_of(text)
    except ValueError:
        return translate("checks", "More than 0 and up to 360 degrees.")
    return ""


def range_of(text: str) -> float:
    """Metres. Raises ValueError for anything else."""
    return _within(text.removesuffix("m"), _MOST_RANGE_M)


def range_fault(text: str) -> str:
    try:
        range_of(text)
    except ValueError:
        return translate("checks", "More than 0 and up to {most} m.").format(most=_MOST_RANGE_M)
    return ""


def _within(text: str, most: float) -> float:
    number = _number(text)
    if not 0 < number <= most:
        raise ValueError
    return number


def _number(text: str) -> float:
    return float(text.strip().replace(",", "."))
