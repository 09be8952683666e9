"""Fixes as columns, and the frame that carries them on the feed's binary lane.

A frame, little-endian: magic ``WFX1`` (4 bytes), version u16, reserved u16, count u32, reserved u32, base time i64
(Unix milliseconds, the sender's clock); then the columns, one array after the other, each ``count`` long, in the
order of ``COLUMNS``. On the wire time is ``age_ms`` before the base time.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError

MAGIC = b"WFX1"
VERSION = 1
_HEADER = struct.Struct("<4sHHIIq")

#: Wire columns: name and little-endian type. 26 bytes a fix.
COLUMNS: tuple[tuple[str, str], ...] = (
    ("unit", "<u4"),
    ("lon_e7", "<i4"),
    ("lat_e7", "<i4"),
    ("age_ms", "<u4"),
    ("speed_cmps", "<u2"),
    ("heading_cdeg", "<u2"),
    ("accuracy_dm", "<u2"),
    ("flags", "<u2"),
)
ROW_BYTES = sum(np.dtype(kind).itemsize for _, kind in COLUMNS)

#: Speed, heading or accuracy that the device did not say.
UNKNOWN = 0xFFFF
#: Low seven bits of ``flags``: battery in percent, 127 when unknown.
BATTERY_MASK = 0x007F
BATTERY_UNKNOWN = 127
#: The device's clock was wrong and the station's time stands in for it.
FLAG_STATION_TIME = 0x0080

Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Fixes:
    """Fixes of any units in any order, as equally long columns.

    Args:
        unit: u32, unit number.
        at_ms: i64, Unix milliseconds.
        lon_e7, lat_e7: i32, WGS-84 degrees × 1e7.
        speed_cmps: u16, cm/s. heading_cdeg: u16, 0.01 degree clockwise from north, 0 to 35999.
        accuracy_dm: u16, 0.1 m, radius of 68 % confidence. ``UNKNOWN`` in any of these three.
        flags: u16, see ``BATTERY_MASK``, ``FLAG_STATION_TIME``.
    """

    unit: Column
    at_ms: Column
    lon_e7: Column
    lat_e7: Column
    speed_cmps: Column
    heading_cdeg: Column
    accuracy_dm: Column
    flags: Column

    def __len__(self) -> int:
        return len(self.unit)

    def take(self, where: Column | slice) -> Fixes:
        """The rows that an index array, a mask or a slice selects."""
        return Fixes(*(getattr(self, field.name)[where] for field in fields(self)))

    @classmethod
    def empty(cls) -> Fixes:
        return cls.zeros(0)

    @classmethod
    def zeros(cls, count: int) -> Fixes:
        """``count`` rows to be written into; speed, heading, accuracy and battery unknown."""
        made = cls(*(np.zeros(count, dtype) for dtype in _MEMORY_TYPES))
        for unknown in (made.speed_cmps, made.heading_cdeg, made.accuracy_dm):
            unknown[:] = UNKNOWN
        made.flags[:] = BATTERY_UNKNOWN
        return made

    @classmethod
    def concat(cls, parts: Sequence[Fixes]) -> Fixes:
        if not parts:
            return cls.empty()
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, float, float]]) -> Fixes:
        """From (unit, at_ms, lon_deg, lat_deg) rows; the rest unknown."""
        listed = list(rows)
        made = cls.zeros(len(listed))
        for i, (unit, at_ms, lon_deg, lat_deg) in enumerate(listed):
            made.unit[i], made.at_ms[i] = unit, at_ms
            made.lon_e7[i], made.lat_e7[i] = round(lon_deg * 1e7), round(lat_deg * 1e7)
        return made


_MEMORY_TYPES = ("u4", "i8", "i4", "i4", "u2", "u2", "u2", "u2")


def encode_frame(fixes: Fixes, base_at_ms: int) -> bytes:
    """The frame for these fixes. A fix younger than the base has age 0; older than 49 days, the largest age."""
    age = np.clip(base_at_ms - fixes.at_ms, 0, 0xFFFFFFFF)
    parts = [_HEADER.pack(MAGIC, VERSION, 0, len(fixes), 0, base_at_ms)]
    for name, kind in COLUMNS:
        column = age if name == "age_ms" else getattr(fixes, name)
        parts.append(np.ascontiguousarray(column, dtype=kind).tobytes())
    return b"".join(parts)


def decode_frame(frame: bytes | memoryview) -> tuple[Fixes, int]:
    """Fixes and base time (Unix ms) of a frame.

    Raises:
        AppError("frame.malformed"): not a frame of this version, or its length is not what its count says.
    """
    if len(frame) < _HEADER.size:
        raise AppError("frame.malformed", reason="short")
    magic, version, _, count, _, base_at_ms = _HEADER.unpack_from(frame)
    if magic != MAGIC or version != VERSION:
        raise AppError("frame.malformed", reason="version")
    if len(frame) != _HEADER.size + count * ROW_BYTES:
        raise AppError("frame.malformed", reason="length")
    columns: dict[str, Column] = {}
    offset = _HEADER.size
    for name, kind in COLUMNS:
        columns[name] = np.frombuffer(frame, kind, count, offset)
        offset += columns[name].nbytes
    at_ms = base_at_ms - columns.pop("age_ms").astype(np.int64)
    return Fixes(at_ms=at_ms, **columns), base_at_ms
