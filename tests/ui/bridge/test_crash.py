"""No error is lost, and none fills the screen."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from pytestqt.qtbot import QtBot

from ui.bridge.crash import Crash, CrashWatch


@pytest.fixture
def told() -> list[Crash]:
    return []


@pytest.fixture
def watch(qapp: object, told: list[Crash]) -> Iterator[CrashWatch]:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    made = CrashWatch()
    made.crashed.connect(told.append)
    made.install()
    yield made
    made.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def fail(*_: object) -> None:
    raise ValueError("a slip of the pen")


def test_an_error_in_a_slot_is_logged_and_told(
    watch: CrashWatch, told: list[Crash], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert (told[0].kind, told[0].place.partition(":")[0], told[0].thread) == (
        "ValueError",
        "test_crash.py",
        "MainThread",
    )
    assert "a slip of the pen" in caplog.text
    assert "Traceback" in caplog.text


def test_an_error_in_a_thread_is_told_on_the_gui_thread(
    watch: CrashWatch, told: list[Crash], qtbot: QtBot
) -> None:
    thread = threading.Thread(target=fail, name="video 3")
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].thread == "video 3"


def test_an_error_in_a_destructor_is_told(watch: CrashWatch, told: list[Crash], qtbot: QtBot) -> None:
    class Careless:
        __del__ = fail

    Careless()
    qtbot.waitUntil(lambda: len(told) == 1)


def test_an_error_that_comes_again_and_again_is_told_once(
    watch: CrashWatch, told: list[Crash], qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    class Source(QObject):
        painted = Signal()

    source = Source()
    source.painted.connect(fail)
    for _ in range(100):
        source.painted.emit()
    assert len(told) == 1
    assert caplog.text.count("Traceback") == 1
    # 2, 4, 8 … 64.
    assert caplog.text.count("the same error") == 6


def test_two_errors_are_told_apart(watch: CrashWatch, told: list[Crash], qtbot: QtBot) -> None:
    QTimer.singleShot(0, fail)
    QTimer.singleShot(0, lambda: 1 / 0)
    qtbot.waitUntil(lambda: {crash.kind for crash in told} == {"ValueError", "ZeroDivisionError"})


def test_a_thread_that_leaves_by_exit_is_no_crash(watch: CrashWatch, told: list[Crash], qtbot: QtBot) -> None:
    thread = threading.Thread(target=lambda: sys.exit(1))
    thread.start()
    thread.join()
    assert told == []


@pytest.mark.qt_log_ignore("a complaint")
def test_what_qt_complains_about_is_logged(watch: CrashWatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "qt")
    qWarning("a complaint")
    told = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "qt"]
    assert [(level, "a complaint" in said) for level, said in told] == [("WARNING", True)]


def test_a_crash_of_the_process_leaves_its_stacks(tmp_path: Path) -> None:
    stacks = tmp_path / "stacks.txt"
    program = (
        "import ctypes, pathlib, sys\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from ui.bridge.crash import CrashWatch\n"
        "application, watch = QCoreApplication([]), CrashWatch()\n"
        "watch.install(pathlib.Path(sys.argv[1]))\n"
        "def fall(): ctypes.string_at(0)\n"
        "fall()\n"
    )
    ended = subprocess.run([sys.executable, "-c", program, stacks], capture_output=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert "in fall" in stacks.read_text()
