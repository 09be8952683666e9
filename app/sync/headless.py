"""A desk that nobody looks at: the same link, picture and fleet, and no screen. For tests and measurements."""

from __future__ import annotations

import threading
from collections.abc import Callable

from app.domain.fixes import Fixes, decode_frame
from app.domain.snapshot import Snapshot
from app.picture.fleet import Fleet
from app.picture.picture import Picture
from app.sync.event_frame import read_event
from app.sync.feed_state import FeedPhase, FeedState
from app.sync.link import StationLink
from app.sync.rest import StationClient


class HeadlessDesk:
    """Keeps a picture and a fleet on the link's thread. Look at them inside ``wait_until`` or after ``stop``.

    Args:
        on_fixes: sees every batch and the station's time of it (Unix ms) on the link's thread, for measurements.
    """

    def __init__(
        self,
        client: StationClient,
        on_fixes: Callable[[Fixes, int], None] | None = None,
        name: str = "headless desk",
    ) -> None:
        self.picture = Picture()
        self.fleet = Fleet()
        self.states: list[FeedState] = []
        self.snapshots_taken = 0
        self.clock_offset_ms = 0.0
        self.link = StationLink(client, self, name=name)
        self._on_fixes = on_fixes
        self._changed = threading.Condition()

    def start(self) -> None:
        self.link.start()

    def stop(self) -> None:
        self.link.stop()

    @property
    def is_live(self) -> bool:
        return bool(self.states) and self.states[-1].phase is FeedPhase.LIVE

    def wait_until(self, is_so: Callable[[], bool], timeout_s: float = 10.0) -> bool:
        """Wait for the picture, fleet or state to be as asked; False when it was not in time."""
        with self._changed:
            return self._changed.wait_for(is_so, timeout_s)

    def on_snapshot(self, snapshot: Snapshot, clock_offset_ms: float) -> None:
        with self._changed:
            self.picture, self.fleet = Picture.from_snapshot(snapshot), Fleet()
            self.clock_offset_ms = clock_offset_ms
            self.snapshots_taken += 1
            self._changed.notify_all()

    def on_frame(self, frame: str | bytes) -> bool:
        with self._changed:
            if isinstance(frame, str):
                self.fleet.drop(self.picture.apply(read_event(frame)).positions_gone)
            else:
                fixes, base_at_ms = decode_frame(frame)
                self.fleet.apply(fixes)
                if self._on_fixes is not None:
                    self._on_fixes(fixes, base_at_ms)
            self._changed.notify_all()
        return True

    def on_state(self, state: FeedState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()
