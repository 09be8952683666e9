"""Benchmark ``wall``: everything that is asked of live video, part by part, each in a process of its own.

Every part is a benchmark by itself, with options of its own: ``python -m tests.bench wall_tiles --help``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil

from tests.bench.report import Figure, Result

PARTS = ("wall_tiles", "wall_players", "wall_delay", "wall_choice", "wall_dead", "wall_leaks")


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quick", action="store_true", help="all parts in short, for development")
    parser.add_argument("--only", nargs="+", choices=(*PARTS, "relay"), help="these parts alone")


def run(given: argparse.Namespace) -> Result:
    result = Result("wall")
    for part in given.only or (*PARTS, "relay"):
        load = psutil.getloadavg()[0]
        print(f"… {part}", file=sys.stderr, flush=True)
        found = _run(part, is_quick=given.quick)
        result.figures += found.figures
        result.notes += [f"{part} (load before it {load:.1f}): {' '.join(found.notes)}"]
    return result


def _run(part: str, *, is_quick: bool) -> Result:
    """A part's figures, from a process that nothing has been done in before."""
    quick = ["--seconds", "5"] if part == "relay" else ["--quick"]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "figures.json"
        command = [sys.executable, "-m", "tests.bench", part, "--json", str(file), *(quick if is_quick else [])]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        content = json.loads(file.read_text(encoding="utf-8"))
    return Result(part, [Figure(**figure) for figure in content["figures"]], content["notes"])
