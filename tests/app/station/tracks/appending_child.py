"""A process to be killed: appends fixes and says so on its output, until it is.

``python -m tests.app.station.tracks.appending_child FOLDER`` appends one fix of each of 20 units a hundred times
a second and prints each time ``at_ms monotonic_ns saves``, the last being how often the store had saved by then.
With ``--restless`` it saves, folds and merges all the time instead of waiting for the minute, and prints ``at_ms``
of what is saved.
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

from app.domain.fixes import Fixes
from app.station.tracks import TrackStore, compaction
from tests.app.station.tracks.made import NOON_MS

UNITS = range(1, 21)
STEP_MS = 1000


def moment(step: int) -> Fixes:
    """What all units report at one step; a known place for each."""
    return Fixes.of([(unit, NOON_MS + step * STEP_MS, 24.9 + unit * 0.001, 60.1 + step * 1e-5) for unit in UNITS])


def append_a_hundred_times_a_second(store: TrackStore) -> None:
    step, saves, tick = 0, 0, threading.Event()
    save = store._compaction.save

    def counted() -> None:
        nonlocal saves
        save()
        saves += 1

    store._compaction.save = counted  # type: ignore[method-assign]
    while not tick.wait(0.01):
        store.append(moment(step))
        print(NOON_MS + step * STEP_MS, time.monotonic_ns(), saves, flush=True)
        step += 1


def never_rest(store: TrackStore) -> None:
    steps = store._compaction
    step = 0
    while True:
        for _ in range(50):
            store.append(moment(step))
            step += 1
        steps.save()
        print(NOON_MS + (step - 1) * STEP_MS, flush=True)
        steps.fold()
        steps.merge()


if __name__ == "__main__":
    opened = TrackStore.open(Path(sys.argv[1]), keep_s=1e12)
    if "--restless" in sys.argv:
        compaction.FAN_IN = 2
        never_rest(opened)
    else:
        append_a_hundred_times_a_second(opened)
