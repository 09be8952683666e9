"""What every test gets: Qt without a screen, and a failure when it leaves a thread or a timer behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

#: What Qt says on a machine without a screen or a graphics card, and what nobody can act on.
QT_MESSAGES_OF_THE_MACHINE = (
    r"This plugin does not support",
    r"Sandboxing disabled by user",
    r"Path override failed for key base::",
    r"^QRhiGles2: Failed to create|^Failed to create RHI for backend",
    r"^PulseAudioService: pa_context_connect\(\) failed",
    r"^QVulkanInstance: Failed to initialize Vulkan|^GBM is not supported|^GPUInfo not initialized",
)

#: Worker threads that a library keeps for later; they hold nothing of ours.
_POOLS = ("AnyIO worker thread", "asyncio_", "ThreadPoolExecutor", "tqdm", "pytest_timeout")
#: A thread that was told to stop may need this long on a busy machine; one that was not told stays for good.
_GRACE_S = 20.0
#: So long a wait may take that does not say how long: it costs nothing where it succeeds.
_PATIENCE_MS = 30_000
#: After so many tests everything is looked at for garbage, which takes a quarter of a second.
_YOUNG_TO_FULL = 100


# Property tests are judged by what they find, not by how fast a shared machine happens to be; and by the same
# examples every time. To look for others, run them with ``--hypothesis-profile=explore``.
settings.register_profile("watchfloor", deadline=None, print_blob=True, derandomize=True)
settings.register_profile("explore", deadline=None, print_blob=True, derandomize=False, max_examples=1_000)
settings.load_profile("watchfloor")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """An unexpected warning of Qt fails the test; one that is expected is named with ``qt_log_ignore``."""
    for item in items:
        named = item.get_closest_marker("qt_log_ignore")
        expected = (*QT_MESSAGES_OF_THE_MACHINE, *(named.args if named else ()))
        item.add_marker(pytest.mark.qt_log_ignore(*expected), append=False)
        if item.get_closest_marker("qt_log_level_fail") is None:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "leaks: a test that means to leave threads or timers behind")


@pytest.fixture(autouse=True)
def garbage_on_this_thread() -> None:
    """As at the desk: a worker that collected garbage would delete the widgets of whichever test was before."""
    gc.disable()
    # That of the test before, which pytest kept to the end, is young. The old are far more, and seldom garbage.
    gc.collect(2 if gc.get_count()[2] > _YOUNG_TO_FULL else 1)


@pytest.fixture(autouse=True)
def no_thread_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test whose threads still run after its fixtures were torn down."""
    before = set(threading.enumerate())
    yield
    if request.node.get_closest_marker("leaks"):
        return
    deadline = time.monotonic() + _GRACE_S
    left = _new_threads(before)
    while left and time.monotonic() < deadline:
        left[0].join(timeout=0.05)
        left = _new_threads(before)
    assert not left, f"threads left running: {[thread.name for thread in left]}"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and thread.is_alive()
        and not thread.name.startswith(_POOLS)
        # A thread of Qt's that called into Python once; Qt ends it.
        and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture(autouse=True)
def no_timer_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test whose QTimers or QThreads still run after its widgets were closed."""
    if "PySide6.QtCore" not in sys.modules or request.node.get_closest_marker("leaks"):
        yield
        return
    from PySide6.QtCore import QThread, QTimer

    started: weakref.WeakSet[QTimer | QThread] = weakref.WeakSet()
    # Tests patch too; a patch of our own leaves their undoing alone.
    with pytest.MonkeyPatch.context() as patch:
        for kind in (QTimer, QThread):
            patch.setattr(kind, "start", _remembering(kind.start, started))
        yield
    if _running(started):
        _let_go()
    for thing in _running(started):
        if isinstance(thing, QThread):
            thing.wait(round(1000 * _GRACE_S))
    left = [f"{thing!r} of {thing.parent()!r}" for thing in _running(started)]
    assert not left, f"timers or threads of Qt left running: {left}"


def _remembering(start: Callable[..., None], started: weakref.WeakSet) -> Callable[..., None]:
    def remembered(self, *args, **kwargs):
        started.add(self)
        return start(self, *args, **kwargs)

    return remembered


def _running(started: weakref.WeakSet) -> list:
    from PySide6.QtCore import QTimer
    from shiboken6 import isValid

    valid = [thing for thing in started if isValid(thing)]
    return [thing for thing in valid if (thing.isActive() if isinstance(thing, QTimer) else thing.isRunning())]


def _let_go() -> None:
    """Deliver what was told to delete itself later, and free what only a cycle keeps."""
    from PySide6.QtCore import QCoreApplication, QEvent

    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture
def qtbot(qtbot: QtBot) -> QtBot:
    """With more patience: pytest-qt gives up after five seconds, and a busy machine may need them."""
    for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed", "waitActive", "waitCallback"):
        setattr(qtbot, name, partial(getattr(qtbot, name), timeout=_PATIENCE_MS))
    return qtbot


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """The map's address scheme has to be known to Qt before there is an application."""
    from ui.map.scheme import register_scheme

    register_scheme()
    return ["watchfloor"]
