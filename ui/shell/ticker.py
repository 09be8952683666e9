"""The ticker: once a second, on the second, for everything on the shell that shows a time or an age."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.picture.clock import Clock

#: A little late is still this second; a little early would be the one before.
_LATE_MS = 5


class Ticker(QObject):
    """
    Signals:
        ticked(): a new second of the scene's clock has begun.
    """

    ticked = Signal()

    def __init__(self, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._clock = clock
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._wait()

    def _on_timeout(self) -> None:
        self.ticked.emit()
        self._wait()

    def _wait(self) -> None:
        self._timer.start(1000 - self._clock.now_ms() % 1000 + _LATE_MS)
