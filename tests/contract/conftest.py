from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.contract.station_process import StationProcess


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
    yield process
    assert process.stop() == 0


@pytest.fixture
def station(start_station: Callable[..., StationProcess]) -> StationProcess:
    return start_station()
