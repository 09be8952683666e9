"""A station that judges fixes, in made-up time, for tests of what is sane."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.domain.fixes import Fixes
from app.station.ruling import Judged, Ruling
from app.station.sanity import Sanity

NOW_MS = 1_790_000_000_000
ON_DUTY_MS = NOW_MS - 8 * 3_600_000
UNIT = 7
HOME = (24.9384, 60.1699)
#: One degree of latitude in metres, and so 1000 m in degrees.
DEGREE_M = 111_320.0
KM = 1000 / DEGREE_M


@dataclass
class Watch:
    """A station that judges, and remembers what the lane was given."""

    sanity: Sanity = field(default_factory=Sanity)
    now_ms: int = NOW_MS
    since_ms: int = ON_DUTY_MS
    lane: list[tuple[int, int, int, int, int]] = field(default_factory=list)

    def judge(self, *rows: Fixes) -> Judged:
        fixes = Fixes.concat(rows)
        judged = self.sanity.judge(fixes, np.full(len(fixes), self.since_ms, np.int64), self.now_ms)
        shown = judged.shown()
        rulings = judged.rulings[judged.rulings <= Ruling.MOVED]
        self.lane += zip(
            shown.at_ms.tolist(),
            shown.lon_e7.tolist(),
            shown.lat_e7.tolist(),
            shown.accuracy_dm.tolist(),
            rulings.tolist(),
            strict=True,
        )
        return judged

    def take(self, row: Fixes, after_s: float = 1.0) -> Ruling:
        """Judge one fix that arrives so much later than the last."""
        self.now_ms += round(after_s * 1000)
        return Ruling(int(self.judge(row).rulings[0]))

    def fix(self, north_km: float = 0.0, age_s: float = 0.0, **columns: int) -> Fixes:
        return fix(self.now_ms - round(age_s * 1000), HOME[0], HOME[1] + north_km * KM, **columns)


def fix(at_ms: int, lon: float, lat: float, unit: int = UNIT, **columns: Any) -> Fixes:
    made = Fixes.of([(unit, at_ms, lon, lat)])
    for name, value in ({"accuracy_dm": 50} | columns).items():
        getattr(made, name)[0] = value
    return made
