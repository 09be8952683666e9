"""The frame of moving units that the page pulls; ``resources/map/src/frame.ts`` reads it.

Little-endian. Header of 52 bytes: magic ``WFU1``, version u16, flags u16, count u32, token u32, station time f64
(Unix ms), roster version u32, selection version u32, trails version u32, primary unit u32, followed unit u32,
cameras version u32, chosen camera u32. Then columns, each ``count`` long: number u32, x u32, y u32 (web mercator
× 2^32), kind u8 (force in the high four bits, status in the low), age u8 (s, 255 = that or more), heading u8 (a
full turn in 255 steps, 255 = unknown), marks u8. 16 bytes a unit.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntFlag
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.fixes import UNKNOWN, Fixes
from app.domain.unit import Force, Unit, UnitStatus
from app.geo.mercator import to_world_u32

MAGIC = b"WFU1"
VERSION = 2
UNCHANGED = 1
HEADER = struct.Struct("<4sHHIIdIIIIIII")
ROW_BYTES = 16
AGE_MORE = 255
HEADING_UNKNOWN = 255
HEADING_STEPS = 255

#: Numbers of forces and statuses in ``kind``; the page's settings list their letters and looks in this order.
FORCES = tuple(Force)
STATUSES = tuple(UnitStatus)
#: ``kind`` of a unit that is not on the picture or not on duty: it is not sent.
HIDDEN = 0xFF

Column = npt.NDArray[Any]


class Mark(IntFlag):
    SELECTED = 1
    FOLLOWED = 2
    TALKING = 4
    SOS = 8


@dataclass(frozen=True, slots=True)
class Head:
    """What the header says beside the count; 0 for no primary or followed unit, or no camera."""

    token: int
    at_ms: int
    roster_version: int = 0
    selection_version: int = 0
    trails_version: int = 0
    primary: int = 0
    followed: int = 0
    cameras_version: int = 0
    camera: int = 0


def kind_of(unit: Unit | None) -> int:
    """The ``kind`` byte of a unit; ``HIDDEN`` when there is none or it is off duty."""
    if unit is None or not unit.is_on_duty:
        return HIDDEN
    return FORCES.index(unit.force) << 4 | STATUSES.index(unit.status)


def encode_frame(head: Head, columns: bytes) -> bytes:
    """A frame of the columns that ``FrameEncoder.columns`` made."""
    return _header(head, len(columns) // ROW_BYTES, 0) + columns


def encode_unchanged(head: Head) -> bytes:
    """The short frame: what the page has is still so."""
    return _header(head, 0, UNCHANGED)


class FrameEncoder:
    """Makes the columns of a frame from a fleet; keeps world coordinates while the fleet is the same.

    ``kind`` and ``marks`` are kept by unit number, so that a frame costs a look-up a unit and no loop.
    """

    def __init__(self) -> None:
        self._kinds = np.full(1024, HIDDEN, np.uint8)
        self._marks = np.zeros(1024, np.uint8)
        self._marked: set[int] = set()
        self._fleet_version = -1
        self._x: Column = np.empty(0, np.uint32)
        self._y: Column = np.empty(0, np.uint32)

    def set_units(self, units: Iterable[tuple[int, Unit | None]]) -> None:
        """Take over what the picture says of these units; None where it says nothing."""
        for number, unit in units:
            self._grow(number)
            self._kinds[number] = kind_of(unit)

    def forget_units(self) -> None:
        self._kinds[:] = HIDDEN

    def set_marks(self, marks: dict[int, Mark]) -> None:
        """The marks of all units that have any."""
        for number in self._marked:
            self._marks[number] = 0
        for number, mark in marks.items():
            self._grow(number)
            self._marks[number] = mark
        self._marked = set(marks)

    def columns(self, fixes: Fixes, fleet_version: int, now_ms: int) -> bytes:
        """The columns of all units that are shown, one after the other.

        Args:
            fixes: one row a unit.
            fleet_version: of these fixes; the same version means the same places.
            now_ms: Unix milliseconds; the ages are as of then.
        """
        if fleet_version != self._fleet_version or len(self._x) != len(fixes):
            self._x, self._y = to_world_u32(fixes.lon_e7 / 1e7, fixes.lat_e7 / 1e7)
            self._fleet_version = fleet_version
        if len(fixes):
            self._grow(int(fixes.unit.max()))
        kind = self._kinds[fixes.unit]
        age = np.clip((now_ms - fixes.at_ms) // 1000, 0, AGE_MORE).astype(np.uint8)
        columns = (fixes.unit, self._x, self._y, kind, age, _headings(fixes.heading_cdeg), self._marks[fixes.unit])
        shown = kind != HIDDEN
        if not shown.all():
            columns = tuple(column[shown] for column in columns)
        return b"".join(column.tobytes() for column in columns)

    def _grow(self, number: int) -> None:
        if number >= len(self._kinds):
            more = max(number + 1 - len(self._kinds), len(self._kinds))
            self._kinds = np.concatenate([self._kinds, np.full(more, HIDDEN, np.uint8)])
            self._marks = np.concatenate([self._marks, np.zeros(more, np.uint8)])


def _headings(heading_cdeg: Column) -> Column:
    # In u32, as u16 would overflow: 35,999 × 255.
    steps = (heading_cdeg.astype(np.uint32) * HEADING_STEPS + 18_000) // 36_000 % HEADING_STEPS
    return np.where(heading_cdeg == UNKNOWN, HEADING_UNKNOWN, steps).astype(np.uint8)


def _header(head: Head, count: int, flags: int) -> bytes:
    return HEADER.pack(
        MAGIC,
        VERSION,
        flags,
        count,
        head.token,
        float(head.at_ms),
        head.roster_version,
        head.selection_version,
        head.trails_version,
        head.primary,
        head.followed,
        head.cameras_version,
        head.camera,
    )
