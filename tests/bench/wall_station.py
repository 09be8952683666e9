"""A real station with terminals that push, for the benchmarks of the wall."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.picture.clock import LiveClock
from app.sync.rest import StationClient
from tests.bench.wall_push import pushing
from tests.contract.onlooker import Onlooker
from tests.contract.station_process import StationProcess
from ui.models.scene import Scene

_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Beat:
    """Terminals that push now. ``scene`` is the station's picture, ``client`` the door to its video."""

    client: StationClient
    scene: Scene
    terminals: tuple[int, ...]
    station: StationProcess


@contextmanager
def beat(count: int, size: tuple[int, int] = (640, 360), rate: int = 15) -> Iterator[Beat]:
    """Start a station and have ``count`` terminals push the same stream, a burnt clock in it."""
    with tempfile.TemporaryDirectory() as folder:
        station = StationProcess(Path(folder)).start()
        try:
            with Onlooker(station) as desk:
                terminals, urls = zip(*(desk.terminal() for _ in range(count)), strict=True)
                with pushing(urls, size, rate):
                    scene = Scene(LiveClock())
                    _wait_for(desk.client, scene, count)
                    yield Beat(desk.client, scene, terminals, station)
        finally:
            station.stop()


def _wait_for(client: StationClient, scene: Scene, count: int) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        snapshot = client.snapshot().snapshot
        if len(snapshot.streams) == count:
            scene.replace(snapshot)
            return
        if time.monotonic() > deadline:
            raise TimeoutError("the terminals do not push")
        time.sleep(0.1)
