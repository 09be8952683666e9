"""The street graph of the demo city, and the ways on it."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.geo.geodesy import distance_m
from app.simulator.path import Path as StreetPath
from app.simulator.plane import Plane
from app.simulator.streets import Streets, Travel

LON, LAT = st.floats(24.92, 24.97), st.floats(60.15, 60.19)


@given(LON, LAT, LON, LAT)
def test_the_plane_keeps_lengths(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> None:
    plane = Plane.at(24.944, 60.1716)
    flat_m = math.dist(plane.to_m(lon_a, lat_a), plane.to_m(lon_b, lat_b))
    true_m = float(distance_m((lon_a, lat_a), (lon_b, lat_b)))
    assert flat_m == pytest.approx(true_m, rel=1e-3, abs=0.01)


@given(LON, LAT)
def test_the_plane_goes_there_and_back(lon: float, lat: float) -> None:
    plane = Plane.at(24.944, 60.1716)
    assert plane.to_deg(*plane.to_m(lon, lat)) == pytest.approx((lon, lat), abs=1e-9)


@pytest.mark.parametrize("travel", Travel)
def test_every_junction_of_a_network_can_be_reached_from_every_other(streets: Streets, travel: Travel) -> None:
    forth = {node: [arc.end for arc in arcs] for node, arcs in streets.arcs[travel].items()}
    back: dict[int, list[int]] = {}
    for node, ends in forth.items():
        for end in ends:
            back.setdefault(end, []).append(node)
    for arcs in (forth, back):
        reached, left = {min(forth)}, [min(forth)]
        while left:
            new = set(arcs[left.pop()]) - reached
            reached |= new
            left += new
        assert reached == set(forth)


def test_a_segment_is_as_long_as_its_shape(streets: Streets) -> None:
    for arcs in streets.arcs[Travel.FOOT].values():
        for arc in arcs:
            drawn_m = sum(math.dist(a, b) for a, b in zip(arc.corners, arc.corners[1:], strict=False))
            assert drawn_m == pytest.approx(arc.length_m, rel=2e-3, abs=0.05)


@pytest.mark.parametrize("travel", Travel)
def test_a_path_is_as_short_as_any(streets: Streets, travel: Travel) -> None:
    nodes = sorted(streets.arcs[travel])
    start = nodes[0]
    shortest = _all_costs(streets, travel, start)
    for end in nodes[:: len(nodes) // 15]:
        path = streets.path(start, end, travel)
        legs_m = np.diff(path.at_m)
        cost = path.length_m if travel is Travel.FOOT else float(np.sum(legs_m / np.array(path.limits_mps)))
        assert cost == pytest.approx(shortest[end], rel=5e-3, abs=0.5)
        assert path.place(0.0) == streets.nodes[start]
        assert path.place(path.length_m) == pytest.approx(streets.nodes[end])
        assert path.end == end


def test_cars_keep_to_the_direction_of_a_one_way_street(streets: Streets) -> None:
    driven = {(node, arc.end) for node, arcs in streets.arcs[Travel.VEHICLE].items() for arc in arcs}
    one_way = [(start, end) for start, end in driven if (end, start) not in driven]
    assert len(one_way) > 100
    start, end = one_way[0]
    assert len(streets.path(end, start, Travel.VEHICLE).corners) > 2


def test_a_path_to_where_one_stands_leads_nowhere(streets: Streets) -> None:
    path = streets.path(3, 3, Travel.FOOT)
    assert (path.length_m, path.place(5.0), path.heading_deg(0.0)) == (0.0, streets.nodes[3], None)


def test_there_is_no_way_to_a_place_off_the_network(streets: Streets) -> None:
    inside = next(iter(streets.arcs[Travel.VEHICLE]))
    outside = next(node for node in range(len(streets.nodes)) if node not in streets.arcs[Travel.VEHICLE])
    with pytest.raises(AppError, match=r"streets\.no_way"):
        streets.path(inside, outside, Travel.VEHICLE)


def test_near_gives_the_nearest_few_where_nothing_is_near(streets: Streets) -> None:
    far_away = (90_000.0, 0.0)
    assert len(streets.near(far_away, Travel.FOOT, 10.0, at_least=5)) == 5


def test_near_keeps_to_its_radius(streets: Streets) -> None:
    for node in streets.near((0.0, 0.0), Travel.FOOT, 200.0):
        assert math.dist(streets.nodes[node], (0.0, 0.0)) <= 200.0


def test_a_missing_or_broken_graph_is_said(tmp_path: Path) -> None:
    broken = tmp_path / "city.roads.npz"
    broken.write_bytes(b"PK not an archive")
    for file in (broken, tmp_path / "missing.npz"):
        with pytest.raises(AppError, match=r"streets\.unreadable"):
            Streets.load(file)


def test_a_path_knows_place_heading_and_turn() -> None:
    path = StreetPath.of([(0, 0), (0, 10), (5, 10)], [5.0, 5.0], [False, True, False], end=7)
    assert path.at_m == (0, 10, 15)
    assert path.place(12.0) == (2, 10)
    assert (path.heading_deg(3.0), path.heading_deg(12.0)) == (0, 90)
    assert path.turn_deg(1) == pytest.approx(90)
    assert path.place(-1.0) == (0, 0)
    assert path.place(99.0) == (5, 10)


def _all_costs(streets: Streets, travel: Travel, start: int) -> dict[int, float]:
    """Bellman-Ford: slow, and so plain that it needs no test."""
    costs = {start: 0.0}
    changed = True
    while changed:
        changed = False
        for node, arcs in streets.arcs[travel].items():
            for arc in arcs:
                cost = costs.get(node, math.inf) + arc.cost(travel)
                if cost < costs.get(arc.end, math.inf) - 1e-9:
                    costs[arc.end], changed = cost, True
    return costs
