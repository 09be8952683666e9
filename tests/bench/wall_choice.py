"""From the choice of a pushed stream to its first painted picture: ticket, opening, decoding, painting.

A real station, a tile as the preview is one; sources take turns, so that none is still open from the last time.
"""

from __future__ import annotations

import argparse
import os
import time

import numpy as np

from app.media.frame import Frame
from tests.bench.report import Result

_TERMINALS = 10
_PATIENCE_S = 10.0
_LIMIT_MS = 300.0


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--choices", type=int, default=60)
    parser.add_argument("--quick", action="store_true", help="few choices, for development")


def run(given: argparse.Namespace) -> Result:
    from tests.bench.wall_room import application, room, wait, wait_until
    from tests.bench.wall_station import beat
    from ui.bridge.video_sharing import GRACE_S

    application()
    result, choices = Result("wall_choice"), 12 if given.quick else given.choices
    took_ms: list[float] = []
    with beat(_TERMINALS) as station, room(station.scene, station.client, 1) as wall:
        tile = wall.tiles[0]
        painted_s: list[float] = []

        def note(_: Frame) -> None:
            painted_s.append(time.perf_counter())

        tile.on_painted = note
        for i in range(choices):
            # Nobody chooses to the beat of key frames.
            wait((GRACE_S + 1) / _TERMINALS + 0.37 * (i % 7) / 7)
            painted_s.clear()
            chosen_s = time.perf_counter()
            tile.set_source(station.terminals[i % _TERMINALS])
            if not wait_until(lambda: painted_s, _PATIENCE_S):
                raise TimeoutError("no picture came")
            took_ms.append(1000 * (painted_s[0] - chosen_s))
    p50, p95 = map(float, np.percentile(took_ms, (50, 95)))
    result.add("choice → first picture: p50", p50, "ms", at_most=_LIMIT_MS)
    result.add("choice → first picture: p95", p95, "ms", at_most=_LIMIT_MS)
    result.add("choice → first picture: the longest", max(took_ms), "ms")
    result.notes.append(f"{choices} choices among {_TERMINALS} pushed streams, 640×360 at 15 a second,")
    result.notes.append(f"a key frame every 2 s; Qt's platform {os.environ['QT_QPA_PLATFORM']}.")
    return result
