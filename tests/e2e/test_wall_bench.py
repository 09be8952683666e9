"""The benchmark of the wall still runs: its figures are for people, that there are figures is for this test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from math import isfinite
from pathlib import Path

import pytest

from tests.contract.station_process import ROOT

#: Of a part, one figure that must be there.
FIGURES = {
    "wall_tiles": "360p15 × 16: wall by libav",
    "wall_delay": "push → pixel, 1 tile: p95 above a frame interval",
    "wall_choice": "choice → first picture: p95",
    "wall_dead": "frames lost by the worst of them",
    "wall_leaks": "400 openings and endings: threads more",
}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", FIGURES)
def test_a_part_of_the_benchmark_gives_its_figures(part: str, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.bench", "wall", "--quick", "--only", part, "--json", str(file)]

    subprocess.run(command, cwd=ROOT, check=True, timeout=500, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

    figures = {figure["name"]: figure["value"] for figure in json.loads(file.read_text())["figures"]}
    assert FIGURES[part] in figures
    assert all(isfinite(value) for value in figures.values())
