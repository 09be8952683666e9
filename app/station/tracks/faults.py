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
        """Keep what goes wrong inside; it will be tried again."""
        try:
            yield
        except (sqlite3.Error, AppError) as error:
            if work not in self._present:
                logger.error("%s failed: %s", work, error)
            ours = error if isinstance(error, AppError) else AppError("tracks.not_writable", reason=str(error))
            self._present[work] = ours
        else:
            if self._present.pop(work, None) is not None:
                logger.info("%s works again", work)
