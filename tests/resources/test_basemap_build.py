"""Building a basemap and a street graph, on a town small enough to know by heart.

The town: a coast in the east with the sea behind it; two streets that cross at a traffic light, a one-way street
into a dead end; a square; a path through a house; a delivery tunnel; a private yard; an island of footways.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.resources.vector_tiles import Archive

pytest.importorskip("osmium")
pytest.importorskip("freestiler")

SCRIPT = Path(__file__).parents[2] / "resources" / "basemaps" / "build.py"

#: Number: (lon, lat) in thousandths of a degree east and north of 24 E, 60 N.
NODES = {
    1: (1, 5), 2: (5, 5), 3: (9, 5), 4: (5, 1), 5: (5, 9),
    10: (11, -1), 11: (10, 3), 12: (10, 7), 13: (11, 11),
    20: (2, 2), 21: (4, 2), 22: (4, 4), 23: (2, 4),
    30: (6, 6), 31: (8, 6), 32: (8, 8), 33: (6, 8), 34: (7, 5), 35: (7, 9),
    40: (1, 8), 41: (3, 8), 50: (3, 9), 51: (1, 9),
    60: (1, 1), 61: (1, 3),
}  # fmt: skip
OUTSIDE = {10, 13}
WAYS: dict[int, tuple[list[int], dict[str, str]]] = {
    100: ([1, 2, 34, 3], {"highway": "primary", "name": "Long Street", "maxspeed": "40", "sidewalk": "both"}),
    101: ([4, 2, 5], {"highway": "residential", "name": "Cross Street"}),
    102: ([11, 12], {"highway": "residential", "oneway": "yes", "name": "Sea Street"}),
    103: ([3, 11], {"highway": "residential"}),
    104: ([12, 3], {"highway": "residential", "bridge": "yes"}),
    105: ([2, 21], {"highway": "residential", "oneway": "yes", "name": "Dead End"}),
    110: ([10, 11, 12, 13], {"natural": "coastline"}),
    120: ([20, 21, 22, 23, 20], {"highway": "pedestrian", "area": "yes", "name": "Square"}),
    130: ([30, 31, 32, 33, 30], {"building": "yes", "building:levels": "4"}),
    131: ([34, 35], {"highway": "footway"}),
    140: ([40, 41], {"highway": "service", "tunnel": "yes", "name": "Delivery Tunnel"}),
    150: ([5, 50], {"highway": "service", "access": "private"}),
    151: ([50, 51], {"highway": "footway"}),
    160: ([60, 61], {"waterway": "stream", "name": "Brook"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town")
    _write_town(folder / "town.osm")
    _build(folder, "first")
    _build(folder, "second")
    return folder


@pytest.fixture(scope="module")
def roads(built: Path) -> dict[str, np.ndarray]:
    with np.load(built / "first.roads.npz", allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def test_the_same_extract_gives_the_same_bytes(built: Path) -> None:
    for suffix in (".pmtiles", ".roads.npz"):
        assert (built / f"first{suffix}").read_bytes() == (built / f"second{suffix}").read_bytes()


def test_the_sea_is_on_the_right_of_the_coast(built: Path) -> None:
    tile = Archive(built / "first.pmtiles").tile(14, 24.005, 60.005)
    assert [water["kind"] for water in tile["water"].features if water["kind"] != "stream"] == ["ocean"]


def test_tags_become_kinds(built: Path) -> None:
    tile = Archive(built / "first.pmtiles").tile(14, 24.005, 60.005)
    named = {road["name"]: road for road in tile["roads"].features if "name" in road}
    assert (named["Long Street"]["kind"], named["Long Street"]["kind_detail"]) == ("major_road", "primary")
    assert (named["Cross Street"]["kind"], named["Sea Street"]["oneway"]) == ("minor_road", "yes")
    assert tile["roads"].values("is_bridge") == {True}
    assert "Delivery Tunnel" not in named
    assert tile["landuse"].values("kind") == {"pedestrian"}
    assert tile["buildings"].values("height") == {14.0}


def test_a_street_mapped_in_pieces_is_one_line(built: Path) -> None:
    tile = Archive(built / "first.pmtiles").tile(14, 24.005, 60.005)
    assert len([road for road in tile["roads"].features if road.get("name") == "Cross Street"]) == 1


def test_the_graph_is_cut_at_junctions_and_lights(roads: dict[str, np.ndarray]) -> None:
    places = {
        (round(lon / 1e4) - 24000, round(lat / 1e4) - 60000)
        for lon, lat in zip(roads["node_lon_e7"], roads["node_lat_e7"], strict=True)
    }
    assert {NODES[number] for number in (1, 2, 3, 4, 5, 11, 12)} <= places
    (light,) = np.flatnonzero(roads["node_light"])
    assert round(roads["node_lon_e7"][light] / 1e4) - 24000 == 5


def test_nobody_walks_through_houses_private_yards_or_where_no_way_leads(roads: dict[str, np.ndarray]) -> None:
    used = {
        (round(lon / 1e4) - 24000, round(lat / 1e4) - 60000)
        for lon, lat in zip(roads["shape_lon_e7"], roads["shape_lat_e7"], strict=True)
    }
    assert used.isdisjoint({NODES[number] for number in (35, 40, 41, 50, 51)})


def test_cars_are_kept_out_of_streets_they_could_not_leave(roads: dict[str, np.ndarray]) -> None:
    dead_end = _between(roads, 2, 21)
    assert roads["segment_foot"][dead_end]
    assert not roads["segment_forward"][dead_end]
    assert not roads["segment_backward"][dead_end]
    sea_street = _between(roads, 11, 12)
    assert roads["segment_forward"][sea_street]
    assert not roads["segment_backward"][sea_street]


def test_limits_and_lengths_are_those_of_the_street(roads: dict[str, np.ndarray]) -> None:
    assert roads["segment_limit_kmh"][_between(roads, 1, 2)] == 40
    assert roads["segment_limit_kmh"][_between(roads, 4, 2)] == 30
    # 0.004 degrees of longitude at 60.005 N, on the WGS-84 ellipsoid.
    assert roads["segment_length_m"][_between(roads, 1, 2)] == pytest.approx(223.1, abs=0.2)


def _between(roads: dict[str, np.ndarray], first: int, last: int) -> int:
    def row(number: int) -> int:
        lon, lat = NODES[number]
        off = abs(roads["node_lon_e7"] - (24000 + lon) * 10_000) + abs(
            roads["node_lat_e7"] - (60000 + lat) * 10_000
        )
        assert off.min() <= 1, f"node {number} is not a junction"
        return int(off.argmin())

    (found,) = np.flatnonzero((roads["segment_from"] == row(first)) & (roads["segment_to"] == row(last)))
    return int(found)


def _write_town(path: Path) -> None:
    lines = ["<osm version='0.6'>", "<bounds minlon='24.0' minlat='60.0' maxlon='24.012' maxlat='60.01'/>"]
    for number, (lon, lat) in NODES.items():
        if number in OUTSIDE:
            continue
        tags = "<tag k='highway' v='traffic_signals'/>" if number == 2 else ""
        at = f"lon='{24 + lon / 1000:.3f}' lat='{60 + lat / 1000:.3f}'"
        lines.append(f"<node id='{number}' version='1' {at}>{tags}</node>")
    for number, (refs, said) in WAYS.items():
        nodes = "".join(f"<nd ref='{ref}'/>" for ref in refs)
        tags = "".join(f"<tag k='{key}' v='{value}'/>" for key, value in said.items())
        lines.append(f"<way id='{number}' version='1'>{nodes}{tags}</way>")
    path.write_text("\n".join([*lines, "</osm>"]), "utf-8")


def _build(folder: Path, name: str) -> None:
    command = [sys.executable, str(SCRIPT), str(folder / "town.osm"), "--name", name, "--to", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=110)
