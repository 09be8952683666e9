"""What desk and page both read: the desk's tests write it anew and compare, the page's tests decode it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from app.domain.fixes import Fixes
from app.domain.unit import Force, Unit, UnitStatus
from app.geo.datum import wgs84_to_bd09, wgs84_to_gcj02
from app.picture.fleet import Fleet
from ui.map.frame import FrameEncoder, Head, Mark, encode_frame
from ui.map.trails import Trails

FOLDER = Path(__file__).parents[3] / "resources/map/tests/golden"
NOW_MS = 1_700_000_000_000
HELSINKI = (24.944, 60.1715)
#: Places all over China, and one outside.
PLACES = ((116.397, 39.909), (121.4737, 31.2304), (87.6168, 43.8256), (113.2644, 23.1291), (24.944, 60.1715))


class _Frozen:
    def now_ms(self) -> int:
        return NOW_MS


class _Past:
    """A track door that answers at once, with two fixes of unit 1 and nothing of others."""

    def fetch(self, unit: int, from_ms: int, to_ms: int, deliver) -> None:
        places = [(24.940, 60.170, 60), (24.942, 60.171, 30)] if unit == 1 else []
        deliver(Fixes.of((unit, NOW_MS - age_s * 1000, lon, lat) for lon, lat, age_s in places))


def unit(number: int, force: Force, status: UnitStatus) -> Unit:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    return Unit(
        number=number, callsign=f"U-{number}", force=force, agency="Patrol police", status=status, status_at=at
    )


def frame() -> bytes:
    """Four units, one of them off duty."""
    encoder = FrameEncoder()
    units = [
        unit(1, Force.DEDICATED, UnitStatus.AVAILABLE),
        unit(2, Force.SOCIAL, UnitStatus.EN_ROUTE),
        unit(3, Force.SOCIAL, UnitStatus.OFF_DUTY),
        unit(70_000, Force.VOLUNTEER, UnitStatus.BUSY),
    ]
    encoder.set_units((each.number, each) for each in units)
    encoder.set_marks({1: Mark.FOLLOWED, 2: Mark.SELECTED})
    rows = [(1, NOW_MS - 4_000, *HELSINKI), (2, NOW_MS - 90_500, 0.0, 0.0), (3, NOW_MS, 0.0, 0.0)]
    fixes = Fixes.of([*rows, (70_000, NOW_MS - 3_600_000, -179.9, -60.0)])
    fixes.heading_cdeg[0], fixes.heading_cdeg[3] = 9_000, 35_990
    head = Head(
        token=7,
        at_ms=NOW_MS,
        roster_version=3,
        selection_version=4,
        trails_version=5,
        primary=2,
        followed=1,
        cameras_version=6,
        camera=40,
    )
    return encode_frame(head, encoder.columns(fixes, 1, NOW_MS))


def trails() -> bytes:
    fleet = Fleet()
    fleet.apply(Fixes.of([(1, NOW_MS, *HELSINKI)]))
    made = Trails(fleet, _Frozen(), _Past(), length_s=600)
    made.choose([1, 2])
    return made.encode()


def datum() -> str:
    rows = []
    for lon, lat in PLACES:
        gcj, bd = wgs84_to_gcj02(lon, lat), wgs84_to_bd09(lon, lat)
        values = {"gcj02": [round(float(v), 9) for v in gcj], "bd09": [round(float(v), 9) for v in bd]}
        rows.append({"lon": lon, "lat": lat, **values})
    return json.dumps(rows, indent=1) + "\n"


def main() -> None:
    """Write the files anew: ``python -m tests.ui.map.golden``, after the form has changed on purpose."""
    np.seterr(all="raise")
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "frame.bin").write_bytes(frame())
    (FOLDER / "trails.bin").write_bytes(trails())
    (FOLDER / "datum.json").write_text(datum(), "utf-8")


if __name__ == "__main__":
    main()
