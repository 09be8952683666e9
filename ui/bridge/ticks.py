"""Ticks: how long the GUI thread lets an event wait."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

from ui.bridge.histogram import Histogram

#: Half the cost of 10 ms, and no less exact: what is measured is by how much a ring is late.
EVERY_MS = 20


class TickWatch(QObject):
    """A precise timer, set for 20 ms again and again, that notes how late it rings.

    While the thread is busy for 300 ms it rings once instead of fifteen times. Counted as one, long stalls would
    hardly show among the percentiles; so the rings that were missed are added as what they would have waited
    (280, 260, 240 … ms). ``lateness`` then answers how long an event waits that comes at a random moment.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lateness = Histogram()
        self._due_s = 0.0
        # Set anew at each ring: after a stall a repeating timer chooses a beat of its own.
        self._timer = QTimer(self, interval=EVERY_MS, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_ring)

    def start(self) -> None:
        """Begin anew, with an empty histogram."""
        self.lateness.clear()
        self._set()

    def stop(self) -> None:
        self._timer.stop()

    def report(self) -> dict[str, float]:
        """``{"p50": …, "p99": …}`` in milliseconds."""
        return self.lateness.percentiles(50, 99)

    def _set(self) -> None:
        self._due_s = time.perf_counter() + EVERY_MS / 1000
        self._timer.start()

    def _on_ring(self) -> None:
        waited_ms = (time.perf_counter() - self._due_s) * 1000
        while waited_ms >= 0:
            self.lateness.add(waited_ms)
            waited_ms -= EVERY_MS
        self._set()
