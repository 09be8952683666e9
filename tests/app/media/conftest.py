from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from app.media.frame import Frame
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import Quality, Source, source_of
from app.media.state import Wish
from app.media.watchdog import Watchdog

TILE = (160, 90)
#: Between two looks at a thing that another thread changes.
_LOOK_S = 0.01


def until(holds: Callable[[], object], within_s: float = 8.0) -> float:
    """Wait until something holds; seconds that it took. Fails the test when it does not."""
    begun_at = time.monotonic()
    while not holds():
        assert time.monotonic() - begun_at < within_s, "it did not come about in time"
        time.sleep(_LOOK_S)
    return time.monotonic() - begun_at


def next_frame(reader: StreamReader, within_s: float = 8.0) -> Frame:
    found: list[Frame] = []

    def look() -> bool:
        if (frame := reader.take()) is not None:
            found.append(frame)
        return bool(found)

    until(look, within_s)
    return found[0]


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    dog = Watchdog()
    dog.start()
    yield dog
    dog.stop()


@pytest.fixture
def reading(watchdog: Watchdog) -> Iterator[Callable[..., StreamReader]]:
    """Starts a reader on a source, an address, or what gives a source; it is stopped after the test."""
    readers: list[StreamReader] = []
    gate = OpeningGate()

    def start(of: str | Source | Callable[[Quality], Source], wish: Wish | None = None, **more) -> StreamReader:
        source = source_of(of) if isinstance(of, str) else of
        factory = source if callable(source) else lambda quality: source
        reader = StreamReader(factory, wish or Wish(TILE), gate=gate, watchdog=watchdog, **more)
        readers.append(reader)
        reader.start()
        return reader

    yield start
    for reader in readers:
        reader.stop()
