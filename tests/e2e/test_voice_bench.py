"""The benchmark of speech still runs: its figures are for people, that there are figures is for this test."""

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
    "voice_station": "heard by the worst off",
    "voice_card": "until the talk key means them, when asked at once",
    "voice_ear": "5 % loss, 40 ms jitter: mouth to ear p95",
    "voice_desk": "eight groups at once on the desk",
    "voice_drift": "+200 ppm for 15 s: intelligibility",
    "voice_core": "clean: delay p95",
}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="it stops processes for a while")
@pytest.mark.parametrize("part", FIGURES)
def test_a_part_of_the_benchmark_gives_its_figures(part: str, tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    command = [sys.executable, "-m", "tests.bench", "voice", "--quick", "--only", part, "--json", str(file)]

    subprocess.run(command, cwd=ROOT, check=True, timeout=500, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

    figures = {figure["name"]: figure["value"] for figure in json.loads(file.read_text())["figures"]}
    assert FIGURES[part] in figures
    assert all(isfinite(value) for value in figures.values())
