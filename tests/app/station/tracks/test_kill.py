"""kill -9: the promise is the last second, and that nothing is there twice."""

from __future__ import annotations

import itertools
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app.station.tracks import TrackStore
from app.station.tracks.codec import decode
from app.station.tracks.store import SAVE_EVERY_S
from tests.app.station.tracks.appending_child import STEP_MS, UNITS
from tests.app.station.tracks.made import DAY_MS, NOON_MS

ROOT = Path(__file__).parents[4]


@contextmanager
def child(folder: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.app.station.tracks.appending_child", str(folder), *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def promises(said: list[tuple[int, int, int]]) -> list[int]:
    """What a second has passed over, and two saves: a busy machine may not come to both of them in that time."""
    _, now_ns, saves = said[-1]
    return [at_ms for at_ms, at_ns, before in said if at_ns < now_ns - 1_000_000_000 and before <= saves - 2]


@pytest.mark.parametrize("rounds", [160, 250])
def test_a_killed_station_loses_at_most_the_last_second_of_positions(tmp_path: Path, rounds: int) -> None:
    said: list[tuple[int, int, int]] = []
    with child(tmp_path) as process:
        assert process.stdout is not None
        for line in process.stdout:
            at_ms, monotonic_ns, saves = map(int, line.split())
            said.append((at_ms, monotonic_ns, saves))
            if len(said) >= rounds and len(promises(said)) > 20:
                break
        process.kill()
    promised = promises(said)
    # A store that saved less often would have nothing to promise for long.
    assert SAVE_EVERY_S <= 0.5
    store = TrackStore.open(tmp_path, keep_s=1e12)
    try:
        for unit in UNITS:
            assert set(promised) <= set(store.track(unit, NOON_MS, NOON_MS + DAY_MS).at_ms.tolist())
    finally:
        store.close()


@pytest.mark.parametrize("rounds", [3, 11, 24])
def test_a_station_killed_while_it_compacts_has_each_fix_once(tmp_path: Path, rounds: int) -> None:
    with child(tmp_path, "--restless") as process:
        assert process.stdout is not None
        for line in itertools.islice(process.stdout, rounds):
            saved_ms = int(line)
        process.kill()
    steps = (saved_ms - NOON_MS) // STEP_MS + 1
    with closing(sqlite3.connect(tmp_path / "tracks.sqlite")) as connection:
        found = [
            (unit, at_ms)
            for table in ("head", "block")
            for (data,) in connection.execute(f"SELECT data FROM {table}")
            for unit, at_ms in zip(decode(data).unit.tolist(), decode(data).at_ms.tolist(), strict=True)
        ]
    assert len(found) == len(set(found))
    assert {(unit, NOON_MS + step * STEP_MS) for unit in UNITS for step in range(steps)} <= set(found)
