"""The talk key: held, or latched, in every window of the desk. A foot switch that types a key is one, too."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from ui.widgets.key_up import KeyUp
from ui.widgets.typed_keys import is_typed

#: Pressed again within this: it stays down until the next press.
_DOUBLE_S = 0.35
#: Why one talks no more is there to be read for so long, where nobody holds the key.
_SPENT_MS = 6000
_SETTING = "talk/key"
_EMERGENCY = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class TalkKey(QObject):
    """It talks whatever has the focus, and whatever is open: lists, menus, questions. Who types text keeps it.

    Signals:
        pressed(), released(): the talker's wish, whether by key, mouse or latch.
        latched_changed(): it stays down by itself, or no longer.
        key_changed(): another key.
    """

    pressed = Signal()
    released = Signal()
    latched_changed = Signal()
    key_changed = Signal()

    def __init__(
        self,
        settings: QSettings,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._clock = settings, clock
        self.key = _kept(settings)
        self.is_down = self.is_latched = False
        #: It is still latched, but what it was left down for was refused or is over.
        self.is_spent = False
        #: Whether it went down as the emergency key, or became that while it was down.
        self.is_emergency = False
        self._is_key_down = False
        self._key_up = KeyUp(self)
        self._key_up.came_up.connect(self._on_key_up)
        self._released_s = -1.0
        self._coming_up = QTimer(self, singleShot=True, interval=_SPENT_MS)
        self._coming_up.timeout.connect(self.release)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._window: QWindow | None = None
        app.focusWindowChanged.connect(self._on_focus_window)
        self._on_focus_window(app.focusWindow())
        app.applicationStateChanged.connect(self._on_application_state)

    @property
    def name(self) -> str:
        """As this machine writes it."""
        return QKeySequence(self.key).toString(QKeySequence.SequenceFormat.NativeText)

    @property
    def emergency_name(self) -> str:
        """The same key with two others, which nobody presses by mistake."""
        keys = QKeyCombination(_EMERGENCY, Qt.Key(self.key))
        return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)

    def set_key(self, key: int) -> None:
        self.release()
        self.key = key
        self._settings.setValue(_SETTING, key)
        self.key_changed.emit()

    def down(self, *, stays: bool = False) -> None:
        """Key or mouse goes down; with ``stays`` it need not be held."""
        if self.is_latched:
            was_spent = self.is_spent
            self.release()
            if not was_spent:
                return
        is_double = self._clock() - self._released_s < _DOUBLE_S
        if not self.is_down:
            self.is_down = True
            self.pressed.emit()
        if stays or is_double:
            self.is_latched = True
            self.latched_changed.emit()

    def emergency(self) -> None:
        """It goes down to cut off everybody, or is down and makes an emergency of it; it does not stay."""
        if self.is_latched:
            self.is_latched = self.is_spent = False
            self._coming_up.stop()
            self.latched_changed.emit()
        self.is_down = self.is_emergency = True
        self.pressed.emit()

    def spend(self) -> None:
        """What it was left down for was refused or is over: it comes up by itself, once that was read."""
        if self.is_latched and not self.is_spent:
            self.is_spent = True
            self._coming_up.start()

    def up(self) -> None:
        """Key or mouse comes up."""
        if self.is_down and not self.is_latched:
            self._released_s = self._clock()
            self._end()

    def release(self) -> None:
        """Come up whatever holds it down."""
        # Whatever goes down next goes down for the first time.
        self._released_s = -1.0
        self.is_spent = False
        self._coming_up.stop()
        was_latched, self.is_latched = self.is_latched, False
        if was_latched:
            self.latched_changed.emit()
        if self.is_down:
            self._end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            # Every key begins with this, at the window that has the keys; what follows goes to an open popup.
            self._look_at(QApplication.activePopupWidget())
        elif kind in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}:
            assert isinstance(event, QKeyEvent)
            if event.key() == self.key:
                return self._take(event, is_press=kind == QEvent.Type.KeyPress)
        return False

    def _take(self, event: QKeyEvent, *, is_press: bool) -> bool:
        """Whether it is the talker's, and nobody else's."""
        if not is_press:
            if not self._is_key_down:
                return False
            if not event.isAutoRepeat():
                self._key_up.release(event)
            return True
        if self._key_up.is_second_half(event) or self._is_key_down:
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_emergency = modifiers == _EMERGENCY
        others = modifiers & ~Qt.KeyboardModifier.ShiftModifier
        # With those it types nothing and presses nothing, and it is not the time for anything else.
        if event.isAutoRepeat() or not (is_emergency or (not others and not is_typed(self.key))):
            return False
        self._is_key_down = True
        if is_emergency:
            self.emergency()
        else:
            self.down(stays=bool(modifiers))
        return True

    def _on_key_up(self) -> None:
        self._is_key_down = False
        self.up()

    def _on_focus_window(self, window: QWindow | None) -> None:
        # Only the window that has the keys is looked at: every event of the desk would be too many.
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _look_at(self, popup: QWidget | None) -> None:
        # On some systems it has the keys without having the focus. Looked at twice is looked at once.
        window = popup.windowHandle() if popup is not None else None
        if window is not None and window is not self._window:
            window.installEventFilter(self)

    def _end(self) -> None:
        self.is_down = self.is_emergency = False
        self.released.emit()

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state != Qt.ApplicationState.ApplicationActive:
            # Its coming up would be somebody else's to see. What is latched is meant to stay.
            self._key_up.forget()
            self._on_key_up()


def _kept(settings: QSettings) -> int:
    try:
        return int(str(settings.value(_SETTING, int(Qt.Key.Key_Space))))
    except ValueError:
        return int(Qt.Key.Key_Space)
