"""A fleet that moves: units spread over a city, each walking or driving its own way."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from app.domain.camera import Camera
from app.domain.fixes import Fixes
from app.domain.snapshot import Snapshot
from app.domain.unit import Force, Unit, UnitStatus

#: West, south, east, north: about what a 1080p map shows at zoom 14.
CITY = (24.86, 60.14, 25.03, 60.20)
_METRES_PER_DEGREE = 111_195.0
_ON_DUTY = tuple(status for status in UnitStatus if status is not UnitStatus.OFF_DUTY)


class MovingFleet:
    """``count`` units, numbered from 1, on straight ways that turn back at the city's edge."""

    def __init__(self, count: int, seed: int = 1) -> None:
        random = np.random.default_rng(seed)
        self._random = random
        self._lon = random.uniform(CITY[0], CITY[2], count)
        self._lat = random.uniform(CITY[1], CITY[3], count)
        heading = random.uniform(0, 2 * np.pi, count)
        speed_mps = random.choice([1.4, 4.0, 12.0], count)
        self._east, self._north = speed_mps * np.sin(heading), speed_mps * np.cos(heading)
        self._fixes = Fixes.zeros(count)
        self._fixes.unit[:] = np.arange(1, count + 1)
        self._fixes.speed_cmps[:] = speed_mps * 100

    def snapshot(self, cameras: int = 0) -> Snapshot:
        """All of them on duty, of every force and status; and so many cameras that look about."""
        now = datetime.now(UTC)
        forces = tuple(Force)
        units = tuple(
            Unit(
                number=number,
                callsign=f"U-{number}",
                force=forces[number % len(forces)],
                agency="Patrol police",
                status=_ON_DUTY[number % len(_ON_DUTY)],
                status_at=now,
                on_duty_at=now,
            )
            for number in range(1, len(self._fixes) + 1)
        )
        return Snapshot(seq=1, at=now, station="bench", units=units, cameras=self._cameras(cameras))

    def _cameras(self, count: int) -> tuple[Camera, ...]:
        first = len(self._fixes) + 1
        places = self._random.uniform(CITY[:2], CITY[2:], (count, 2))
        headings = self._random.uniform(0, 360, count)
        return tuple(
            Camera(
                number=first + i,
                name=f"Camera {i}",
                lon_deg=lon,
                lat_deg=lat,
                heading_deg=headings[i],
                range_m=200,
                pulls_from="",
            )
            for i, (lon, lat) in enumerate(places.tolist())
        )

    def step(self, seconds: float, now_ms: int) -> Fixes:
        """Everybody moves on; all fixes are of just now."""
        self._lat += self._north * seconds / _METRES_PER_DEGREE
        self._lon += self._east * seconds / (_METRES_PER_DEGREE * np.cos(np.radians(self._lat)))
        self._east = np.where((self._lon < CITY[0]) | (self._lon > CITY[2]), -self._east, self._east)
        self._north = np.where((self._lat < CITY[1]) | (self._lat > CITY[3]), -self._north, self._north)
        fixes = self._fixes
        fixes.at_ms[:] = now_ms
        fixes.lon_e7[:], fixes.lat_e7[:] = self._lon * 1e7, self._lat * 1e7
        fixes.heading_cdeg[:] = np.degrees(np.arctan2(self._east, self._north)) % 360 * 100
        return fixes
