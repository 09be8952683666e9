"""From ways to a street graph that one can walk and drive on.

A segment runs from one junction to the next: a node that several ways share, the end of a way, a traffic light.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import shapely
from extract import Extract, LonLat, Tags, Way
from pyproj import Geod
from shapely.geometry import LineString
from shapely.strtree import STRtree

#: Speed limit where a street says none, km/h.
_DRIVABLE = {"motorway": 80, "trunk": 60, "primary": 40, "secondary": 40, "tertiary": 40, "unclassified": 30}
_DRIVABLE |= {"residential": 30, "living_street": 20, "service": 20}
_NOT_FOR_CARS = {"parking_aisle", "driveway", "drive-through", "emergency_access"}

_WALKABLE = {"footway", "pedestrian", "path", "steps", "track", "living_street", "residential", "service"}
_WALKABLE |= {"unclassified", "tertiary"}
_WALKABLE_WHEN_SAID = {"primary", "secondary", "cycleway"}

#: A segment with more than this share of its length under a roof is inside a building.
_INDOORS = 0.3
_OPEN_BELOW = {"no", "roof", "bridge"}
_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of street between two junctions.

    Args:
        ends: node numbers of its first and last place.
        places: WGS-84 degrees, at least two.
        limit_kmh: speed limit of vehicles.
        foot: on foot, both ways. forward, backward: by vehicle, along and against the order of places.
    """

    ends: tuple[int, int]
    places: tuple[LonLat, ...]
    limit_kmh: int
    foot: bool
    forward: bool
    backward: bool

    @property
    def is_usable(self) -> bool:
        return self.foot or self.forward or self.backward

    def length_m(self) -> float:
        lons, lats = zip(*self.places, strict=True)
        return float(_WGS84.line_length(lons, lats))


def segments(extract: Extract) -> list[Segment]:
    """All segments of the largest network on foot, and of the largest strongly connected one for vehicles."""
    lights = {number for number, tags in extract.nodes.items() if tags.get("highway") == "traffic_signals"}
    streets = [way for way in extract.ways if _use(way.tags) is not None]
    found = [part for part in _split(streets, lights) if part.length_m() > 0]
    outdoors = [part for part, inside in zip(found, _indoors(extract, found), strict=True) if not inside]
    walked = _largest(_arcs(outdoors, on_foot=True))
    driven = _largest(_arcs(outdoors, on_foot=False))
    kept = (_within(part, walked, driven) for part in outdoors)
    return [part for part in kept if part.is_usable]


def write(extract: Extract, path: Path) -> None:
    """Write the graph as NumPy arrays; places in degrees × 1e7.

    A row a junction: ``node_lon_e7``, ``node_lat_e7`` i32, ``node_light`` bool (traffic light).
    A row a segment: ``segment_from``, ``segment_to`` u16 (rows of junctions), ``segment_length_m`` f32,
    ``segment_limit_kmh`` u8, ``segment_foot``, ``segment_forward``, ``segment_backward`` bool. The places of
    segment i, both ends included, are rows ``shape_start[i]`` (u32) to ``shape_start[i + 1]`` of ``shape_lon_e7``,
    ``shape_lat_e7`` i32.
    """
    parts = segments(extract)
    numbers = sorted({end for part in parts for end in part.ends})
    row = {number: i for i, number in enumerate(numbers)}
    place = {part.ends[0]: part.places[0] for part in parts} | {part.ends[1]: part.places[-1] for part in parts}
    nodes = np.array([place[number] for number in numbers])
    shape = np.array([where for part in parts for where in part.places])
    lights = [extract.nodes.get(number, {}).get("highway") == "traffic_signals" for number in numbers]
    np.savez_compressed(
        path,
        node_lon_e7=_e7(nodes[:, 0]),
        node_lat_e7=_e7(nodes[:, 1]),
        node_light=np.array(lights),
        segment_from=np.array([row[part.ends[0]] for part in parts], np.uint16),
        segment_to=np.array([row[part.ends[1]] for part in parts], np.uint16),
        segment_length_m=np.array([part.length_m() for part in parts], np.float32),
        segment_limit_kmh=np.array([part.limit_kmh for part in parts], np.uint8),
        segment_foot=np.array([part.foot for part in parts]),
        segment_forward=np.array([part.forward for part in parts]),
        segment_backward=np.array([part.backward for part in parts]),
        shape_start=np.cumsum([0, *(len(part.places) for part in parts)]).astype(np.uint32),
        shape_lon_e7=_e7(shape[:, 0]),
        shape_lat_e7=_e7(shape[:, 1]),
    )


def _e7(degrees: np.ndarray) -> np.ndarray:
    return np.round(degrees * 1e7).astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Use:
    limit_kmh: int
    foot: bool
    forward: bool
    backward: bool


def _use(tags: Tags) -> _Use | None:
    """How a way may be used; None when by nobody, or only under ground or indoors."""
    highway = tags.get("highway", "").removesuffix("_link")
    is_below = tags.get("tunnel", "no") != "no" or tags.get("layer", "0").startswith("-")
    if is_below or tags.get("indoor") == "yes" or tags.get("access") in {"private", "no"}:
        return None
    foot = highway in _WALKABLE and tags.get("foot") not in {"no", "use_sidepath"}
    foot = foot and tags.get("sidewalk") != "separate"
    foot |= highway in _WALKABLE_WHEN_SAID and _says_walkable(tags)
    vehicle = highway in _DRIVABLE and tags.get("service") not in _NOT_FOR_CARS and tags.get("area") != "yes"
    vehicle = vehicle and tags.get("motor_vehicle") not in {"no", "private"}
    if not foot and not vehicle:
        return None
    is_circle = tags.get("junction") in {"roundabout", "circular"}
    oneway = tags.get("oneway", "yes" if is_circle or highway == "motorway" else "no")
    return _Use(
        limit_kmh=_limit_kmh(tags, _DRIVABLE.get(highway, 20)),
        foot=foot,
        forward=vehicle and oneway != "-1",
        backward=vehicle and oneway in {"no", "-1"},
    )


def _says_walkable(tags: Tags) -> bool:
    return tags.get("foot") in {"yes", "designated"} or tags.get("sidewalk") in {"both", "left", "right", "yes"}


def _limit_kmh(tags: Tags, otherwise: int) -> int:
    said = tags.get("maxspeed", "")
    return int(said) if said.isdecimal() else otherwise


def _split(ways: Iterable[Way], lights: set[int]) -> Iterator[Segment]:
    """Cut ways into segments at junctions and traffic lights."""
    streets = list(ways)
    visits = Counter(number for way in streets for number, _ in way.nodes)
    for way in streets:
        use = _use(way.tags)
        assert use is not None
        for piece in way.pieces():
            start = 0
            for i, (number, _) in enumerate(piece):
                is_end = i == len(piece) - 1
                if i > start and (is_end or visits[number] > 1 or number in lights):
                    part = piece[start : i + 1]
                    ends = (part[0][0], part[-1][0])
                    places = tuple(place for _, place in part)
                    yield Segment(ends, places, use.limit_kmh, use.foot, use.forward, use.backward)
                    start = i


def _indoors(extract: Extract, parts: list[Segment]) -> list[bool]:
    roofs = [area.shape for area in extract.areas if area.tags.get("building", "roof") not in _OPEN_BELOW]
    tree = STRtree(roofs)
    inside = []
    for part in parts:
        line = LineString(part.places)
        over = shapely.union_all([roofs[i] for i in tree.query(line, "intersects")])
        inside.append(line.intersection(over).length > _INDOORS * line.length)
    return inside


def _arcs(parts: Iterable[Segment], *, on_foot: bool) -> dict[int, list[int]]:
    arcs: dict[int, list[int]] = {}
    for part in parts:
        first, last = part.ends
        arcs.setdefault(first, [])
        arcs.setdefault(last, [])
        if part.foot if on_foot else part.forward:
            arcs[first].append(last)
        if part.foot if on_foot else part.backward:
            arcs[last].append(first)
    return arcs


def _largest(arcs: Mapping[int, list[int]]) -> set[int]:
    """The largest strongly connected set of nodes; of equally large ones that with the lowest node.

    Source: Kosaraju's two passes (Sharir 1981): finish times on the graph, then trees on the reversed graph.
    """
    reverse: dict[int, list[int]] = {node: [] for node in arcs}
    for node, ends in arcs.items():
        for end in ends:
            reverse[end].append(node)
    order: list[int] = []
    seen: set[int] = set()
    for node in sorted(arcs):
        order += _finished(arcs, node, seen)
    seen = set()
    components = [_finished(reverse, node, seen) for node in reversed(order)]
    return set(max((sorted(part) for part in components), key=lambda part: (len(part), -part[0] if part else 0)))


def _finished(arcs: Mapping[int, list[int]], start: int, seen: set[int]) -> list[int]:
    """Nodes first reached from here, in the order in which a depth-first search leaves them."""
    if start in seen:
        return []
    seen.add(start)
    left: list[int] = []
    path = [(start, iter(arcs[start]))]
    while path:
        node, ends = path[-1]
        following = next((end for end in ends if end not in seen), None)
        if following is None:
            left.append(node)
            path.pop()
        else:
            seen.add(following)
            path.append((following, iter(arcs[following])))
    return left


def _within(part: Segment, walked: set[int], driven: set[int]) -> Segment:
    can_walk, can_drive = walked.issuperset(part.ends), driven.issuperset(part.ends)
    return replace(
        part,
        foot=part.foot and can_walk,
        forward=part.forward and can_drive,
        backward=part.backward and can_drive,
    )
