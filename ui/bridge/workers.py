"""Workers: a few threads that do what they are given, and that never hold up the end of the process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue


class Workers:
    """Daemon threads, made when there is work for one more, up to ``most``.

    The pools of Python and of Qt both wait for a stuck call when the process ends; a station that does not answer
    must not do that to a desk.
    """

    def __init__(self, most: int, name: str) -> None:
        self._most, self._name = most, name
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._threads: list[threading.Thread] = []
        #: Given and not yet finished.
        self._open = 0
        self._lock = threading.Lock()
        self._is_stopped = False

    def give(self, work: Callable[[], None]) -> None:
        """Have this done; what is given to a single worker is done in order. After ``stop`` nothing is."""
        with self._lock:
            if self._is_stopped:
                return
            self._open += 1
            if len(self._threads) < min(self._open, self._most):
                name = f"{self._name} {len(self._threads) + 1}"
                self._threads.append(threading.Thread(target=self._run, name=name, daemon=True))
                self._threads[-1].start()
        self._work.put(work)

    def stop(self, timeout_s: float) -> None:
        """Begin nothing more; wait for what is under way, but no longer than this."""
        with self._lock:
            self._is_stopped = True
        for _ in self._threads:
            self._work.put(None)
        deadline = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            if not self._is_stopped:
                work()
            # Not held until there is more to do: what it holds may be somebody's last reference.
            del work
            with self._lock:
                self._open -= 1
