"""A named thread that does one thing again and again."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Loop:
    """Does ``work`` every so many seconds, or as soon as it is woken, until it is stopped."""

    def __init__(self, name: str, every_s: float, work: Callable[[], None]) -> None:
        self._every_s = every_s
        self._work = work
        self._is_stopping = False
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def is_stopping(self) -> bool:
        """For long work to look at and return early."""
        return self._is_stopping

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def stop(self) -> None:
        """Return when the work at hand is done; at once when it was never started."""
        self._is_stopping = True
        self._woken.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._is_stopping:
            self._woken.wait(self._every_s)
            self._woken.clear()
            if not self._is_stopping:
                self._work()
