"""Jobs: the one way to do background work at the desk. Results arrive on the GUI thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, TypeVar, overload

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from app.domain.errors import AppError
from ui.bridge.job import Control, Job, JobCancelledError
from ui.bridge.workers import Workers

T = TypeVar("T")
Failure = Callable[[AppError], None]

_STOP_S = 2.0

logger = logging.getLogger(__name__)


class Jobs(QObject):
    """
    Args:
        most: calls at the same time; with 1 they are done in the order in which they were given.
    """

    _finished = Signal(object)
    _progressed = Signal(object)

    def __init__(self, most: int = 4, name: str = "job", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workers = Workers(most, name)
        self._open: set[Job] = set()
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)

    @overload
    def run(self, fn: Callable[[], T], on_ok: Callable[[T], None], on_error: Failure, owner: QObject) -> Job: ...

    @overload
    def run(
        self,
        fn: Callable[[Control], T],
        on_ok: Callable[[T], None],
        on_error: Failure,
        owner: QObject,
        on_progress: Callable[[float], None],
    ) -> Job: ...

    def run(
        self,
        fn: Callable[..., Any],
        on_ok: Callable[[Any], None],
        on_error: Failure,
        owner: QObject,
        on_progress: Callable[[float], None] | None = None,
    ) -> Job:
        """Call ``fn`` on another thread, and later either ``on_ok`` or ``on_error`` on the GUI thread.

        Args:
            fn: may block. With ``on_progress`` it gets a ``Control`` to report to.
            on_error: what is no AppError is logged and arrives as "app.unexpected" with its ``kind``.
            owner: who wants the result; when it has been deleted by then, nobody is told.
            on_progress: 0.0 to 1.0.
        """
        job = Job(fn, owner, on_ok, on_error, on_progress)
        arguments = () if on_progress is None else (Control(job, self._tell_progress),)
        self._open.add(job)
        self._workers.give(lambda: self._work(job, arguments))
        return job

    def shutdown(self) -> None:
        """Tell nobody anything any more and end the threads; back within 2 s, whatever the calls wait for."""
        for job in self._open:
            job.cancel()
        self._workers.stop(_STOP_S)

    def _work(self, job: Job, arguments: tuple[Control, ...]) -> None:
        """On a worker's thread, which keeps no hold of the outcome: when it tells, only the job has that."""
        job.outcome = _outcome(job, arguments)
        if isValid(self):
            self._finished.emit(job)

    def _tell_progress(self, control: Control) -> None:
        if isValid(self):
            self._progressed.emit(control)

    def _on_finished(self, job: Job) -> None:
        self._open.discard(job)
        job.finish()

    def _on_progressed(self, control: Control) -> None:
        control.arrive()


def _outcome(job: Job, arguments: tuple[Control, ...]) -> tuple[Any, AppError | None]:
    """What comes of the call."""
    try:
        if job.is_wanted:
            return job.fn(*arguments), None
    except JobCancelledError:
        pass
    except AppError as raised:
        return None, raised
    except Exception as raised:
        logger.exception("a job met an error that nobody expected")
        return None, AppError("app.unexpected", kind=type(raised).__name__)
    return None, None
