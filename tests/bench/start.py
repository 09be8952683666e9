"""Benchmark ``start``: from the start of the process to a map that one can pan, warm."""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.report import Result
from tests.contract.station_process import ROOT, StationProcess


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=5)


def run(given: argparse.Namespace) -> Result:
    result = Result("start")
    with tempfile.TemporaryDirectory() as folder:
        station = StationProcess(Path(folder) / "station").start()
        try:
            times = _times(given.runs, Path(folder) / "desk", station.login, station.password, station.url)
        finally:
            station.stop()
        result.add("desk with a running station, median", statistics.median(times), "s", at_most=2.0)
        result.add("the slowest of them", max(times), "s")

        first = StationProcess(Path(folder) / "own").start()
        first.stop()
        times = _times(given.runs, Path(folder) / "own", first.login, first.password, "")
        result.add("desk with its own station, median", statistics.median(times), "s", at_most=3.5)
        result.add("the slowest of them", max(times), "s")
    result.notes.append(
        f"{given.runs} runs each, after one that warms the caches; nobody pauses to type a password."
    )
    return result


def _times(runs: int, data: Path, login: str, password: str, url: str) -> list[float]:
    return [_time(data, login, password, url) for _ in range(runs + 1)][1:]


def _time(data: Path, login: str, password: str, url: str) -> float:
    command = [sys.executable, "-m", "tests.bench.start_desk", str(data), login, url]
    ran = subprocess.run(
        command, cwd=ROOT, input=password.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
    )
    return float(json.loads(ran.stdout)["startup_s"])
