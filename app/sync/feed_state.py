"""The state of a feed, as a desk shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import AppError


class FeedPhase(StrEnum):
    CONNECTING = "connecting"
    LIVE = "live"
    LOST = "lost"
    #: The station does not take this session any more; nothing is tried until somebody has signed in and kicks.
    SIGNED_OUT = "signed_out"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class FeedState:
    """
    Args:
        since_at: since when; ``LOST``: when the station was last heard, or the first try when it never was.
        reason: why it is not live.
        next_try_at: ``LOST`` only; None while a try is on its way.
    """

    phase: FeedPhase
    since_at: datetime
    reason: AppError | None = None
    next_try_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.phase is FeedPhase.LIVE
