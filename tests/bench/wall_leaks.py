"""What is left behind by very many openings, endings and flaps: threads, sockets, memory.

Tiles are given a source and lose it again; sources are of four kinds (a stream, one that breaks off, an answer of
404, garbage). Then tiles look at sources that drop everybody again and again: what a bad line does every five
seconds happens here every fifth of one.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import random
import sys
import threading
from contextlib import ExitStack

import psutil

from app.media.heaps import share_one_heap
from tests.app.media.servers import Server, answers, falls_silent, plays, serving
from tests.app.media.streams import clip
from tests.bench.report import Result

_TILES = 8
_PATIENCE_S = 20.0
#: Allocators settle only after some thousand openings.
_WARM_UP = 0.2
_MOST_GROWN_MB = 8.0
_FLAP_S = 0.2


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--openings", type=int, default=10_000)
    parser.add_argument("--flaps", type=int, default=2_000)
    parser.add_argument("--quick", action="store_true", help="few of each, for development")


def run(given: argparse.Namespace) -> Result:
    share_one_heap()
    from tests.bench.wall_room import application
    from ui.bridge import video_sharing

    application()
    # Readers that nobody sees are kept for a moment; with ten thousand of them that would be hours.
    video_sharing.GRACE_S = 0.0
    result = Result("wall_leaks")
    openings, flaps = (400, 100) if given.quick else (given.openings, given.flaps)
    _open_and_close(result, openings)
    _flap(result, flaps)
    result.notes.append("growth after a warm-up of a fifth more, all threads on one heap, as the desk has them;")
    result.notes.append(f"Qt's platform {os.environ['QT_QPA_PLATFORM']}")
    if given.quick:
        result.notes.append("too few for memory to have settled")
    return result


def _open_and_close(result: Result, openings: int) -> None:
    from tests.bench.wall_room import Addresses, cameras_at, room, wait_until
    from ui.bridge.video_status import SourceState

    data, chance = clip(seconds=0.4), random.Random(3)
    manners = (plays(data, then=falls_silent), plays(data[:3000]), answers("404 Not Found"), plays(bytes(5000)))
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(each)) for each in manners]
        urls = [server.url for server in servers for _ in range(_TILES)]
        wall = stack.enter_context(room(cameras_at(urls), Addresses(urls), _TILES))
        ended = (SourceState.LIVE, SourceState.RETRYING)

        def are_told() -> bool:
            return all(tile.screen_of.state in ended for tile in wall.tiles)

        def cycles(count: int) -> None:
            for _ in range(count // _TILES):
                for i, tile in enumerate(wall.tiles):
                    tile.set_source(chance.randrange(len(servers)) * _TILES + i + 1)
                if not wait_until(are_told, _PATIENCE_S):
                    raise TimeoutError("a source neither opened nor failed")
                wall.clear()
                if not wait_until(_no_reader_is_left, _PATIENCE_S):
                    raise TimeoutError("a reader does not end")
                for server in servers:
                    server.asked.clear()

        cycles(round(openings * _WARM_UP))
        before = _settled(servers)
        cycles(openings)
        _tell(result, f"{openings:,} openings and endings", before, _settled(servers))


def _flap(result: Result, flaps: int) -> None:
    from tests.bench.wall_room import Addresses, cameras_at, room, wait_until

    data = clip(seconds=0.4)
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(plays(data, seconds=_FLAP_S, chunks=8))) for _ in range(_TILES)]
        urls = [server.url for server in servers]
        wall = stack.enter_context(room(cameras_at(urls), Addresses(urls), _TILES))

        def after(count: int) -> tuple[int, int, float]:
            begun = sum(len(server.asked) for server in servers)
            wall.show(range(1, _TILES + 1))
            if not wait_until(
                lambda: sum(len(server.asked) for server in servers) - begun >= count, _PATIENCE_S + count
            ):
                raise TimeoutError("the sources are not opened again")
            wall.clear()
            wait_until(_no_reader_is_left, _PATIENCE_S)
            for server in servers:
                server.asked.clear()
            return _settled(servers)

        before = after(round(flaps * _WARM_UP))
        _tell(result, f"{flaps:,} flaps", before, after(flaps))


def _no_reader_is_left() -> bool:
    return not any(thread.name.startswith("source ") for thread in threading.enumerate())


def _settled(servers: list[Server]) -> tuple[int, int, float]:
    from tests.bench.wall_room import wait_until

    wait_until(lambda: all(server.is_idle for server in servers), _PATIENCE_S)
    return _held()


def _held() -> tuple[int, int, float]:
    """Threads, open files (sockets among them), MB that are in use or cannot be given back."""
    gc.collect()
    if sys.platform.startswith("linux"):
        # What is free already, and only kept for later by the C library, is no leak.
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    process = psutil.Process()
    files = process.num_fds() if hasattr(process, "num_fds") else process.num_handles()
    return threading.active_count(), files, process.memory_info().rss / 2**20


def _tell(result: Result, what: str, before: tuple[int, int, float], after: tuple[int, int, float]) -> None:
    result.add(f"{what}: threads more", after[0] - before[0], "", at_most=0)
    result.add(f"{what}: open files more", after[1] - before[1], "", at_most=0)
    result.add(f"{what}: memory more", after[2] - before[2], "MB", at_most=_MOST_GROWN_MB)
