"""A store in a folder of its own, closed when the test is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.station.tracks import TrackStore

OpenStore = Callable[[], TrackStore]


@pytest.fixture
def open_store(tmp_path: Path) -> Iterator[OpenStore]:
    """Opens the same folder again and again, as a station that is restarted does."""
    opened: list[TrackStore] = []

    def open_store() -> TrackStore:
        opened.append(TrackStore.open(tmp_path, now_ms=lambda: 0))
        return opened[-1]

    yield open_store
    for store in opened:
        store.close()


@pytest.fixture
def store(open_store: OpenStore) -> TrackStore:
    return open_store()
