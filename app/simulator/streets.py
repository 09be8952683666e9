"""The streets of the demo city: a graph, and the way from one junction to another."""

from __future__ import annotations

import heapq
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path as FilePath
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from app.domain.errors import AppError
from app.simulator.path import Path
from app.simulator.plane import Plane

Corner = tuple[float, float]

_FILE = FilePath(__file__).parents[2] / "resources" / "basemaps" / "helsinki.roads.npz"
_FASTEST_MPS = 50 / 3.6


class Travel(StrEnum):
    FOOT = "foot"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Arc:
    """One direction of a street between two junctions.

    Args:
        corners: (x, y) metres, both junctions included.
    """

    end: int
    length_m: float
    limit_mps: float
    corners: tuple[Corner, ...]

    def cost(self, travel: Travel) -> float:
        """What the shortest way adds up: metres on foot, seconds in a vehicle."""
        return self.length_m if travel is Travel.FOOT else self.length_m / self.limit_mps


class Streets:
    """Two networks over the same junctions, one a way of travelling; from each node each other can be reached.

    Args:
        plane: what the metres are measured on.
        nodes: (x, y) of each junction. lights: whether traffic lights stand there.
        arcs: for each way of travelling, the arcs that leave each of its nodes.
    """

    def __init__(
        self,
        plane: Plane,
        nodes: Sequence[Corner],
        lights: Sequence[bool],
        arcs: dict[Travel, dict[int, list[Arc]]],
    ) -> None:
        self.plane, self.nodes, self.lights, self.arcs = plane, tuple(nodes), tuple(lights), arcs

    @classmethod
    def load(cls, file: FilePath = _FILE) -> Self:
        """Read a street graph; ``resources/basemaps/graph.py`` writes it and describes its arrays.

        Raises:
            AppError("streets.unreadable"): the file is missing, or is not one.
        """
        try:
            with np.load(file, allow_pickle=False) as arrays:
                return cls._of({name: arrays[name] for name in arrays.files})
        except (OSError, KeyError, ValueError) as error:
            raise AppError("streets.unreadable", file=file.name) from error

    @classmethod
    def _of(cls, columns: Mapping[str, npt.NDArray[Any]]) -> Self:
        lons, lats = columns["node_lon_e7"] / 1e7, columns["node_lat_e7"] / 1e7
        plane = Plane.at(float(lons.mean()), float(lats.mean()))
        nodes = [plane.to_m(*place) for place in zip(lons.tolist(), lats.tolist(), strict=True)]
        shapes = zip(
            (columns["shape_lon_e7"] / 1e7).tolist(), (columns["shape_lat_e7"] / 1e7).tolist(), strict=True
        )
        corners = [plane.to_m(*place) for place in shapes]
        starts: list[int] = columns["shape_start"].tolist()
        arcs: dict[Travel, dict[int, list[Arc]]] = {travel: {} for travel in Travel}
        names = ("from", "to", "length_m", "limit_kmh", "foot", "forward", "backward")
        rows = zip(*(columns[f"segment_{name}"].tolist() for name in names), strict=True)
        for i, (first, last, length_m, limit_kmh, foot, forward, backward) in enumerate(rows):
            shape = tuple(corners[starts[i] : starts[i + 1]])
            along = Arc(last, length_m, limit_kmh / 3.6, shape)
            against = Arc(first, length_m, limit_kmh / 3.6, shape[::-1])
            for travel, there, back in ((Travel.FOOT, foot, foot), (Travel.VEHICLE, forward, backward)):
                if there:
                    arcs[travel].setdefault(first, []).append(along)
                if back:
                    arcs[travel].setdefault(last, []).append(against)
        return cls(plane, nodes, columns["node_light"].tolist(), arcs)

    def near(self, place: Corner, travel: Travel, radius_m: float, *, at_least: int = 8) -> list[int]:
        """Nodes of a network within a distance, nearest first; the nearest few when there are fewer."""
        measured = sorted((math.dist(place, self.nodes[node]), node) for node in self.arcs[travel])
        within = [node for distance_m, node in measured if distance_m <= radius_m]
        return within if len(within) >= at_least else [node for _, node in measured[:at_least]]

    def path(self, start: int, end: int, travel: Travel) -> Path:
        """The shortest path on foot, the quickest in a vehicle, by A* (Hart, Nilsson, Raphael 1968).

        Raises:
            AppError("streets.no_way"): one of the two is not on this network.
        """
        arrived: dict[int, tuple[int, Arc] | None] = {start: None}
        costs = {start: 0.0}
        done: set[int] = set()
        queue = [(0.0, start)]
        while queue:
            _, node = heapq.heappop(queue)
            if node == end:
                return self._path(start, end, arrived)
            if node in done:
                continue
            done.add(node)
            for arc in self.arcs[travel].get(node, ()):
                cost = costs[node] + arc.cost(travel)
                if cost < costs.get(arc.end, math.inf):
                    costs[arc.end], arrived[arc.end] = cost, (node, arc)
                    heapq.heappush(queue, (cost + self._at_least(arc.end, end, travel), arc.end))
        raise AppError("streets.no_way", start=start, end=end)

    def _at_least(self, node: int, end: int, travel: Travel) -> float:
        # A hair less than the straight line: the plane and the measured lengths differ by rounding.
        line_m = 0.999 * math.dist(self.nodes[node], self.nodes[end])
        return line_m if travel is Travel.FOOT else line_m / _FASTEST_MPS

    def _path(self, start: int, end: int, arrived: dict[int, tuple[int, Arc] | None]) -> Path:
        taken: list[Arc] = []
        step = arrived[end]
        while step is not None:
            taken.append(step[1])
            step = arrived[step[0]]
        corners, limits, lights = [self.nodes[start]], [], [False]
        for arc in reversed(taken):
            legs = len(arc.corners) - 1
            corners += arc.corners[1:]
            limits += [arc.limit_mps] * legs
            lights += [False] * (legs - 1) + [self.lights[arc.end]]
        return Path.of(corners, limits, lights, end)


def _places(columns: Mapping[str, npt.NDArray[Any]], what: str) -> list[tuple[float, float]]:
    lons_deg, lats_deg = (columns[f"{what}_{axis}_e7"].astype(np.float64) / 1e7 for axis in ("lon", "lat"))
    return list(zip(lons_deg.tolist(), lats_deg.tolist(), strict=True))
