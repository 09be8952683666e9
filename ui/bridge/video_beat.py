"""The beat: when pictures that have come are shown, all at once, at the rate of the display."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

_USUAL_RATE_HZ = 60.0
_LEAST_RATE_HZ = 24.0
#: With more readers than this the beat is half the display's rate.
_MANY = 6


class Beat(QObject):
    """
    Args:
        show: called at each beat.
    """

    def __init__(self, show: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(show)

    @property
    def is_on(self) -> bool:
        return self._timer.isActive()

    def keep_up(self, readers: int) -> None:
        """Beat for so many readers; not at all for none."""
        if not readers:
            self._timer.stop()
            return
        # Two pictures of a wall that are a sixtieth apart are shown together: each pass of painting has its price.
        interval_ms = _display_ms() * (2 if readers > _MANY else 1)
        if self._timer.interval() != interval_ms:
            self._timer.setInterval(interval_ms)
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        self._timer.stop()


def _display_ms() -> int:
    screen = QGuiApplication.primaryScreen()
    rate_hz = screen.refreshRate() if screen is not None else 0.0
    return max(4, round(1000 / (rate_hz if rate_hz >= _LEAST_RATE_HZ else _USUAL_RATE_HZ)))
