"""From features to a PMTiles archive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import freestiler
import geopandas
import pandas
import schema
from extract import Extract, Feature, Tags, Way, sea
from shapely.geometry import MultiLineString
from shapely.geometry.base import BaseGeometry
from shapely.ops import linemerge

Rule = Callable[[Tags], schema.Values | None]
Row = tuple[schema.Values, BaseGeometry]

#: Data zooms. A map draws zoom z from data of z - 1, so this covers 9 and up; beyond 16 it enlarges zoom 15.
MIN_ZOOM, MAX_ZOOM = 8, 15
#: Below these a layer would be smaller than a pixel.
_FIRST_ZOOMS = {"buildings": 12, "pois": 12}


def write(extract: Extract, path: Path) -> None:
    """Write the tiles of an extract; layers and values as Protomaps' basemap version 4 has them."""
    layers = {
        name: freestiler.FreestileLayer(_frame(rows), min_zoom=_FIRST_ZOOMS.get(name, MIN_ZOOM))
        for name, rows in _layers(extract).items()
        if rows
    }
    freestiler.freestile(layers, path, min_zoom=MIN_ZOOM, max_zoom=MAX_ZOOM, generate_ids=False, quiet=True)


def _layers(extract: Extract) -> dict[str, list[Row]]:
    """In the order in which they are drawn."""
    areas, points = extract.areas, extract.points
    inner_points = [Feature(area.tags, area.shape.representative_point()) for area in areas]
    seas: list[Row] = [({"kind": "ocean", "min_zoom": 0, "sort_rank": 200}, part) for part in sea(extract)]
    return {
        "earth": [({"kind": "earth", "sort_rank": 100}, extract.frame)],
        "landuse": _rows(areas, schema.landuse),
        "water": seas + _rows(areas, schema.water) + _lines(extract.ways, schema.waterway),
        "roads": _lines(extract.ways, schema.road),
        "buildings": _rows(areas, schema.building),
        "boundaries": _lines(extract.ways, schema.boundary),
        "pois": _rows([*points, *inner_points], schema.poi),
        "places": _rows(points, schema.place),
    }


def _rows(features: Iterable[Feature], rule: Rule) -> list[Row]:
    return [(values, feature.shape) for feature in features if (values := rule(feature.tags))]


def _lines(ways: Iterable[Way], rule: Rule) -> list[Row]:
    """Lines with the same values joined end to end: a street is mapped in short pieces, its name needs room."""
    alike: dict[tuple[tuple[str, object], ...], list[BaseGeometry]] = defaultdict(list)
    by_key: dict[tuple[tuple[str, object], ...], schema.Values] = {}
    for way in ways:
        if way.tags.get("area") == "yes":
            continue
        if values := rule(way.tags):
            key = tuple(sorted(values.items()))
            by_key[key] = values
            alike[key].extend(way.lines())
    rows: list[Row] = []
    for key, lines in alike.items():
        merged = linemerge(lines) if lines else MultiLineString()
        rows += [(by_key[key], line) for line in getattr(merged, "geoms", [merged])]
    return rows


def _frame(rows: list[Row]) -> geopandas.GeoDataFrame:
    # Nullable types, or a missing value would turn a whole column into text.
    values = pandas.DataFrame([values for values, _ in rows]).convert_dtypes()
    return geopandas.GeoDataFrame(values, geometry=[shape for _, shape in rows], crs="EPSG:4326")
