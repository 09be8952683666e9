"""Ports of the detail pane: what it asks of the station, or of a recording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from app.domain.event import Event
from app.domain.fixes import Fixes
from ui.widgets.ports import Failure


class TrackSource(Protocol):
    def track(
        self, unit: int, from_ms: int, to_ms: int, on_ok: Callable[[Fixes], None], on_error: Failure
    ) -> None:
        """Ask for a unit's fixes between two moments (Unix ms of the scene's clock), oldest first.

        Returns at once; one of the two is called later, on the GUI thread.
        """
        ...


class HistorySource(Protocol):
    def history(self, unit: int, on_ok: Callable[[Sequence[Event]], None], on_error: Failure) -> None:
        """Ask for a unit's latest events, newest first.

        Returns at once; one of the two is called later, on the GUI thread.
        """
        ...
