from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import pytest

from app.domain.errors import AppError
from tests.app.media.conftest import until
from ui.bridge.video_watching import Watching


class FakeStation:
    def __init__(self) -> None:
        self.told: list[dict[int, int]] = []
        self.error: AppError | None = None
        self.threads: set[str] = set()

    def __call__(self, heights: Mapping[int, int]) -> None:
        self.threads.add(threading.current_thread().name)
        self.told.append(dict(heights))
        if self.error is not None:
            raise self.error


@pytest.fixture
def station() -> FakeStation:
    return FakeStation()


@pytest.fixture
def watching(station: FakeStation) -> Iterator[Watching]:
    watching = Watching(station, repeat_s=0.3)
    watching.start()
    yield watching
    watching.stop()


def test_what_is_watched_is_told_and_told_again(watching, station):
    watching.set({12: 270})
    until(lambda: len(station.told) >= 3)
    assert station.told[0] == station.told[-1] == {12: 270}
    assert station.threads == {"video watching"}


def test_changes_in_one_stroke_are_told_together(watching, station):
    for height in (90, 180, 270):
        watching.set({12: height})
    until(lambda: bool(station.told))
    assert station.told[0] == {12: 270}


def test_that_nothing_is_watched_any_more_is_told_once(watching, station):
    watching.set({12: 270})
    until(lambda: bool(station.told))
    watching.set({})
    until(lambda: station.told[-1] == {})
    count = len(station.told)
    watching._changed.wait(0.7)
    assert len(station.told) == count


def test_a_station_that_fails_is_told_again(watching, station):
    station.error = AppError("station.unreachable")
    watching.set({12: 270})
    until(lambda: len(station.told) >= 2)
