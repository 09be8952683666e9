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


class Waits(threading.Event):
    """An event that keeps for how long it was waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.limits_s: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.limits_s.append(timeout)
        return super().wait(timeout)


class Gathering(threading.Event):
    """A desk that is not stopped, and that gathers changes until the test lets it go on."""

    def __init__(self) -> None:
        super().__init__()
        self.has_begun, self.go_on = threading.Event(), threading.Event()

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.has_begun.set()
        assert self.go_on.wait(60)
        return super().wait(0)


@pytest.fixture
def idle(station: FakeStation) -> Iterator[Watching]:
    """Not started yet."""
    watching = Watching(station, repeat_s=0.3)
    yield watching
    watching.stop()


@pytest.fixture
def watching(idle: Watching) -> Watching:
    idle.start()
    return idle


def test_what_is_watched_is_told_and_told_again(watching, station):
    watching.set({12: 270})
    until(lambda: len(station.told) >= 3)
    assert station.told[0] == station.told[-1] == {12: 270}
    assert station.threads == {"video watching"}


def test_changes_in_one_stroke_are_told_together(idle, station):
    gathering = idle._stopping = Gathering()
    idle.start()
    idle.set({12: 90})
    assert gathering.has_begun.wait(60)
    idle.set({12: 180})
    idle.set({12: 270})
    assert station.told == []
    gathering.go_on.set()
    until(lambda: bool(station.told))
    assert station.told[0] == {12: 270}


def test_that_nothing_is_watched_any_more_is_told_once(idle, station):
    waits = idle._changed = Waits()
    idle.start()
    idle.set({12: 270})
    until(lambda: bool(station.told))
    idle.set({})
    until(lambda: station.told[-1] == {})
    # It waits for a change, however long that takes: nothing is told again.
    until(lambda: len(waits.limits_s) > 1 and waits.limits_s[-1] is None)
    # Nor where who said so was held up before waking it.
    looks = len(waits.limits_s)
    waits.set()
    until(lambda: len(waits.limits_s) > looks)
    assert station.told.count({}) == 1


def test_a_station_that_fails_is_told_again(watching, station):
    station.error = AppError("station.unreachable")
    watching.set({12: 270})
    until(lambda: len(station.told) >= 2)
