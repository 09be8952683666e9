"""A small reader of PMTiles archives and of the vector tiles in them, to look at what was built.

Sources: PMTiles specification, version 3; Mapbox Vector Tile specification, version 2.1.
"""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Layer:
    """A layer of a tile: how many features, and the values that any of them has."""

    name: str = ""
    extent: int = 4096
    features: list[dict[str, Any]] = field(default_factory=list)

    def values(self, key: str) -> set[Any]:
        return {feature[key] for feature in self.features if key in feature}


class Archive:
    """A PMTiles file whose root directory holds all its tiles, as a city's does."""

    def __init__(self, path: Path) -> None:
        self._bytes = path.read_bytes()
        assert self._bytes[:8] == b"PMTiles\x03"
        (self.root, self.root_length, self.meta, self.meta_length, _, self.leaves_length) = struct.unpack_from(
            "<6Q", self._bytes, 8
        )
        (self._data,) = struct.unpack_from("<Q", self._bytes, 56)
        self.tile_type, self.min_zoom, self.max_zoom = struct.unpack_from("<3B", self._bytes, 99)
        self.bounds = tuple(edge / 1e7 for edge in struct.unpack_from("<4i", self._bytes, 102))
        self._tiles = self._directory()

    def metadata(self) -> dict[str, Any]:
        return json.loads(gzip.decompress(self._bytes[self.meta : self.meta + self.meta_length]))

    def tile(self, zoom: int, lon_deg: float, lat_deg: float) -> dict[str, Layer]:
        """The layers of the tile at this place; none where there is no tile."""
        number = _tile_number(zoom, *_column_row(zoom, lon_deg, lat_deg))
        if number not in self._tiles:
            return {}
        offset, length = self._tiles[number]
        data = self._bytes[self._data + offset : self._data + offset + length]
        layers = (_layer(part) for number, part in _fields(gzip.decompress(data)) if number == 3)
        return {layer.name: layer for layer in layers}

    def _directory(self) -> dict[int, tuple[int, int]]:
        assert self.leaves_length == 0
        numbers = _varints(gzip.decompress(self._bytes[self.root : self.root + self.root_length]))
        count = next(numbers)
        steps, runs, lengths, offsets = ([next(numbers) for _ in range(count)] for _ in range(4))
        tiles: dict[int, tuple[int, int]] = {}
        number, end = 0, 0
        for step, run, length, offset in zip(steps, runs, lengths, offsets, strict=True):
            number += step
            start = end if offset == 0 else offset - 1
            end = start + length
            tiles |= {number + i: (start, length) for i in range(run)}
        return tiles


def _column_row(zoom: int, lon_deg: float, lat_deg: float) -> tuple[int, int]:
    lat = math.radians(lat_deg)
    row = (1 - math.asinh(math.tan(lat)) / math.pi) / 2
    return int((lon_deg + 180) / 360 * 2**zoom), int(row * 2**zoom)


def _tile_number(zoom: int, x: int, y: int) -> int:
    """Place on the Hilbert curve of that zoom, behind all tiles of the zooms above."""
    number = sum(4**above for above in range(zoom))
    side = 2 ** (zoom - 1) if zoom else 0
    while side > 0:
        right, low = int(x & side > 0), int(y & side > 0)
        number += side * side * ((3 * right) ^ low)
        if low == 0:
            if right:
                x, y = side - 1 - x, side - 1 - y
            x, y = y, x
        side //= 2
    return number


def _varints(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            yield value
            value = shift = 0


def _fields(data: bytes) -> Iterator[tuple[int, Any]]:
    """The fields of a protobuf message: number, and bytes or a number."""
    at = 0

    def varint() -> int:
        nonlocal at
        end = at
        while data[end] >= 0x80:
            end += 1
        (value,) = _varints(data[at : end + 1])
        at = end + 1
        return value

    while at < len(data):
        key = varint()
        kind = key & 7
        if kind == 0:
            yield key >> 3, varint()
            continue
        length = varint() if kind == 2 else {1: 8, 5: 4}[kind]
        yield key >> 3, data[at : at + length]
        at += length


def _layer(data: bytes) -> Layer:
    parts = list(_fields(data))
    keys = [part.decode() for number, part in parts if number == 3]
    values = [_value(part) for number, part in parts if number == 4]
    features = []
    for tags in (dict(_fields(part)).get(2, b"") for number, part in parts if number == 2):
        numbers = list(_varints(tags))
        features.append({keys[k]: values[v] for k, v in zip(numbers[::2], numbers[1::2], strict=True)})
    found = dict(parts)
    return Layer(found[1].decode(), found.get(5, 4096), features)


def _value(data: bytes) -> Any:
    ((number, value),) = _fields(data)
    if number == 1:
        return value.decode()
    if number in (2, 3):
        return struct.unpack("<f" if number == 2 else "<d", value)[0]
    if number == 6:
        return (value >> 1) ^ -(value & 1)
    return bool(value) if number == 7 else value
