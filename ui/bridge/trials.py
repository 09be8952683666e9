"""Trials: whether an address of video is right, tried on a thread and told on the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.domain.errors import AppError
from app.media.source import Source
from app.media.trial import Sight, Trial
from ui.bridge.jobs import Failure, Jobs

_LONGEST_MS = 10_000
#: Trials that FFmpeg has not come back from stand in the way of no other work, and only so many.
_MOST = 4


class Trials(QObject):
    """
    Args:
        longest_ms: without a picture, until a trial is given up.
    """

    def __init__(self, longest_ms: int = _LONGEST_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._longest_ms = longest_ms
        self._jobs = Jobs(_MOST, "trial", self)
        self._open: set[Trial] = set()

    def start(
        self,
        source: Source,
        size: tuple[int, int],
        on_ok: Callable[[Sight], None],
        on_error: Failure,
        owner: QObject,
    ) -> Callable[[], None]:
        """Open a source for its first picture; one of the two is called within the time limit.

        Args:
            size: that the picture is to fit into, pixels.
            owner: who wants to know; when it has been deleted by then, nobody is told.
        Returns:
            ends the trial, and nobody is told.
        """
        trial = Trial(source, size)
        limit = QTimer(owner, singleShot=True)
        # It goes with its owner or when all is told: either way nobody waits for the trial any more.
        limit.destroyed.connect(lambda: self._let_go(trial))
        self._open.add(trial)

        def told(tell: Callable[..., None], what: object) -> None:
            limit.stop()
            limit.deleteLater()
            tell(what)

        job = self._jobs.run(trial.run, partial(told, on_ok), partial(told, on_error), owner)

        def end() -> None:
            if job.is_wanted:
                job.cancel()
                limit.stop()
                limit.deleteLater()

        def give_up() -> None:
            # Not when the desk has closed meanwhile: then nobody is told anything any more.
            if job.is_wanted:
                end()
                on_error(AppError("stream.unreachable", reason="timeout"))

        limit.timeout.connect(give_up)
        limit.start(self._longest_ms)
        return end

    def shutdown(self) -> None:
        """Tell nobody anything any more; back within 2 s."""
        for trial in self._open:
            trial.abort()
        self._jobs.shutdown()

    def _let_go(self, trial: Trial) -> None:
        self._open.discard(trial)
        trial.abort()
