"""Crashes: no error is lost, wherever it was raised, and one that nobody foresaw is told once.

Errors that leave a slot, a thread or a destructor, and whatever Qt complains about, go to the log. A crash of the
process itself leaves every thread's stack in a file.
"""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

logger = logging.getLogger(__name__)
qt_logger = logging.getLogger("qt")

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True, slots=True)
class Crash:
    """
    Args:
        kind: the error's type. place: file and line where it was raised.
        thread: the thread's name.
    """

    kind: str
    place: str
    thread: str


class CrashWatch(QObject):
    """
    Signals:
        crashed(Crash): an error that nobody foresaw; the same one at the same place is told once, however often it
            comes, so that an error in a paint event is one notice and not thousands.
    """

    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        self._stacks: IO[str] | None = None

    def install(self, stacks_file: Path | None = None) -> None:
        """Take over all hooks.

        Args:
            stacks_file: where a crash of the process writes the threads' stacks; None leaves that as it is.
        """
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = self._on_unraisable
        self._qt_before = qInstallMessageHandler(_on_qt_message)
        if stacks_file is not None:
            self._stacks = stacks_file.open("a", encoding="utf-8")
            faulthandler.enable(self._stacks)

    def uninstall(self) -> None:
        """Give the hooks back to whom they belonged."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)
        if self._stacks is not None:
            faulthandler.disable()
            self._stacks.close()
            self._stacks = None

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            # Ctrl+C in a terminal is a wish and not a crash.
            self._before[0](kind, error, trace)
            return
        self._tell(error, threading.current_thread().name)

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
            self._tell(args.exc_value, args.thread.name if args.thread is not None else "?")

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        if args.exc_value is not None:
            self._tell(args.exc_value, threading.current_thread().name)

    def _tell(self, error: BaseException, thread: str) -> None:
        crash = Crash(type(error).__name__, _place(error), thread)
        with self._lock:
            count = self._told[crash.kind, crash.place] = self._told.get((crash.kind, crash.place), 0) + 1
        if count == 1:
            logger.critical("an error that nobody caught, in thread %s", thread, exc_info=error)
            self.crashed.emit(crash)
        elif count & (count - 1) == 0:
            # At 2, 4, 8 … times: that it goes on is worth a line now and then.
            logger.critical("the same error at %s, %d times by now", crash.place, count)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return "?" if trace is None else f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


def _on_qt_message(level: QtMsgType, context: QMessageLogContext, text: str) -> None:
    qt_logger.log(_LEVELS.get(level, logging.WARNING), "%s: %s", context.category, text)
