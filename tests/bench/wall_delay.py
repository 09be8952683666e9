"""From the drawing of a picture at a terminal to the end of its painting in a tile, read off the burnt clock.

On the way: H.264 encoding, HTTP to a real station, its relay, HTTP to the reader, decoding, scaling, painting.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np

from app.media import burnt_clock
from app.media.frame import Frame
from tests.bench.report import Result

SIZE, RATE = (640, 360), 15
_SETTLE_S = 3.0
_LIMIT_MS = 150.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--quick", action="store_true", help="short, for development")


def run(given: argparse.Namespace) -> Result:
    result = Result("wall_delay")
    for count in (1, 16):
        _measure(result, count, 5.0 if given.quick else given.seconds)
    result.notes += [
        f"{SIZE[0]}×{SIZE[1]} at {RATE} a second, pushed as MPEG-TS over loopback through a real station;",
        f"a frame interval is {1000 / RATE:.0f} ms; Qt's platform {os.environ['QT_QPA_PLATFORM']}.",
    ]
    return result


def _measure(result: Result, count: int, seconds: float) -> None:
    from tests.bench.wall_room import application, room, wait
    from tests.bench.wall_station import beat

    application()
    delays_ms: list[float] = []
    unread = 0

    def note(frame: Frame) -> None:
        nonlocal unread
        now_ms = time.time_ns() / 1e6
        drawn_ms = burnt_clock.read(frame.rgb)
        if drawn_ms is None:
            unread += 1
        else:
            delays_ms.append(now_ms - drawn_ms)

    with beat(count, SIZE, RATE) as station, room(station.scene, station.client, max(count, 16)) as wall:
        for tile in wall.tiles:
            tile.on_painted = note
        wall.show(station.terminals)
        wait(_SETTLE_S)
        delays_ms.clear()
        unread = 0
        wait(seconds)
    told = f"{count} tile{'s' if count > 1 else ''}"
    p50, p95, p99 = map(float, np.percentile(delays_ms, (50, 95, 99)))
    interval_ms = 1000 / RATE
    result.add(f"push → pixel, {told}: p50", p50, "ms")
    result.add(f"push → pixel, {told}: p95", p95, "ms")
    result.add(f"push → pixel, {told}: p99", p99, "ms")
    result.add(f"push → pixel, {told}: p95 above a frame interval", p95 - interval_ms, "ms", at_most=_LIMIT_MS)
    result.add(f"pictures read, {told}", len(delays_ms) / seconds, "a second")
    result.add(f"pictures whose clock could not be read, {told}", unread, "")
