"""The desk's first moments and its end, as somebody at the screen and somebody at the terminal see them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.settings import Settings
from app.sync.embedded import Ready
from ui.bridge.embedded import EmbeddedBridge
from ui.bridge.keeper import Keeper, Kept
from ui.desk import PATIENCE_MS, Desk

ROOT = Path(__file__).parents[2]
WAIT_S = 30


@pytest.fixture
def shown(qapp: QApplication) -> Callable[[], list[QWidget]]:
    """The windows that were not there before."""
    before = {id(window) for window in qapp.topLevelWidgets() if window.isVisible()}
    return lambda: [one for one in qapp.topLevelWidgets() if one.isVisible() and id(one) not in before]


@pytest.fixture
def silent_station() -> Iterator[str]:
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


class SomebodyStays(Keeper):
    def load(self, station: str) -> Kept | None:
        return Kept("mika", "a refresh token")

    def save(self, station: str, kept: Kept) -> bool:
        return True

    def forget(self, station: str) -> None: ...


def test_a_station_that_keeps_one_waiting_leaves_no_empty_screen(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, silent_station: str, shown: Callable[[], list[QWidget]]
) -> None:
    desk = Desk(Settings(data=tmp_path, station_url=silent_station), SomebodyStays())
    desk.start(qapp)
    try:
        qtbot.waitUntil(lambda: [window.objectName() for window in shown()] == ["signIn"])
    finally:
        desk.stop()
    assert shown() == []


def test_a_desk_that_is_closed_at_once_shows_nothing_later(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, silent_station: str, shown: Callable[[], list[QWidget]]
) -> None:
    desk = Desk(Settings(data=tmp_path, station_url=silent_station), SomebodyStays())
    desk.start(qapp)
    desk.stop()
    later = QTimer(desk, singleShot=True, interval=PATIENCE_MS + 100)
    with qtbot.waitSignal(later.timeout, timeout=WAIT_S * 1000):
        later.start()
    assert shown() == []


def test_what_was_on_its_way_to_a_desk_that_was_closed_shows_nothing(
    qtbot: QtBot, tmp_path: Path, shown: Callable[[], list[QWidget]]
) -> None:
    desk = Desk(Settings(data=tmp_path, port=0), None)
    embedded = EmbeddedBridge(tmp_path, 0, desk)
    embedded.ready.connect(desk._on_station_ready)
    embedded.failed.connect(desk.tell)
    # As its supervisor does, on a thread of its own.
    for tell in (
        lambda: embedded.ready.emit(Ready("http://127.0.0.1:9", "admin", None)),
        lambda: embedded.failed.emit(AppError("port.in_use", host="127.0.0.1", port=8750)),
    ):
        thread = threading.Thread(target=tell)
        thread.start()
        thread.join()
    desk.stop()
    with qtbot.waitSignals([embedded.ready, embedded.failed]):
        embedded.ready.emit(Ready("http://127.0.0.1:9", "admin", "a first password"))
        embedded.failed.emit(AppError("port.in_use", host="127.0.0.1", port=8750))
    assert shown() == []


def test_types_of_qt_are_made_at_import_and_not_on_the_thread_that_asks_first() -> None:
    script = "import ui; from PySide6 import QtNetwork; print('QNetworkReply' in vars(QtNetwork))"
    environment = {name: value for name, value in os.environ.items() if name != "PYSIDE6_OPTION_LAZY"}
    asked = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert asked.stdout.strip() == "True"


@pytest.mark.skipif(sys.platform == "win32", reason="no such signals there")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_an_ordinary_kill_close_the_desk_in_order(tmp_path: Path, number: signal.Signals) -> None:
    script = (
        "from PySide6.QtCore import QTimer\n"
        "import sys, ui.desk as d\n"
        "from pathlib import Path\n"
        "from app.settings import Settings\n"
        "start = d.Desk.start\n"
        "def told(self, app):\n"
        "    start(self, app)\n"
        "    self.station_ready.connect(lambda _: print('ready', flush=True))\n"
        "d.Desk.start = told\n"
        "sys.exit(d.run_desk(Settings(data=Path(sys.argv[1]), port=0)))\n"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, env=environment
    ) as desk:
        try:
            assert desk.stdout is not None
            assert desk.stdout.readline() == b"ready\n"
            desk.send_signal(number)
            assert desk.wait(WAIT_S) == 0
        finally:
            desk.kill()
    # Nobody holds the folder any more.
    Desk(Settings(data=tmp_path, port=0), None).stop()


class NobodyCan(SomebodyStays):
    @property
    def is_there(self) -> bool:
        return False


def test_without_a_keyring_staying_signed_in_is_not_offered(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, silent_station: str
) -> None:
    desk = Desk(Settings(data=tmp_path, station_url=silent_station), NobodyCan())
    try:
        pane = desk.sign_in_pane()
        qtbot.waitUntil(lambda: not pane.can_stay, timeout=WAIT_S * 1000)
    finally:
        desk.stop()
