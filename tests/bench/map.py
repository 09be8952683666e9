"""The map with 1,000, 10,000 and 100,000 moving units, panned all the time, beside a stock Leaflet canvas layer.

1080p offscreen, every unit moves twice a second. Frames are the page's own animation frames while the map moves;
drawing is the time of one repaint of all units.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from statistics import median
from typing import Any

from tests.bench.report import Result

COUNTS = (1_000, 10_000, 100_000)
SECONDS = 20.0
#: In view with the largest fleet, each with what it sees drawn on the ground.
CAMERAS = 300


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, nargs="+", default=list(COUNTS), help="sizes of the fleet")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each size and each kind of map")
    parser.add_argument(
        "--minutes", type=float, default=0.0, help="a soak instead: the largest fleet, for so long"
    )
    parser.add_argument("--no-stock", action="store_true", help="leave the stock layer out")


def run(given: argparse.Namespace) -> Result:
    """Raises CalledProcessError when a map's process fails."""
    result = Result("map")
    if given.minutes:
        _soak(result, max(given.units), given.minutes)
        return result
    draws = {}
    for units in given.units:
        measured = _measure(units, given.seconds)
        draws[units] = measured["draw_p50_ms"]
        largest = units == max(given.units)
        _tell(result, f"{units:,} units", measured, is_held=largest)
        if largest:
            seen = _measure(units, given.seconds, "--cameras", str(CAMERAS))
            _tell(result, f"{units:,} units, {CAMERAS} cameras", seen, is_held=True)
        if not given.no_stock:
            _tell(
                result, f"{units:,} units, stock Leaflet", _measure(units, given.seconds, "--stock"), is_held=False
            )
    if {10_000, 100_000} <= draws.keys():
        result.add("draw, 100k over 10k", draws[100_000] / max(draws[10_000], 0.01), "×", at_most=2)
    result.notes.append(
        "fps and draw are of the page while it is panned; a busy machine lowers the one and raises the other"
    )
    return result


def _tell(result: Result, name: str, measured: dict[str, float], *, is_held: bool) -> None:
    result.add(f"{name}: frames while panning", measured["fps"], "fps", at_least=60 if is_held else None)
    result.add(f"{name}: draw p50", measured["draw_p50_ms"], "ms", at_most=10 if is_held else None)
    result.add(f"{name}: draw p95", measured["draw_p95_ms"], "ms")
    result.add(f"{name}: fetch p50", measured["fetch_p50_ms"], "ms")
    result.add(f"{name}: renderer", measured["renderer_mb"], "MB")


def _soak(result: Result, units: int, minutes: float) -> None:
    told = _window(units, minutes * 60)
    memory = told["memory"]
    tenth = max(1, len(memory) // 10)
    for process in ("renderer_mb", "desk_mb"):
        early = median(sample[process] for sample in memory[:tenth])
        late = median(sample[process] for sample in memory[-tenth:])
        result.add(f"{process.removesuffix('_mb')} at the start", early, "MB")
        result.add(f"{process.removesuffix('_mb')} at the end", late, "MB", at_most=round(early * 1.1 + 20))
    result.notes.append(f"{units:,} units, panned for {minutes:g} minutes")


def _measure(units: int, seconds: float, *options: str) -> dict[str, float]:
    told = _window(units, seconds, *options)
    figures = told["figures"]
    moving = [sample["fps"] for sample in figures if sample["fps"]]
    measured = {
        key: median(sample[key] for sample in figures) for key in ("draw_p50_ms", "draw_p95_ms", "fetch_p50_ms")
    }
    measured["fps"] = median(moving) if moving else 0.0
    measured["renderer_mb"] = max(sample["renderer_mb"] for sample in told["memory"])
    return measured


def _window(units: int, seconds: float, *options: str) -> dict[str, Any]:
    command = [
        sys.executable,
        "-m",
        "tests.bench.map_window",
        "--units",
        str(units),
        "--seconds",
        str(seconds),
        *options,
    ]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=seconds + 180)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if not told["figures"]:
        raise RuntimeError(f"the map of {units} units reported nothing in {seconds} s")
    return told
