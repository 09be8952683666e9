"""Ports of the shell: what it needs of the rest of the desk."""

from __future__ import annotations

from typing import Any, Protocol

from app.sync.feed_state import FeedState


class Link(Protocol):
    """The connection to the station, on the GUI thread.

    Signals:
        changed(): another state.
    """

    changed: Any

    @property
    def state(self) -> FeedState: ...

    @property
    def lag_s(self) -> float | None:
        """How long ago the newest that is shown happened at the station; None when that is not known."""
        ...

    def try_now(self) -> None:
        """Do not wait for the end of the pause."""
        ...


class Waiting(Protocol):
    """Orders that were given and not yet answered.

    Signals:
        waiting_changed(): another number of them.
    """

    waiting_changed: Any

    @property
    def waiting_count(self) -> int: ...
