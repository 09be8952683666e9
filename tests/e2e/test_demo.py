"""The demo as somebody runs it who checks without looking."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtGui import QImage

ROOT = Path(__file__).resolve().parents[2]
#: A demo waits for what it is there to show, and gives up by itself before this.
PATIENCE_S = 280


def test_the_demo_ends_well_only_because_units_moved_and_talked_and_tells_what_it_saw(tmp_path: Path) -> None:
    report, shots, left = tmp_path / "report.json", tmp_path / "shots", tmp_path / "left"
    left.mkdir()
    # Where temporary files go, by the name of it that each system has.
    surroundings = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(left))}
    command = [sys.executable, "-m", "ui.cli", "demo", "--seconds", "20", "--report", str(report)]
    ran = subprocess.run(
        [*command, "--screenshots", str(shots)], cwd=ROOT, env=surroundings, timeout=PATIENCE_S, check=False
    )
    assert ran.returncode == 0
    assert list(left.iterdir()) == [], "the demo says that it throws everything away"
    figures = json.loads(report.read_text())
    assert figures["units_moved"] > 0
    assert figures["units_on_map"] >= 30
    assert figures["fixes_received"] > 100
    assert figures["map_fps"] > 0
    assert figures["map_draw_ms"] > 0
    assert figures["startup_s"] > 0
    assert {"p50", "p95"} <= figures["feed_lag_ms"].keys()
    assert {"p50", "p99"} <= figures["gui_tick_ms"].keys()
    assert {"desk", "station", "simulator", "cameras", "map"} <= figures["peak_rss_mb"].keys()
    video = figures["video"]
    assert video["tiles_live"] >= 4
    # How fast it all is depends on the machine and is for benchmarks: here, that figures are of their units.
    assert video["frames_shown"] > 4
    assert 0 < video["fps"] < 20
    assert 0 < video["latency_ms"]["p50"] <= video["latency_ms"]["p95"] < 10_000
    assert 0 < video["cpu_ms_per_frame"] < 500
    voice = figures["voice"]
    # The visit talks three times, and units report and answer.
    assert voice["bursts"] >= 5
    assert 0 < voice["access_ms"]["p95"] < 5000
    assert 0 < voice["mouth_to_ear_ms"]["p95"] < 5000
    assert voice["receipts"]["played"] >= 5
    for name in ("dispatch", "talk_log", "wall"):
        image = QImage(str(shots / f"{name}.png"))
        assert (image.width(), image.height()) == (1920, 1080)


def test_a_demo_without_units_does_not_end_well(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "ui.cli", "demo", "--seconds", "2", "--units", "0"]
    ran = subprocess.run(command, cwd=ROOT, timeout=PATIENCE_S, check=False, stderr=subprocess.PIPE, text=True)
    assert ran.returncode == 1
    assert "the demo did not see: a unit that moves" in ran.stderr
