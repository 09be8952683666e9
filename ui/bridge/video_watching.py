"""Watching: tells the station what this desk looks at, so that terminals send no more than is seen."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from app.domain.errors import AppError

#: The station forgets a desk after 30 s.
REPEAT_S = 10.0
#: Changes within this time are told together.
_GATHER_S = 0.2

logger = logging.getLogger(__name__)


class Watching:
    """One thread, from ``start`` to ``stop``. A failure is harmless: what is told is told again.

    Args:
        tell: blocks; may raise AppError.
    """

    def __init__(self, tell: Callable[[Mapping[int, int]], None], repeat_s: float = REPEAT_S) -> None:
        self._tell, self._repeat_s = tell, repeat_s
        self._heights: Mapping[int, int] = {}
        self._changed = threading.Event()
        self._stopping = threading.Event()
        self._has_failed = False
        self._thread = threading.Thread(target=self._run, name="video watching", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """A call that is under way is left to end by itself."""
        self._stopping.set()
        self._changed.set()
        self._thread.join(1.0)

    def set(self, heights: Mapping[int, int]) -> None:
        """Pixels at which each terminal is seen; terminals that are not are left out."""
        if heights != self._heights:
            self._heights = dict(heights)
            self._changed.set()

    def _run(self) -> None:
        told: Mapping[int, int] = {}
        while True:
            self._changed.wait(self._repeat_s if told else None)
            if self._stopping.wait(_GATHER_S):
                return
            self._changed.clear()
            before, told = told, self._heights
            # Who says that nothing is watched may be held up before waking this, and it has been told by then.
            if told or before:
                self._say(told)

    def _say(self, heights: Mapping[int, int]) -> None:
        try:
            self._tell(heights)
        except AppError as error:
            if not self._has_failed:
                logger.info("the station was not told what is watched: %s", error.code)
            self._has_failed = True
        else:
            self._has_failed = False
