"""When a key that is held really comes up: X11 has it come up and go down again with each of its repeats.

Qt marks the two as a repeat where both are there when it looks at the first. On a busy machine the second is late:
what is held would be let go of and pressed anew, and two presses within a moment may mean that it is to stay down.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent

#: So late the second half may be. For as long one talks on when the key comes up, which nobody notices.
_LATE_MS = 80


class KeyUp(QObject):
    """Of one key.

    Signals:
        came_up(): on X11 when no second half came, elsewhere at once.
    """

    came_up = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._at_ms: int | None = None
        self._late = QTimer(self, singleShot=True, interval=_LATE_MS)
        # Timers come before the keys that came while nobody looked, but this one behind them.
        self._behind = QTimer(self, singleShot=True, interval=0)
        self._late.timeout.connect(self._behind.start)
        self._behind.timeout.connect(self._settle)

    def release(self, event: QKeyEvent) -> None:
        """It seems to have come up."""
        self._settle()
        if _tells_of_repeats_in_halves():
            self._at_ms = event.timestamp()
            self._late.start()
        else:
            self.came_up.emit()

    def is_second_half(self, press: QKeyEvent) -> bool:
        """Whether this press says that the key did not come up; if not, what seemed so is so."""
        if press.timestamp() == self._at_ms:
            self.forget()
            return True
        self._settle()
        return False

    def forget(self) -> None:
        """Whether it comes up is no matter any more."""
        self._at_ms = None
        self._late.stop()
        self._behind.stop()

    def _settle(self) -> None:
        if self._at_ms is not None:
            self.forget()
            self.came_up.emit()


def _tells_of_repeats_in_halves() -> bool:
    return QGuiApplication.platformName() == "xcb"
