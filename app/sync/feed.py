"""The feed: events and fixes as they happen, over one WebSocket that always comes back.

The order is: a snapshot at ``seq`` n, then ``/v1/feed?since=n``. What happens while the snapshot loads is on the
log and therefore on the feed, so nothing has to be held back and nothing is missed.
"""

from __future__ import annotations

import logging
import threading
from datetime import timedelta
from typing import Protocol

from websockets.sync.client import ClientConnection

from app.domain.errors import AppError
from app.domain.model import utc_now
from app.domain.snapshot import Snapshot
from app.sync.errand import AbandonedError, run_errand
from app.sync.event_frame import seq_of
from app.sync.faults import UnauthorisedError
from app.sync.feed_connection import DEAD_S, frames
from app.sync.feed_state import FeedPhase, FeedState
from app.sync.outage import Outage
from app.sync.rest import TakenSnapshot

#: How soon a frame is offered again to a listener that had no room for it.
_ROOM_S = 0.02

logger = logging.getLogger(__name__)


class FeedListener(Protocol):
    """Who gets what the feed brings. All calls come from the reader's thread, one after the other."""

    def on_snapshot(self, snapshot: Snapshot, clock_offset_ms: float) -> None:
        """Start over from this. ``clock_offset_ms``: station's clock minus this machine's."""
        ...

    def on_frame(self, frame: str | bytes) -> bool:
        """One event as JSON, or one batch of fixes as a frame (see ``app.domain.fixes``).

        Returns:
            False when there is no room: the same frame is offered again in a moment, and the pressure goes back to
            the station.
        Raises:
            AppError: this cannot be used; the reader starts over from a new snapshot.
        """
        ...

    def on_state(self, state: FeedState) -> None: ...


class FeedDoor(Protocol):
    """The station as a reader sees it. Both calls may block, on a thread of their own, and raise AppError."""

    def snapshot(self) -> TakenSnapshot: ...

    def open(self, station: str, since: int, is_refused: bool) -> ClientConnection:
        """A connection after its handshake, for the events of the log ``station`` after ``since``.

        Args:
            is_refused: the station did not take the token of the last connection.
        """
        ...


class FeedReader:
    """A thread that keeps a listener up to date, from ``start`` to ``stop``.

    Args:
        dead_s: a connection that brings nothing for this long is given up.
    """

    def __init__(
        self, door: FeedDoor, listener: FeedListener, *, name: str = "feed", dead_s: float = DEAD_S
    ) -> None:
        self._door, self._listener, self._dead_s = door, listener, dead_s
        #: What the listener holds: which log, and up to which event. None: it needs a snapshot.
        self._held: tuple[str, int] | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._stopping = threading.Event()
        self._resync_asked = threading.Event()
        #: Ends a pause.
        self._kicked = threading.Event()
        self._outage = Outage()
        self._is_refused = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread, whatever it is waiting for; back within 2 s."""
        self._stopping.set()
        self._kicked.set()
        if self._thread.is_alive():
            self._thread.join()

    def kick(self) -> None:
        """Try now instead of at the end of the pause; after a new sign-in, try again at all."""
        self._kicked.set()

    def resync(self) -> None:
        """Start over from a new snapshot, for a listener that finds out later that it cannot go on."""
        self._resync_asked.set()

    def _run(self) -> None:
        self._tell(FeedState(FeedPhase.CONNECTING, utc_now()))
        while not self._stopping.is_set():
            try:
                self._follow()
            except AbandonedError:
                break
            except AppError as lost:
                self._pause(lost)
            except Exception:
                logger.exception("an error in the feed that nobody expected")
                self._held = None
                self._pause(AppError("feed.failed"))
        self._tell(FeedState(FeedPhase.STOPPED, utc_now()))

    def _follow(self) -> None:
        """One connection, from what is held or a snapshot to its end."""
        if self._resync_asked.is_set():
            self._held = None
        station, since = self._held or self._start_over()
        is_refused, self._is_refused = self._is_refused, False

        def dial() -> ClientConnection:
            return self._door.open(station, since, is_refused)

        connection = run_errand(dial, self._stopping, f"{self._thread.name} dial", discard=_close)
        with connection:
            for frame in frames(connection, self._should_leave, self._dead_s):
                self._take(frame)
        if self._resync_asked.is_set():
            raise AppError("feed.resync")

    def _start_over(self) -> tuple[str, int]:
        self._resync_asked.clear()
        taken = run_errand(self._door.snapshot, self._stopping, f"{self._thread.name} snapshot")
        self._listener.on_snapshot(taken.snapshot, taken.clock_offset_ms)
        self._held = taken.snapshot.station, taken.snapshot.seq
        return self._held

    def _should_leave(self) -> bool:
        return self._stopping.is_set() or self._resync_asked.is_set()

    def _take(self, frame: str | bytes) -> None:
        if self._outage.heard():
            self._tell(FeedState(FeedPhase.LIVE, utc_now()))
        try:
            self._hand_on(frame)
        except AppError:
            self._held = None
            raise

    def _hand_on(self, frame: str | bytes) -> None:
        assert self._held is not None
        station, held = self._held
        seq = seq_of(frame) if isinstance(frame, str) else held
        if isinstance(frame, str) and seq <= held:
            return
        if seq > held + 1:
            raise AppError("feed.gap", held=held, got=seq)
        while not self._listener.on_frame(frame):
            if self._should_leave() or self._stopping.wait(_ROOM_S):
                return
        self._held = station, seq

    def _pause(self, lost: AppError) -> None:
        # Cleared before the state is told, so that whoever reacts to the state with a kick is heard.
        self._kicked.clear()
        if lost.code == "feed.resync":
            self._held = None
        self._is_refused = isinstance(lost, UnauthorisedError)
        wait_s = self._outage.pause_s(lost)
        since_at = self._outage.since_at
        if wait_s is None:
            self._tell(FeedState(FeedPhase.SIGNED_OUT, since_at, lost))
        elif wait_s:
            self._tell(FeedState(FeedPhase.LOST, since_at, lost, utc_now() + timedelta(seconds=wait_s)))
        if not self._stopping.is_set():
            self._kicked.wait(wait_s)
        if not self._stopping.is_set():
            phase = FeedPhase.LOST if wait_s else FeedPhase.CONNECTING
            self._tell(FeedState(phase, since_at, lost))

    def _tell(self, state: FeedState) -> None:
        self._listener.on_state(state)


def _close(connection: ClientConnection) -> None:
    with connection:
        pass
