"""What a wall of readers costs beside libav alone decoding and scaling the same streams, in the same run.

Both sides read the same clip over HTTP from a process of its own that sends at the clip's pace; both decode on
one thread a stream and scale to the same tile. The ratio of their CPU seconds for a picture that was decoded and
scaled is the figure; alternating rounds take some of the noise of a shared machine out of it.
"""

from __future__ import annotations

import argparse
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import source_of
from app.media.state import Wish
from app.media.watchdog import Watchdog
from tests.bench.report import Result
from tests.bench.wall_streams import CASES, as_we_do, bare, clip, cpu_s, sender

TILE = (480, 270)
_TAKE_S = 0.02
_SETTLE_S, _MARGIN_S = 3.0, 4.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=8.0, help="of every round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument(
        "--tiles", type=int, default=16, help="fewer where 16 of 720p are more than the machine has"
    )


def run(arguments: argparse.Namespace) -> Result:
    result = Result("wall_decode")
    with TemporaryDirectory() as folder:
        for case in CASES:
            name, file = case.name, Path(folder) / f"{case.name}.ts"
            length_s = arguments.seconds + _SETTLE_S + _MARGIN_S
            file.write_bytes(clip(case.size, case.rate, length_s))
            with sender(file, length_s) as url:
                ours, libav = [], []
                for _ in range(arguments.rounds):
                    alone = bare(url, arguments.tiles, lambda: as_we_do(TILE))
                    libav.append(_cpu_per_picture(alone, arguments.seconds))
                    ours.append(_cpu_per_picture(_readers(url, arguments.tiles), arguments.seconds))
            result.add(f"{name}: libav alone, a picture", 1000 * median(libav), "ms CPU")
            result.add(f"{name}: our readers, a picture", 1000 * median(ours), "ms CPU")
            result.add(f"{name}: readers by libav", median(ours) / median(libav), "×", at_most=case.limit)
    result.notes.append(f"{arguments.tiles} streams over HTTP, tile {TILE[0]}×{TILE[1]}, one decoding thread each")
    result.notes.append("pictures are taken every 20 ms by one thread, which is counted; nothing is painted")
    return result


def _cpu_per_picture(playing: AbstractContextManager[Callable[[], int]], seconds: float) -> float:
    """CPU seconds of this process for every picture that was made ready to show."""
    with playing as count:
        time.sleep(_SETTLE_S)
        begun_s, shown = cpu_s(), count()
        time.sleep(seconds)
        return (cpu_s() - begun_s) / max(1, count() - shown)


@contextmanager
def _readers(url: str, tiles: int) -> Iterator[Callable[[], int]]:
    watchdog = Watchdog()
    watchdog.start()
    gate = OpeningGate()
    readers = [
        StreamReader(lambda _quality: source_of(url), Wish(TILE), gate=gate, watchdog=watchdog, name=f"tile {i}")
        for i in range(tiles)
    ]
    over = threading.Event()

    def take() -> None:
        while not over.wait(_TAKE_S):
            for reader in readers:
                reader.take()

    taker = threading.Thread(target=take, name="taker")
    for reader in readers:
        reader.start()
    taker.start()
    try:
        yield lambda: sum(reader.shown for reader in readers)
    finally:
        over.set()
        taker.join()
        for reader in readers:
            reader.stop()
        watchdog.stop()
