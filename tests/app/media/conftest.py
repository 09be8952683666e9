from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from app.media.frame import Frame
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import Quality, Source, source_of
from app.media.state import Patience, Wish
from app.media.watchdog import Watchdog

TILE = (160, 90)
#: Between two looks at a thing that another thread changes.
_LOOK_S = 0.01
#: Longer than anything here takes, however busy the machine: who waits for this has waited in vain.
WITHIN_S = 40.0
#: Nothing is too slow for this: what is told of silence is told where silence is tested.
CALM = Patience(stale_s=3 * WITHIN_S, silent_s=3 * WITHIN_S, return_s=3 * WITHIN_S)


def until(holds: Callable[[], object], within_s: float = WITHIN_S) -> None:
    """Wait until something holds. Fails the test when it does not."""
    begun_at = time.monotonic()
    while not holds():
        assert time.monotonic() - begun_at < within_s, "it did not come about"
        time.sleep(_LOOK_S)


def threads_of_readers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "stream"]


def next_frame(reader: StreamReader) -> Frame:
    found: list[Frame] = []

    def look() -> bool:
        if (frame := reader.take()) is not None:
            found.append(frame)
        return bool(found)

    until(look)
    return found[0]


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    dog = Watchdog()
    dog.start()
    yield dog
    dog.stop()


@pytest.fixture
def reading(watchdog: Watchdog) -> Iterator[Callable[..., StreamReader]]:
    """Starts a reader on a source, an address, or what gives a source; it is closed after the test.

    It is calm unless the test says otherwise.
    """
    readers: list[StreamReader] = []
    gate = OpeningGate()

    def start(of: str | Source | Callable[[Quality], Source], wish: Wish | None = None, **more) -> StreamReader:
        source = source_of(of) if isinstance(of, str) else of
        factory = source if callable(source) else lambda quality: source
        more = {"patience": CALM} | more
        reader = StreamReader(factory, wish or Wish(TILE), gate=gate, watchdog=watchdog, **more)
        readers.append(reader)
        reader.start()
        return reader

    yield start
    for reader in readers:
        reader.close()
    until(lambda: not threads_of_readers())
