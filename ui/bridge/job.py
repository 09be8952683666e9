"""A job: one call on another thread, seen from the GUI thread and seen from its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.domain.errors import AppError


class JobCancelledError(Exception):
    """Raised in the call's own thread by ``Control.report``: nobody wants its result any more. Let it pass."""


class Job:
    """The GUI thread's side: what is called, what came of it, whom to tell, and whether they still want to know.

    All of that is let go of on the GUI thread, when the job is done: it may hold the last reference to an object
    of Qt's, and the thread that lets go of that deletes it. So may an error: its traceback has what the call knew.
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        owner: QObject,
        on_ok: Callable[[Any], None],
        on_error: Callable[[AppError], None],
        on_progress: Callable[[float], None] | None,
    ) -> None:
        #: Called on another thread, once.
        self.fn = fn
        #: What came of the call, there from its end until ``finish``.
        self.outcome: tuple[Any, AppError | None] = (None, None)
        self._owner, self._on_ok, self._on_error, self._on_progress = owner, on_ok, on_error, on_progress
        self._is_cancelled = False
        self.is_done = False

    @property
    def is_wanted(self) -> bool:
        """Neither done nor cancelled, and the owner still exists. Asked from both threads."""
        return not self.is_done and not self._is_cancelled and isValid(self._owner)

    def cancel(self) -> None:
        """Nobody is told anything from here on; the call ends when it next reports."""
        self._is_cancelled = True

    def finish(self) -> None:
        (result, error), is_wanted = self.outcome, self.is_wanted
        on_ok, on_error = self._on_ok, self._on_error
        self.is_done = True
        del self.fn, self.outcome, self._owner, self._on_ok, self._on_error, self._on_progress
        if not is_wanted:
            return
        if error is None:
            on_ok(result)
        else:
            on_error(error)

    def progress(self, fraction: float) -> None:
        if self.is_wanted and self._on_progress is not None:
            self._on_progress(fraction)


class Control:
    """The call's own side: how it tells how far it is, and learns that it is not wanted any more."""

    def __init__(self, job: Job, tell: Callable[[Control], None]) -> None:
        self.job = job
        self._tell = tell
        self._fraction = 0.0
        self._is_on_its_way = False

    def report(self, fraction: float) -> None:
        """Say how far the work is, 0.0 to 1.0. As often as you like: when it is shown, the latest is.

        Raises:
            JobCancelledError: stop here.
        """
        if not self.job.is_wanted:
            raise JobCancelledError
        self._fraction = fraction
        if not self._is_on_its_way:
            self._is_on_its_way = True
            self._tell(self)

    def arrive(self) -> None:
        """Show the latest; called on the GUI thread."""
        self._is_on_its_way = False
        self.job.progress(self._fraction)
