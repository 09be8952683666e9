from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.station_process import StationProcess
from tests.contract.voice_end import Town
from tests.contract.voice_scene import Scene


@pytest.fixture
def start_station(tmp_path: Path) -> Iterator[Callable[..., StationProcess]]:
    """Starts real stations and ends them after the test."""
    started: list[StationProcess] = []

    def start(*options: str, data: Path | None = None, port: int = 0) -> StationProcess:
        process = StationProcess(data or tmp_path / "data", *options, port=port)
        started.append(process)
        return process.start()

    yield start
    for process in started:
        process.kill()


@pytest.fixture(scope="module")
def standing_station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationProcess]:
    """One for all tests of a file that leave it as it was."""
    process = StationProcess(tmp_path_factory.mktemp("standing")).start()
    try:
        yield process
        assert process.stop() == 0
    finally:
        process.kill()


@pytest.fixture
def station(start_station: Callable[..., StationProcess]) -> StationProcess:
    return start_station()


@pytest.fixture(scope="module")
def voice_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A station for all tests of a file about speech; none of them stops it."""
    process = StationProcess(tmp_path_factory.mktemp("station")).start()
    try:
        yield Town(process)
    finally:
        process.kill()


@pytest.fixture
def scene(voice_town: Town) -> Scene:
    return Scene(voice_town)


@pytest.fixture
def own_scene(station: StationProcess) -> Scene:
    """With a station that may be stopped."""
    return Scene(Town(station))
