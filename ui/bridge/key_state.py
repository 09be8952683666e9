"""Whether one key of this machine is down, whichever program has the keyboard; where the system tells that.

Nothing listens to the keyboard: the state of the one key that is asked about is looked at, and nothing is kept.
"""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes.util import find_library
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

#: Keys that type nothing, by what X11 (keysymdef.h, XF86keysym.h) and Windows (winuser.h, VK_) call them.
_X11 = {
    Qt.Key.Key_Pause: 0xFF13,
    Qt.Key.Key_ScrollLock: 0xFF14,
    Qt.Key.Key_Print: 0xFF61,
    Qt.Key.Key_Insert: 0xFF63,
    Qt.Key.Key_Menu: 0xFF67,
    Qt.Key.Key_Help: 0xFF6A,
    Qt.Key.Key_MediaPlay: 0x1008FF14,
    Qt.Key.Key_MediaStop: 0x1008FF15,
    Qt.Key.Key_MediaPrevious: 0x1008FF16,
    Qt.Key.Key_MediaNext: 0x1008FF17,
}
_WINDOWS = {
    Qt.Key.Key_Pause: 0x13,
    Qt.Key.Key_ScrollLock: 0x91,
    Qt.Key.Key_Print: 0x2C,
    Qt.Key.Key_Insert: 0x2D,
    Qt.Key.Key_Menu: 0x5D,
    Qt.Key.Key_Help: 0x2F,
    Qt.Key.Key_MediaNext: 0xB0,
    Qt.Key.Key_MediaPrevious: 0xB1,
    Qt.Key.Key_MediaStop: 0xB2,
    Qt.Key.Key_MediaPlay: 0xB3,
}
_X11_F1, _X11_FUNCTIONS = 0xFFBE, 35
_WINDOWS_F1, _WINDOWS_FUNCTIONS = 0x70, 24
_DOWN = 0x8000


class KeyState(Protocol):
    def knows(self, key: int) -> bool:
        """Whether this key, a ``Qt.Key``, can be looked at."""
        ...

    def is_down(self, key: int) -> bool: ...


class X11Keys:
    """By ``XQueryKeymap`` on a connection of its own.

    Raises:
        OSError: there is no X server, or no library for it.
    """

    def __init__(self) -> None:
        x11 = ctypes.CDLL(find_library("X11") or "libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        x11.XKeysymToKeycode.restype = ctypes.c_ubyte
        x11.XQueryKeymap.argtypes = (ctypes.c_void_p, ctypes.c_char_p)
        self._x11, self._display = x11, x11.XOpenDisplay(None)
        if not self._display:
            raise OSError("no X server")
        self._keys = ctypes.create_string_buffer(32)

    def knows(self, key: int) -> bool:
        return self._code(key) != 0

    def is_down(self, key: int) -> bool:
        code = self._code(key)
        self._x11.XQueryKeymap(self._display, self._keys)
        return bool(self._keys.raw[code // 8] >> code % 8 & 1)

    def _code(self, key: int) -> int:
        symbol = _native(key, _X11, _X11_F1, _X11_FUNCTIONS)
        return int(self._x11.XKeysymToKeycode(self._display, symbol)) if symbol else 0


class WindowsKeys:
    """By ``GetAsyncKeyState``."""

    def __init__(self) -> None:
        # Not there elsewhere, so not known to a type checker either.
        loader: Any = ctypes
        self._state = loader.windll.user32.GetAsyncKeyState

    def knows(self, key: int) -> bool:
        return _native(key, _WINDOWS, _WINDOWS_F1, _WINDOWS_FUNCTIONS) != 0

    def is_down(self, key: int) -> bool:
        return bool(self._state(_native(key, _WINDOWS, _WINDOWS_F1, _WINDOWS_FUNCTIONS)) & _DOWN)


def key_state() -> KeyState | None:
    """What can be asked on this machine; None where nothing can: Wayland, macOS, no screen."""
    if sys.platform == "win32":
        return WindowsKeys()
    if QGuiApplication.platformName() != "xcb" or is_wayland():
        return None
    try:
        return X11Keys()
    except OSError:
        return None


def is_wayland() -> bool:
    """Whether the screen is Wayland's, also where this program believes that it is X11's."""
    return sys.platform == "linux" and bool(os.environ.get("WAYLAND_DISPLAY"))


def _native(key: int, named: dict[Qt.Key, int], first: int, functions: int) -> int:
    """0 for keys that are not in the table."""
    number = key - int(Qt.Key.Key_F1)
    if 0 <= number < functions:
        return first + number
    return next((code for one, code in named.items() if int(one) == key), 0)
