"""An outage of the feed: since when, what was tried, and how long to wait before the next try."""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime

from app.domain.errors import AppError
from app.sync.backoff import Backoff
from app.sync.faults import UnauthorisedError

#: A connection that was live for this long starts the backoff anew; a shorter one is part of the outage.
LIVED_S = 5.0

#: No token any more, and none to be had without a person.
_NEEDS_SIGN_IN = frozenset({"session.ended", "session.signed_out"})

logger = logging.getLogger(__name__)


class Outage:
    """Lives on the reader's thread. Begins as one: nothing was heard yet. Logs its beginning and its end only."""

    def __init__(self) -> None:
        self._backoff = Backoff()
        self._tried_at_once: set[str] = set()
        self._heard_at = time.time()
        self._live_s: float | None = None
        self._is_logged = False

    @property
    def since_at(self) -> datetime:
        """When the station was last heard, or the beginning when it never was."""
        return datetime.fromtimestamp(self._heard_at, UTC)

    def heard(self) -> bool:
        """Note a sign of life. True when it ends the outage."""
        self._heard_at = time.time()
        if self._live_s is not None:
            return False
        self._live_s = time.monotonic()
        if self._is_logged:
            logger.info("the feed is live again")
            self._is_logged = False
        return True

    def pause_s(self, lost: AppError) -> float | None:
        """Note a loss. Returns how long to wait; None when only a new sign-in helps.

        A stale ``since`` and a stale token are worth one try without a pause: the reader brings a new one.
        """
        if self._live_s is not None and time.monotonic() - self._live_s >= LIVED_S:
            self._start_anew()
        self._live_s = None
        if lost.code in _NEEDS_SIGN_IN:
            self._give_up(lost)
            return None
        is_token = isinstance(lost, UnauthorisedError)
        if is_token or lost.code == "feed.resync":
            cause = "token" if is_token else lost.code
            if cause not in self._tried_at_once:
                self._tried_at_once.add(cause)
                return 0.0
            if is_token:
                self._give_up(lost)
                return None
        self._log_once(lost)
        return self._backoff.next_s()

    def _give_up(self, lost: AppError) -> None:
        self._log_once(lost)
        self._start_anew()

    def _start_anew(self) -> None:
        self._backoff.reset()
        self._tried_at_once.clear()

    def _log_once(self, lost: AppError) -> None:
        if not self._is_logged:
            logger.warning("the feed is lost: %s", lost)
            self._is_logged = True
