"""The talk key while another program has the keyboard, for those who want it and where the system allows it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ui.bridge.key_state import KeyState, is_wayland
from ui.voice.key import TalkKey

_SETTING = "talk/everywhere"
_LOOK_MS = 20


class EverywhereKey(QObject):
    """Presses the talk key, from the moment it goes down while no window of the desk has the keyboard.

    Args:
        state: None where the system tells nobody which keys are down.
    Signals:
        changed(): whether it is wanted, or what is in the way.
    """

    changed = Signal()

    def __init__(
        self, key: TalkKey, settings: QSettings, state: KeyState | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._key, self._settings, self._state = key, settings, state
        self._was_down = self._holds = False
        self._looking = QTimer(self, interval=_LOOK_MS)
        self._looking.timeout.connect(self._look)
        key.key_changed.connect(self._follow)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.applicationStateChanged.connect(self._follow)
        self._follow()

    @property
    def is_wanted(self) -> bool:
        return str(self._settings.value(_SETTING, "")) == "yes"

    @property
    def obstacle(self) -> str:
        """Why it works only in the desk's windows, as a sentence; empty where it works."""
        if self._state is not None:
            if self._state.knows(self._key.key):
                return ""
            return self.tr("Only with a key that types nothing, such as F13, Pause or a foot switch's.")
        if sys.platform == "darwin":
            return self.tr("Not on macOS: who may look at one key there may look at all of them.")
        if is_wayland():
            return self.tr("Not under Wayland, which tells a key only to the window in front. With X11 it works.")
        return self.tr("Not on this system.")

    @property
    def is_looking(self) -> bool:
        """Whether the state of the key is looked at just now."""
        return self._looking.isActive()

    def want(self, is_wanted: bool) -> None:
        self._settings.setValue(_SETTING, "yes" if is_wanted else "no")
        self._follow()

    def _follow(self) -> None:
        is_elsewhere = QGuiApplication.applicationState() != Qt.ApplicationState.ApplicationActive
        is_due = self.is_wanted and not self.obstacle and (is_elsewhere or self._holds)
        if is_due and not self._looking.isActive():
            # What is down already went down in a window of the desk.
            self._was_down = self._is_down()
            self._looking.start()
        elif not is_due:
            self._looking.stop()
            self._let_go()
        self.changed.emit()

    def _look(self) -> None:
        is_down, was_down = self._is_down(), self._was_down
        self._was_down = is_down
        if is_down and not was_down:
            self._holds = True
            self._key.down()
        elif not is_down and self._holds:
            self._let_go()
            self._follow()

    def _is_down(self) -> bool:
        return self._state is not None and self._state.is_down(self._key.key)

    def _let_go(self) -> None:
        if self._holds:
            self._holds = False
            self._key.up()
