"""What panes ask of the station, in the background: tracks, histories, addresses."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.fixes import Fixes
from app.domain.history import Address
from app.domain.talk import BurstRow
from app.sync.rest import StationClient
from ui.bridge.jobs import Jobs

logger = logging.getLogger(__name__)

Failure = Callable[[AppError], None]

#: What a unit's history shows.
_HISTORY_EVENTS = 50
_HISTORY_BURSTS = 30


class StationSources(QObject):
    """The panes' questions to the station. Every call returns at once; answers come on the GUI thread."""

    def __init__(self, client: StationClient, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client, self._jobs = client, jobs

    def track(
        self, unit: int, from_ms: int, to_ms: int, on_ok: Callable[[Fixes], None], on_error: Failure
    ) -> None:
        self._jobs.run(lambda: self._client.track(unit, from_ms, to_ms), on_ok, on_error, self)

    def fetch(self, unit: int, from_ms: int, to_ms: int, deliver: Callable[[Fixes], None]) -> None:
        """A trail's past. Without it the trail begins now, so a failure is not worth a notice."""
        self.track(unit, from_ms, to_ms, deliver, lambda error: logger.info("no past for a trail: %s", error.code))

    def history(self, unit: int, on_ok: Callable[[Sequence[Event]], None], on_error: Failure) -> None:
        self._jobs.run(
            lambda: self._client.unit_history(unit, _HISTORY_EVENTS, has_talk=False), on_ok, on_error, self
        )

    def bursts(self, unit: int, on_ok: Callable[[Sequence[BurstRow]], None]) -> None:
        """Without them a history shows the bursts of the picture, so a failure is not worth a notice."""
        self._jobs.run(
            lambda: self._client.bursts(unit=unit, limit=_HISTORY_BURSTS),
            on_ok,
            lambda error: logger.info("no bursts for a history: %s", error.code),
            self,
        )

    def address(self, terminal: int, on_ok: Callable[[Address], None], on_error: Failure, owner: QObject) -> None:
        self._jobs.run(lambda: self._client.address(terminal), on_ok, on_error, owner)
