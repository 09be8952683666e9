"""Values as devices write them: numbers, moments and batteries, in text or JSON, into our units.

What a report can do without (speed, heading, accuracy, battery) is unknown when it cannot be read; a place or a
time that cannot be read spoils the report.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
import orjson

from app.domain.errors import AppError

#: One knot in m/s: a nautical mile of 1852 m an hour.
KNOT_MPS = 1852 / 3600
#: A longer text is no number that a device wrote.
_MAX_NUMBER_CHARS = 64
#: Up to here a time is in seconds (January 2038), above in milliseconds (25 January 1970); as Traccar has it.
_MAX_SECONDS = 2**31 - 1
#: Wrong clocks are for the sanity rules; only the range of a calendar is kept here. Years 0 and 10000.
_EARLIEST_MS, _LATEST_MS = -62_167_219_200_000, 253_402_300_800_000


def json_of(body: bytes) -> object:
    """Raises AppError("report.malformed"): not JSON, nested too deep, or a number beyond a double."""
    try:
        parsed: object = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise AppError("report.malformed", reason="json") from error
    return parsed


def text(value: object) -> str:
    """An identifier: a text or a whole number, at most 80 characters; empty when it is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return value.strip()[:80] if isinstance(value, str) else ""


def number(value: object) -> float | None:
    """A finite number; None when there is none to read."""
    if isinstance(value, str):
        if len(value) > _MAX_NUMBER_CHARS:
            return None
        try:
            read = float(value)
        except ValueError:
            return None
    elif isinstance(value, int | float) and not isinstance(value, bool):
        read = float(value)
    else:
        return None
    return read if math.isfinite(read) else None


def at_least_zero(value: object, scale: float = 1.0) -> float | None:
    """Devices say "unknown" with a negative number."""
    read = number(value)
    return read * scale if read is not None and read >= 0 else None


def above_zero(value: object, scale: float = 1.0) -> float | None:
    """For an accuracy: no device is exact to the point, 0 says that it does not know."""
    read = number(value)
    return read * scale if read is not None and read > 0 else None


def heading_deg(value: object) -> float | None:
    """0 up to, not including, 360; None outside 0 to 360, where devices put their codes for "unknown"."""
    read = number(value)
    return read % 360.0 if read is not None and 0 <= read <= 360 else None


def share(value: object, whole: float) -> float | None:
    """A battery level as 0.0 to 1.0 of ``whole``; None outside of that."""
    read = number(value)
    return read / whole if read is not None and 0 <= read <= whole else None


def place(lon: object, lat: object) -> tuple[float, float]:
    """Longitude and latitude in WGS-84 degrees.

    Raises:
        AppError("report.position_invalid"): one is missing, no number, or beyond 180 or 90 degrees.
    """
    lon_deg, lat_deg = number(lon), number(lat)
    if lon_deg is None or lat_deg is None or abs(lon_deg) > 180 or abs(lat_deg) > 90:
        raise AppError("report.position_invalid")
    return lon_deg, lat_deg


def moment_ms(value: object) -> int | None:
    """Unix milliseconds from seconds, milliseconds, ISO 8601 or ``YYYY-MM-DD HH:MM:SS``; None from nothing.

    Where no zone is said it is UTC.

    Raises:
        AppError("report.time_invalid"): something is there, but no time.
    """
    if value is None or value == "":
        return None
    read = number(value)
    if read is None:
        read = _written_ms(value)
    elif abs(read) <= _MAX_SECONDS:
        read *= 1000
    return round(min(max(read, _EARLIEST_MS), _LATEST_MS))


def moments_ms(numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """``moment_ms`` for a column of numbers."""
    scaled = np.where(np.abs(numbers) <= _MAX_SECONDS, 1000.0, 1.0) * numbers
    moments: npt.NDArray[np.int64] = np.rint(np.clip(scaled, _EARLIEST_MS, _LATEST_MS)).astype(np.int64)
    return moments


def _written_ms(value: object) -> float:
    try:
        moment = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise AppError("report.time_invalid")
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000
