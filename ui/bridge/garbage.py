"""Garbage: what only circles of references keep, collected on the GUI thread and on no other."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 50
#: A full collection goes through everything there is; so much longer than it took, the next one waits.
_REST = 1000


class Garbage(QObject):
    """Does what Python does by itself, by the same thresholds, but never on a worker's thread.

    Python collects on whichever thread happens to make the object that is one too many. A widget in the circle
    would be deleted there, in the middle of what the GUI thread does with it.
    """

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._clock = clock
        self._full_again_at_s = 0.0
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect_due)

    def start(self) -> None:
        """From here on nobody else collects."""
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.enable()

    def collect_due(self) -> None:
        """Collect the oldest generation whose turn it is, and with it all younger ones."""
        is_due = [count > threshold for count, threshold in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if not is_due[0]:
            return
        began_s = self._clock()
        if is_due[2] and began_s >= self._full_again_at_s:
            gc.collect(2)
            ended_s = self._clock()
            self._full_again_at_s = ended_s + _REST * (ended_s - began_s)
        else:
            gc.collect(1 if is_due[1] else 0)
