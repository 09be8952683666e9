"""What four dead sources of sixteen do to the other twelve, and to the GUI thread.

One refuses, one accepts and falls silent, one sends garbage for ever, one is a machine that takes a connection and
never answers. Frames lost are told from the streams' own time: what should have been painted between the first
picture and the last.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from app.media.frame import Frame
from tests.app.media.servers import falls_silent, repeats, serving
from tests.bench.report import Result
from tests.bench.wall_streams import CASES, clip, sender

TILES, DEAD = 16, 4
_SETTLE_S, _MARGIN_S = 5.0, 5.0
_MOST_LOST, _MOST_WAITED_MS = 1.0, 50.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=40.0)
    parser.add_argument("--quick", action="store_true", help="short, for development")


def run(given: argparse.Namespace) -> Result:
    from tests.bench.wall_room import Addresses, application, cameras_at, room, wait
    from ui.bridge.ticks import TickWatch

    application()
    result, case, seconds = Result("wall_dead"), CASES[0], 10.0 if given.quick else given.seconds
    with TemporaryDirectory() as folder, ExitStack() as stack:
        length_s = seconds + _SETTLE_S + _MARGIN_S
        file = Path(folder) / "clip.ts"
        file.write_bytes(clip(case.size, case.rate, length_s))
        alive = stack.enter_context(sender(file, length_s))
        dead = [stack.enter_context(each()) for each in (_refusing, _silent, _garbage, _half_open)]
        # The dead ones come first: who stands in line behind them must not notice.
        urls = [*dead, *[alive] * (TILES - DEAD)]
        wall = stack.enter_context(room(cameras_at(urls), Addresses(urls), TILES))
        times_s: defaultdict[int, list[float]] = defaultdict(list)
        ticks = TickWatch()
        for i, tile in enumerate(wall.tiles[DEAD:]):
            tile.on_painted = partial(_note, times_s[i])
        wall.show(range(1, TILES + 1))
        wait(_SETTLE_S)
        for each in times_s.values():
            each.clear()
        ticks.start()
        wait(seconds)
        ticks.stop()
        states = [tile.screen_of.state for tile in wall.tiles[:DEAD]]
    lost = [_lost(each, case.rate) for each in times_s.values()]
    result.add("frames lost by the live tiles", 100 * sum(lost) / len(lost), "%", at_most=_MOST_LOST)
    result.add("frames lost by the worst of them", 100 * max(lost), "%", at_most=_MOST_LOST)
    waited = ticks.lateness.percentiles(50, 99)
    result.add("GUI tick p50", waited["p50"], "ms")
    result.add("GUI tick p99", waited["p99"], "ms", at_most=_MOST_WAITED_MS)
    result.notes += [
        f"{TILES - DEAD} live tiles of {case.name} for {seconds:g} s, {DEAD} dead ones (at the end: "
        + ", ".join(str(state) for state in states)
        + ");",
        f"a frame is lost that was sent and not painted. Qt's platform {os.environ['QT_QPA_PLATFORM']}.",
    ]
    return result


def _note(times_s: list[float], frame: Frame) -> None:
    if frame.pts_s is not None:
        times_s.append(frame.pts_s)


def _lost(times_s: list[float], rate: int) -> float:
    """The share of frames between the first and the last that were not painted; 1 when there are none."""
    if len(times_s) < 2:
        return 1.0
    sent = round((times_s[-1] - times_s[0]) * rate) + 1
    return 1 - len(set(times_s)) / sent


@contextmanager
def _refusing() -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
    yield _url(port)


@contextmanager
def _silent() -> Iterator[str]:
    with serving(falls_silent) as server:
        yield server.url


@contextmanager
def _garbage() -> Iterator[str]:
    with serving(repeats(random.Random(1).randbytes(20_000), every_s=0.05)) as server:
        yield server.url


@contextmanager
def _half_open() -> Iterator[str]:
    """The system's own backlog takes the connection; nobody ever reads from it."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=64)) as server:
        yield _url(server.getsockname()[1])


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/dead.ts"
