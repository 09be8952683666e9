"""What keeps the store from working, for the station to show; the log has the first failure and the recovery."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import AppError

logger = logging.getLogger(__name__)


class Faults:
    """The present failure of each kind of background work."""

    def __init__(self) -> None:
        self._present: dict[str, AppError] = {}

    @property
    def first(self) -> AppError | None:
        return next(iter(list(self._present.values())), None)

    @contextmanager
    def watch(self, work: str) -> Iterator[None]:
        """Keep whatever goes wrong inside: the thread must live to try again, and the fault must be seen."""
        try:
            yield
        except Exception as error:
            if work not in self._present:
                logger.error("%s failed", work, exc_info=error)
            self._present[work] = _as_app_error(error)
        else:
            if self._present.pop(work, None) is not None:
                logger.info("%s works again", work)


def _as_app_error(error: Exception) -> AppError:
    match error:
        case AppError():
            return error
        case sqlite3.Error():
            return AppError("tracks.not_writable", reason=str(error))
        case _:
            return AppError("tracks.failed", reason=type(error).__name__)
