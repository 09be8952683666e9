"""Opens and closes a reader again and again: ``python -m tests.app.media.openings COUNT WARM_UP``.

It begins as the desk does, all threads on one heap, and prints what is left behind: threads, files, bytes.
"""

from __future__ import annotations

import gc
import json
import random
import sys
import threading

import psutil

from app.media.gate import OpeningGate
from app.media.heaps import share_one_heap
from app.media.reader import StreamReader
from app.media.source import source_of
from app.media.state import Wish
from app.media.watchdog import Watchdog
from tests.app.media.conftest import CALM, TILE, next_frame, threads_of_readers, until
from tests.app.media.servers import Server, answers, falls_silent, plays
from tests.app.media.streams import clip


def held() -> tuple[int, int]:
    """Threads and open files (sockets among them) of this process."""
    process = psutil.Process()
    return threading.active_count(), process.num_fds() if hasattr(process, "num_fds") else process.num_handles()


def _cycle(watchdog: Watchdog, url: str, is_alive: bool) -> None:
    reader = StreamReader(
        lambda _quality: source_of(url),
        Wish(TILE),
        gate=OpeningGate(pace_s=0.0),
        watchdog=watchdog,
        patience=CALM,
    )
    reader.start()
    if is_alive:
        next_frame(reader)
    else:
        until(lambda: reader.status().reason is not None)
    reader.close()
    until(lambda: not threads_of_readers())


def growth(watchdog: Watchdog, count: int, warm_up: int) -> tuple[int, int, int]:
    """Open and close, each cycle one of four manners; growth in threads, files, and bytes of memory."""
    process = psutil.Process()
    data = clip(seconds=0.4)
    manners = [plays(data, then=falls_silent), plays(data[:3000]), answers("404 Not Found"), plays(b"\x00" * 5000)]
    chance = random.Random(3)
    servers = [Server(each) for each in manners]
    try:
        # What is kept once for all, FFmpeg's and the allocator's, is kept by now.
        for i in range(warm_up):
            _cycle(watchdog, servers[i % 4].url, i % 4 == 0)
        until(lambda: _quiet(servers))
        gc.collect()
        before, memory = held(), process.memory_info().rss
        for _ in range(count):
            i = chance.randrange(4)
            _cycle(watchdog, servers[i].url, i == 0)
            servers[i].asked.clear()
        until(lambda: held()[0] <= before[0])
        gc.collect()
        now = held()
        return now[0] - before[0], now[1] - before[1], process.memory_info().rss - memory
    finally:
        for server in servers:
            server.close()


def _quiet(servers: list[Server]) -> bool:
    return all(server.is_idle for server in servers)


if __name__ == "__main__":
    share_one_heap()
    dog = Watchdog()
    dog.start()
    print(json.dumps(growth(dog, int(sys.argv[1]), int(sys.argv[2]))))
    dog.stop()
