"""A path along streets, measured from its start."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Path:
    """Corners joined by straight legs.

    Args:
        corners: (x, y) metres, one or more; at_m: distance of each from the start.
        limits_mps: speed limit on each leg, one fewer than corners.
        lights: whether there is a traffic light at each corner.
        end: the node it leads to.
    """

    corners: tuple[tuple[float, float], ...]
    at_m: tuple[float, ...]
    limits_mps: tuple[float, ...]
    lights: tuple[bool, ...]
    end: int

    @classmethod
    def of(
        cls, corners: Sequence[tuple[float, float]], limits_mps: Sequence[float], lights: Sequence[bool], end: int
    ) -> Path:
        lengths = (math.dist(a, b) for a, b in pairwise(corners))
        return cls(tuple(corners), tuple(accumulate(lengths, initial=0.0)), tuple(limits_mps), tuple(lights), end)

    @property
    def length_m(self) -> float:
        return self.at_m[-1]

    def leg(self, distance_m: float) -> int:
        """The leg at this distance from the start; 0 on a path without legs."""
        return max(0, min(bisect_right(self.at_m, distance_m) - 1, len(self.corners) - 2))

    def place(self, distance_m: float) -> tuple[float, float]:
        """(x, y) at this distance from the start."""
        if len(self.corners) == 1:
            return self.corners[0]
        leg = self.leg(distance_m)
        start_m, end_m = self.at_m[leg], self.at_m[leg + 1]
        share = min(1.0, max(0.0, (distance_m - start_m) / (end_m - start_m))) if end_m > start_m else 1.0
        (x0, y0), (x1, y1) = self.corners[leg], self.corners[leg + 1]
        return x0 + (x1 - x0) * share, y0 + (y1 - y0) * share

    def heading_deg(self, distance_m: float) -> float | None:
        """Clockwise from north; None on a path that leads nowhere."""
        if len(self.corners) == 1:
            return None
        leg = self.leg(distance_m)
        return bearing_deg(self.corners[leg], self.corners[leg + 1])

    def turn_deg(self, corner: int) -> float:
        """How sharply the path turns at a corner: 0 straight on to 180 back; 0 at both ends."""
        if not 0 < corner < len(self.corners) - 1:
            return 0.0
        before = bearing_deg(self.corners[corner - 1], self.corners[corner])
        after = bearing_deg(self.corners[corner], self.corners[corner + 1])
        return abs((after - before + 180) % 360 - 180)


def bearing_deg(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Direction from one place to another on the plane, clockwise from north, [0, 360)."""
    return math.degrees(math.atan2(end[0] - start[0], end[1] - start[1])) % 360
