"""Reads an OpenStreetMap extract into points, lines and areas with their tags.

A city extract is cut at its bounding box: nodes outside it are missing, so a lake or a coast that crosses the
edge arrives in pieces. Lines keep the pieces; an area is closed along the edge of the box.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import osmium
import shapely
from osmium.geom import WKBFactory
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry
from shapely.ops import nearest_points, polygonize, unary_union

Tags = dict[str, str]
LonLat = tuple[float, float]

#: A cut end is extended to the edge of the box and this much further, degrees, so that it really crosses.
_OVERSHOOT_DEG = 1e-6


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing on the map; WGS-84 degrees, lon before lat."""

    tags: Tags
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Way:
    """A way as it was mapped: node numbers with their places, ``None`` where a node lies outside the extract."""

    tags: Tags
    nodes: tuple[tuple[int, LonLat | None], ...]

    @property
    def is_closed(self) -> bool:
        return len(self.nodes) > 3 and self.nodes[0][0] == self.nodes[-1][0]

    @property
    def is_whole(self) -> bool:
        return all(place is not None for _, place in self.nodes)

    def pieces(self) -> Iterator[list[tuple[int, LonLat]]]:
        """The runs of two or more nodes that the extract has; a cut ring starts behind its first gap."""
        nodes: Sequence[tuple[int, LonLat | None]] = self.nodes
        if self.is_closed and not self.is_whole:
            gap = next(i for i, (_, place) in enumerate(nodes) if place is None)
            nodes = (*nodes[gap:-1], *nodes[: gap + 1])
        piece: list[tuple[int, LonLat]] = []
        for number, place in (*nodes, (0, None)):
            if place is not None:
                piece.append((number, place))
                continue
            if len(piece) > 1:
                yield piece
            piece = []

    def lines(self) -> list[LineString]:
        return [LineString([place for _, place in piece]) for piece in self.pieces()]


@dataclass(frozen=True, slots=True)
class Extract:
    """All of an extract.

    Args:
        frame: its bounding box.
        nodes: tags of tagged nodes by node number (signals, crossings …); points: the same with their places.
    """

    frame: Polygon
    nodes: dict[int, Tags] = field(default_factory=dict)
    points: list[Feature] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    areas: list[Feature] = field(default_factory=list)


def read(path: Path) -> Extract:
    """Read ``path`` (.osm.pbf, .osm …).

    Raises:
        RuntimeError: the file is not one that osmium reads, or it says no bounding box.
    """
    extract = Extract(frame=_frame(path))
    to_wkb = WKBFactory()
    for item in osmium.FileProcessor(str(path)).with_locations().with_areas():
        if isinstance(item, osmium.osm.Node):
            if len(item.tags):
                tags = dict(item.tags)
                extract.nodes[item.id] = tags
                extract.points.append(Feature(tags, Point(item.location.lon, item.location.lat)))
        elif isinstance(item, osmium.osm.Way):
            way = Way(dict(item.tags), tuple((node.ref, _place(node.location)) for node in item.nodes))
            extract.ways.append(way)
            if way.is_closed and not way.is_whole:
                extract.areas.extend(Feature(way.tags, part) for part in _cut_area(extract.frame, way))
        elif isinstance(item, osmium.osm.Area) and len(item.tags):
            shape = shapely.from_wkb(to_wkb.create_multipolygon(item))
            extract.areas.append(Feature(dict(item.tags), shape))
    return extract


def sea(extract: Extract) -> list[Polygon]:
    """The parts of the box that lie seaward of its coastlines: a coast has land on its left, sea on its right.

    Source: OSM tagging convention of ``natural=coastline``.
    """
    coasts = [line for way in extract.ways if way.tags.get("natural") == "coastline" for line in way.lines()]
    return [part for part in _faces(extract.frame, coasts) if _lies_right_of(coasts, part)]


def _frame(path: Path) -> Polygon:
    with osmium.io.Reader(str(path), osmium.osm.osm_entity_bits.NOTHING) as reader:
        bounds = reader.header().box()
    if not bounds.valid():
        raise RuntimeError(f"{path.name} does not say its bounding box")
    return box(bounds.bottom_left.lon, bounds.bottom_left.lat, bounds.top_right.lon, bounds.top_right.lat)


def _place(location: osmium.osm.Location) -> LonLat | None:
    return (location.lon, location.lat) if location.valid() else None


def _cut_area(frame: Polygon, way: Way) -> list[Polygon]:
    """What the extract has of an area that its edge cuts: the smaller side, for want of the rest of the ring."""
    lines = way.lines()
    if not lines:
        return []
    faces = sorted(_faces(frame, lines), key=lambda face: face.area)
    return faces[:1] if len(faces) > 1 else []


def _faces(frame: Polygon, lines: Iterable[LineString]) -> list[Polygon]:
    """The parts into which lines, extended to the edge, cut the box."""
    edges = [frame.boundary, *(_extended(frame, line) for line in lines)]
    return list(polygonize(unary_union(edges)))


def _extended(frame: Polygon, line: LineString) -> LineString:
    corners = list(line.coords)
    return LineString([_beyond_edge(frame, corners[0]), *corners, _beyond_edge(frame, corners[-1])])


def _beyond_edge(frame: Polygon, end: LonLat) -> LonLat:
    edge = nearest_points(frame.boundary, Point(end))[0]
    length = edge.distance(Point(end))
    if length == 0:
        return end
    stretch = 1 + _OVERSHOOT_DEG / length
    return end[0] + (edge.x - end[0]) * stretch, end[1] + (edge.y - end[1]) * stretch


def _lies_right_of(lines: Iterable[LineString], part: Polygon) -> bool:
    """Whether most of the lines' segments that bound this part have it on their right."""
    near = part.buffer(_OVERSHOOT_DEG)
    votes = 0
    for line in lines:
        for (x0, y0), (x1, y1) in pairwise(line.coords):
            middle = Point((x0 + x1) / 2, (y0 + y1) / 2)
            length = Point(x0, y0).distance(Point(x1, y1))
            if length == 0 or not near.contains(middle):
                continue
            step = 2 * _OVERSHOOT_DEG / length
            right = Point(middle.x + (y1 - y0) * step, middle.y - (x1 - x0) * step)
            votes += 1 if part.contains(right) else -1
    return votes > 0
