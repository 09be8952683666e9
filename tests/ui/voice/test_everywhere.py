"""The talk key while another program has the keyboard."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication

from ui.bridge import key_state as bridge
from ui.voice.everywhere import EverywhereKey
from ui.voice.key import TalkKey

PAUSE = int(Qt.Key.Key_Pause)


class Keyboard:
    def __init__(self) -> None:
        self.down: set[int] = set()
        self.asked: set[int] = set()

    def knows(self, key: int) -> bool:
        return key != int(Qt.Key.Key_Space)

    def is_down(self, key: int) -> bool:
        self.asked.add(key)
        return key in self.down


@pytest.fixture
def elsewhere(monkeypatch):
    """Whether another program has the keyboard."""
    state = {"is": True}
    states = Qt.ApplicationState
    monkeypatch.setattr(
        QGuiApplication,
        "applicationState",
        lambda: states.ApplicationInactive if state["is"] else states.ApplicationActive,
    )
    return state


@pytest.fixture
def made(qapp, tmp_path, elsewhere):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    key, keyboard, told = TalkKey(settings), Keyboard(), []
    key.pressed.connect(lambda: told.append("pressed"))
    key.released.connect(lambda: told.append("released"))
    key.set_key(PAUSE)
    everywhere = EverywhereKey(key, settings, keyboard)
    yield key, keyboard, everywhere, told
    everywhere.want(False)


def test_only_the_talk_key_is_looked_at_and_only_where_that_is_wanted(made, elsewhere, qtbot):
    _, keyboard, everywhere, told = made
    assert not everywhere.is_looking and not everywhere.is_wanted
    everywhere.want(True)
    keyboard.down = {PAUSE, int(Qt.Key.Key_A)}
    qtbot.waitUntil(lambda: told == ["pressed"])
    keyboard.down = set()
    qtbot.waitUntil(lambda: told == ["pressed", "released"])
    assert keyboard.asked == {PAUSE}
    elsewhere["is"] = False
    everywhere.want(True)
    assert not everywhere.is_looking, "the desk's own windows have the keyboard"


def test_what_goes_down_elsewhere_comes_up_wherever_the_desk_is_by_then(made, elsewhere, qtbot):
    key, keyboard, everywhere, told = made
    everywhere.want(True)
    keyboard.down = {PAUSE}
    qtbot.waitUntil(lambda: told == ["pressed"])
    elsewhere["is"] = False
    key.key_changed.emit()
    assert everywhere.is_looking and key.is_down
    keyboard.down = set()
    qtbot.waitUntil(lambda: told == ["pressed", "released"])
    assert not everywhere.is_looking


def test_a_key_that_types_is_for_the_desk_alone_and_that_is_said(made):
    key, _, everywhere, _ = made
    everywhere.want(True)
    assert everywhere.obstacle == "" and everywhere.is_looking
    key.set_key(int(Qt.Key.Key_Space))
    assert "types nothing" in everywhere.obstacle and not everywhere.is_looking


def test_where_the_system_tells_no_keys_that_is_said(made, tmp_path):
    key, *_ = made
    settings = QSettings(str(tmp_path / "other.ini"), QSettings.Format.IniFormat)
    assert EverywhereKey(key, settings, None).obstacle.startswith("Not ")


_PROBE = """
import ctypes, sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
from ui.bridge.key_state import key_state
keys, x11, xtst = key_state(), ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
pause = x11.XKeysymToKeycode(display, 0xFF13)
def fake(is_down):
    xtst.XTestFakeKeyEvent(display, pause, is_down, 0)
    x11.XSync(display, 0)
seen = [keys.is_down(int(Qt.Key.Key_Pause))]
for is_down in (1, 0):
    fake(is_down)
    seen.append(keys.is_down(int(Qt.Key.Key_Pause)))
print(seen, keys.knows(int(Qt.Key.Key_Space)), keys.knows(int(Qt.Key.Key_F9)))
"""


@contextmanager
def x_server() -> Iterator[str]:
    """The name of its display, which it chooses itself: two that are started at once do not meet."""
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


@pytest.mark.skipif(which("Xvfb") is None, reason="asks a real X server, Debian's package xvfb")
def test_an_x_server_tells_whether_the_key_is_down():
    with x_server() as display:
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "", "DISPLAY": display}
        command = [sys.executable, "-c", _PROBE]
        said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert said.stdout.split("\n")[0] == "[False, True, False] False True", said.stderr


def test_without_a_screen_nothing_is_looked_at(qapp):
    assert bridge.key_state() is None or QGuiApplication.platformName() == "xcb" or sys.platform == "win32"
