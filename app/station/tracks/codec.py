"""Fixes to bytes and back: columns, each as differences, each entropy-coded by pcodec.

Little-endian: version u8, reserved u8 × 3, CRC-32 of all that follows; east divisor u32, the length of each
column u32, then the columns: unit, time, known, speed, heading, longitude, latitude, accuracy, flags. Positions
are kept as their distance from dead reckoning (see ``reckoning``), headings unrolled so that north is no edge,
and an unknown value as the last known one with a bit in ``known`` that says so.
Source of the coder: pcodec, for each column a standalone file with consecutive differences of order 1.
"""

from __future__ import annotations

import struct
import zlib
from itertools import pairwise
from typing import Any

import numpy as np
from pcodec import ChunkConfig, DeltaSpec, ModeSpec, standalone

from app.domain.errors import AppError
from app.domain.fixes import UNKNOWN, Column, Fixes
from app.station.tracks.quantum import (
    ACCURACY_STEPS_DM,
    HEADING_CDEG,
    HEADINGS,
    POSITION_E7,
    SPEED_CMPS,
)
from app.station.tracks.reckoning import east_divisor, reckoned

VERSION = 1
_COLUMNS = 9
_UNCHECKED = struct.Struct("<B3xI")
_CHECKED = struct.Struct(f"<I{_COLUMNS}I")
_HEADER_BYTES = _UNCHECKED.size + _CHECKED.size
# Trying all differences and modes on a sample, pcodec's default, picks badly in columns that seldom change.
_CONFIG = ChunkConfig(compression_level=8, delta_spec=DeltaSpec.try_consecutive(1), mode_spec=ModeSpec.classic())
_SPEED_KNOWN, _HEADING_ODD, _ACCURACY_KNOWN = 1, 2, 4


def encode(fixes: Fixes) -> bytes:
    """Bytes for at least one fix, all quantised (``quantum``); smallest when they are in order (``order``)."""
    speed_known = fixes.speed_cmps != UNKNOWN
    heading_known = fixes.heading_cdeg != UNKNOWN
    accuracy_known = fixes.accuracy_dm != UNKNOWN
    speed = _last_known(fixes.speed_cmps // SPEED_CMPS, speed_known)
    # Devices have a heading when they move and none when they stand; what is kept is where that fails.
    heading_odd = heading_known != (speed > 0)
    known = speed_known * _SPEED_KNOWN + heading_odd * _HEADING_ODD + accuracy_known * _ACCURACY_KNOWN

    heading = _last_known(fixes.heading_cdeg // HEADING_CDEG, heading_known)
    accuracy = _last_known(np.searchsorted(ACCURACY_STEPS_DM, fixes.accuracy_dm), accuracy_known)
    lon, lat = fixes.lon_e7 // POSITION_E7, fixes.lat_e7 // POSITION_E7
    divisor = east_divisor(lat)
    east, north = reckoned(fixes.unit, fixes.at_ms, speed * speed_known, heading, divisor)
    columns = [
        standalone.simple_compress(np.ascontiguousarray(column), _CONFIG)
        for column in (
            fixes.unit.astype(np.uint32),
            fixes.at_ms.astype(np.int64),
            known.astype(np.uint16),
            speed.astype(np.int32),
            _unrolled(heading),
            lon - east,
            lat - north,
            accuracy.astype(np.int32),
            fixes.flags.astype(np.uint16),
        )
    ]
    checked = _CHECKED.pack(divisor, *map(len, columns)) + b"".join(columns)
    return _UNCHECKED.pack(VERSION, zlib.crc32(checked)) + checked


def decode(data: bytes) -> Fixes:
    """The fixes that were encoded, in their order.

    Raises:
        AppError("tracks.damaged"): not bytes that ``encode`` of this version made.
    """
    if len(data) < _HEADER_BYTES:
        raise AppError("tracks.damaged", reason="short")
    version, checksum = _UNCHECKED.unpack_from(data)
    if version != VERSION:
        raise AppError("tracks.damaged", reason="version")
    if checksum != zlib.crc32(memoryview(data)[_UNCHECKED.size :]):
        raise AppError("tracks.damaged", reason="checksum")
    divisor, *lengths = _CHECKED.unpack_from(data, _UNCHECKED.size)
    ends = np.cumsum([_HEADER_BYTES, *lengths]).tolist()
    unit, at_ms, known, speed, unrolled, lon, lat, accuracy, flags = (
        _column(data[begin:end]) for begin, end in pairwise(ends)
    )
    heading = unrolled % HEADINGS
    speed_known, accuracy_known = known & _SPEED_KNOWN != 0, known & _ACCURACY_KNOWN != 0
    heading_known = (known & _HEADING_ODD != 0) != (speed > 0)
    east, north = reckoned(unit, at_ms, speed * speed_known, heading, divisor)
    return Fixes(
        unit=unit,
        at_ms=at_ms,
        lon_e7=((lon + east) * POSITION_E7).astype(np.int32),
        lat_e7=((lat + north) * POSITION_E7).astype(np.int32),
        speed_cmps=_if_known(speed * SPEED_CMPS, speed_known),
        heading_cdeg=_if_known(heading * HEADING_CDEG, heading_known),
        accuracy_dm=_if_known(ACCURACY_STEPS_DM[accuracy], accuracy_known),
        flags=flags,
    )


def _column(data: bytes) -> Column:
    column: Any = standalone.simple_decompress(data)
    return np.asarray(column)


def _last_known(column: Column, known: Column) -> Column:
    """The column with each unknown value replaced by the last known before it, or 0."""
    at = np.maximum.accumulate(np.where(known, np.arange(len(column)), -1))
    return np.where(at >= 0, column[at], 0).astype(np.int64)


def _unrolled(heading: Column) -> Column:
    """Headings that go on past a full turn instead of jumping back; the same modulo ``HEADINGS``."""
    turns = np.diff(heading, prepend=0)
    return np.cumsum((turns + HEADINGS // 2) % HEADINGS - HEADINGS // 2).astype(np.int32)


def _if_known(column: Column, known: Column) -> Column:
    return np.where(known, column, UNKNOWN).astype(np.uint16)
