"""A dead renderer comes back: at once, then ever later, then only when somebody asks."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

#: Waits between deaths in a row. After the last one the page stays down until it is asked for.
WAITS_S = (0.0, 0.5, 2.0, 8.0, 30.0)
#: A page that lived so long is sound again.
SOUND_AFTER_S = 60.0


class Revival(QObject):
    """Decides when to load the page again.

    Signals:
        gave_up(): it died too often in a row.
        revived(): loading again.
    """

    gave_up = Signal()
    revived = Signal()

    def __init__(
        self,
        reload: Callable[[], None],
        parent: QObject | None = None,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._reload, self._now_s = reload, now_s
        self._deaths = 0
        self._last_s = 0.0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._revive)

    def on_death(self) -> None:
        now_s = self._now_s()
        if now_s - self._last_s > SOUND_AFTER_S:
            self._deaths = 0
        self._last_s = now_s
        if self._deaths == len(WAITS_S):
            self.gave_up.emit()
            return
        self._timer.start(round(WAITS_S[self._deaths] * 1000))
        self._deaths += 1

    def ask(self) -> None:
        """Somebody wants it back now."""
        self._deaths = 0
        self._revive()

    def stop(self) -> None:
        self._timer.stop()

    def _revive(self) -> None:
        self._reload()
        self.revived.emit()
