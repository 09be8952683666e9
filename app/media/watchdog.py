"""The watchdog: one thread that looks after all readers of a desk, and ends what has gone silent."""

from __future__ import annotations

import logging
import threading
from typing import Protocol

_LOOK_S = 0.25

logger = logging.getLogger(__name__)


class Watched(Protocol):
    def tend(self) -> None:
        """End or replace what does not move; quick, never blocking."""
        ...


class Watchdog:
    """Tends what it watches four times a second, from ``start`` to ``stop``."""

    def __init__(self) -> None:
        self._watched: set[Watched] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stream watchdog", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def watch(self, watched: Watched) -> None:
        with self._lock:
            self._watched.add(watched)

    def forget(self, watched: Watched) -> None:
        with self._lock:
            self._watched.discard(watched)

    def _run(self) -> None:
        while not self._stopping.wait(_LOOK_S):
            with self._lock:
                watched = list(self._watched)
            for each in watched:
                try:
                    each.tend()
                except Exception:
                    # One reader's error leaves the others guarded.
                    logger.exception("an error in looking after a stream that nobody expected")
