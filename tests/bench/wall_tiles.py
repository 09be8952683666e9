"""What a shown wall of tiles costs beside libav alone decoding and scaling the same streams, in the same run.

Rounds alternate: libav alone, with FFmpeg's scaler as it is; libav alone, with the very scaling that our tiles
use; the wall. Every round plays the same clip over HTTP from a process of its own, opened at the same pace, so
that pictures come at like moments. What is compared is processor time of this process for every picture: decoded
and scaled there, decoded, scaled and painted here.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.bench.report import Result
from tests.bench.wall_streams import CASES, Case, as_we_do, at_once, bare, clip, cpu_s, sender

if TYPE_CHECKING:
    from tests.bench.wall_room import Room
    from ui.widgets.video.tile import VideoTile

#: Plays all streams until its block ends; yields how many pictures have been made so far.
Playing = AbstractContextManager[Callable[[], float]]

_SETTLE_S, _MARGIN_S, _END_S = 3.5, 5.0, 5.0
#: libav alone takes three quarters of two cores for 16 streams of 720p25; senders and all else need their part.
_CORE_TILES = 4
#: A round that brought less than this share of the pictures that were sent did not keep up.
_KEEPS_UP = 0.97


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=6.0, help="of every round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tiles", type=int, default=16)
    parser.add_argument(
        "--tiles-720p",
        type=int,
        default=min(16, _CORE_TILES * (os.cpu_count() or 1)),
        help="16, or what it can carry",
    )
    parser.add_argument("--quick", action="store_true", help="short rounds, for development")


def run(given: argparse.Namespace) -> Result:
    from tests.bench.wall_room import Addresses, application, cameras_at, picture_size, plain_room

    application()
    seconds, rounds = (4.0, 1) if given.quick else (given.seconds, given.rounds)
    result = Result("wall_tiles")
    with TemporaryDirectory() as folder:
        for case in CASES:
            count = given.tiles_720p if case.name == "720p25" else given.tiles
            file, length_s = Path(folder) / f"{case.name}.ts", seconds + _SETTLE_S + _MARGIN_S
            file.write_bytes(clip(case.size, case.rate, length_s))
            with sender(file, length_s) as url:
                urls = [url] * count
                size = picture_size(cameras_at(urls), Addresses(urls), count)
                with plain_room(cameras_at(urls), Addresses(urls), count) as wall:
                    _compare(result, case, wall, size, url, seconds, rounds)
    result.notes.append(
        f"1920×1080, Qt's platform {os.environ['QT_QPA_PLATFORM']}; all of each tile, caption included"
    )
    return result


@dataclass(frozen=True, slots=True)
class Round:
    """CPU seconds a second, pictures a second."""

    cpu: float
    pictures: float

    @property
    def picture_ms(self) -> float:
        return 1000 * self.cpu / max(self.pictures, 1e-9)


def _compare(
    result: Result, case: Case, wall: Room[VideoTile], size: tuple[int, int], url: str, seconds: float, rounds: int
) -> None:
    count = len(wall.tiles)
    ways: dict[str, Callable[[], Playing]] = {
        "plain": lambda: bare(url, count, lambda: at_once(size)),
        "alike": lambda: bare(url, count, lambda: as_we_do(size)),
        "tiles": lambda: _playing(wall),
    }
    rounds_of: dict[str, list[Round]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, playing in ways.items():
            rounds_of[name].append(_round(playing(), seconds))
    told = f"{case.name} × {count}"
    cost = {name: median(each.picture_ms for each in made) for name, made in rounds_of.items()}
    for name, words in (
        ("plain", "libav alone"),
        ("alike", "libav alone, scaling as we do"),
        ("tiles", "our wall"),
    ):
        result.add(f"{told}: {words}, a picture", cost[name], "ms CPU")
        result.add(f"{told}: {words}", 100 * median(each.cpu for each in rounds_of[name]), "% of a core")
    for name, words in (("plain", "wall by libav"), ("alike", "wall by libav scaling as we do")):
        # Of rounds that stood side by side: what else the machine does changes slower than they do.
        pairs = zip(rounds_of["tiles"], rounds_of[name], strict=True)
        by = median(ours.picture_ms / theirs.picture_ms for ours, theirs in pairs)
        result.add(f"{told}: {words}", by, "×", at_most=case.limit)
    sent = case.rate * count
    for name in ways:
        made = median(each.pictures for each in rounds_of[name])
        if made < _KEEPS_UP * sent:
            result.notes.append(f"{told}: {name} made {made:.0f} of {sent} pictures a second: the machine is full")


@contextmanager
def _playing(wall: Room[VideoTile]) -> Iterator[Callable[[], float]]:
    """Yields how many pictures the tiles have made ready: their rates by the time, summed up once a second."""
    from PySide6.QtCore import Qt, QTimer

    made, told_at = 0.0, time.monotonic()

    def add() -> float:
        nonlocal made, told_at
        now = time.monotonic()
        made, told_at = made + wall.fps() * (now - told_at), now
        return made

    each_second = QTimer(interval=1000, timerType=Qt.TimerType.PreciseTimer)
    each_second.timeout.connect(add)
    wall.show(range(1, len(wall.tiles) + 1))
    each_second.start()
    try:
        yield add
    finally:
        each_second.stop()
        wall.clear()


def _round(playing: Playing, seconds: float) -> Round:
    from tests.bench.wall_room import wait

    with playing as count:
        wait(_SETTLE_S)
        began_s, cpu, pictures = time.monotonic(), cpu_s(), count()
        wait(seconds)
        took_s = time.monotonic() - began_s
        measured = Round((cpu_s() - cpu) / took_s, (count() - pictures) / took_s)
    # What was open has to end before the next round begins.
    wait(_END_S)
    return measured
