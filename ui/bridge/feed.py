"""The feed's way onto the screen: frames from the link's thread, decoded and applied on the GUI thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.fixes import Fixes, decode_frame
from app.domain.model import utc_now
from app.domain.snapshot import Snapshot
from app.picture.clock import LiveClock
from app.sync.event_frame import read_event
from app.sync.feed_state import FeedPhase, FeedState
from app.sync.link import StationLink
from ui.bridge.histogram import Histogram
from ui.bridge.inbox import Inbox, Item, NewPicture

#: The GUI thread works this long at a time on what has arrived, then lets all else have its turn.
SLICE_S = 0.008
#: The station sends at least one frame a second; only past that is silence a delay.
HEARTBEAT_S = 1.0

_MOST_ITEMS = 32
_MOST_BYTES = 256 * 1024

logger = logging.getLogger(__name__)


class Stage(Protocol):
    """Where the picture lives, such as a ``Scene``. The order of the calls is the order in which it happened."""

    def replace(self, snapshot: Snapshot) -> None: ...
    def apply_events(self, events: Iterable[Event]) -> None: ...
    def apply_fixes(self, fixes: Fixes) -> None: ...


class FeedBridge(QObject):
    """A link's listener that shows what it hears on a stage, in the order in which it came.

    However many frames arrive, there is one wake-up of the GUI thread under way at most, and each turn lasts some
    8 ms, so that a flood slows nothing else down. A frame that cannot be used means a new snapshot.

    Signals:
        changed(): another ``state``.
    """

    changed = Signal()
    _woken = Signal()

    def __init__(self, stage: Stage, clock: LiveClock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stage, self._clock = stage, clock
        self._inbox = Inbox()
        self._link: StationLink | None = None
        self._latest_state = self._state = FeedState(FeedPhase.STOPPED, utc_now())
        self._needs_picture = False
        self._newest_at_ms: int | None = None
        self._newest_lag_s = 0.0
        #: From the station's sending of a frame to its being shown here, ms.
        self.lag = Histogram()
        self.fixes_received = 0
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self._work)
        self._woken.connect(self._work, Qt.ConnectionType.QueuedConnection)

    @property
    def state(self) -> FeedState:
        return self._state

    @property
    def lag_s(self) -> float | None:
        """How far what is shown is behind the station; None before the first frame.

        The newest frame's way here, or the time since the next one is overdue, whichever is longer.
        """
        if self._newest_at_ms is None:
            return None
        silent_s = (self._clock.now_ms() - self._newest_at_ms) / 1000 - HEARTBEAT_S
        return max(self._newest_lag_s, silent_s)

    def start(self, link: StationLink) -> None:
        """Follow a link whose listener this is."""
        self._link = link
        link.start()

    def stop(self) -> None:
        """Let go of the link; back within 2 s. What is shown stays."""
        if self._link is not None:
            self._link.stop()
            self._link = None
        self._again.stop()
        self._inbox.clear()
        self._show_state()

    def try_now(self) -> None:
        """Do not wait for the end of the pause."""
        if self._link is not None:
            self._link.kick()

    # On the link's thread.

    def on_snapshot(self, snapshot: Snapshot, clock_offset_ms: float) -> None:
        if self._inbox.start_over(NewPicture(snapshot, clock_offset_ms)):
            self._woken.emit()

    def on_frame(self, frame: str | bytes) -> bool:
        has_room, wake = self._inbox.put(frame)
        if wake:
            self._woken.emit()
        return has_room

    def on_state(self, state: FeedState) -> None:
        self._latest_state = state
        self._woken.emit()

    # On the GUI thread.

    def _work(self) -> None:
        self._show_state()
        deadline = time.perf_counter() + SLICE_S
        while items := self._inbox.take(_MOST_ITEMS, _MOST_BYTES):
            try:
                self._show(items)
            except AppError as error:
                self._start_over(error)
            except Exception:
                # Not left to the hook for lost errors: the next frame would find nobody at work.
                logger.exception("a frame met an error that nobody expected")
                self._start_over(AppError("feed.failed"))
            if time.perf_counter() > deadline:
                self._again.start()
                return

    def _show_state(self) -> None:
        if self._latest_state is not self._state:
            self._state = self._latest_state
            self.changed.emit()

    def _show(self, items: list[Item]) -> None:
        events: list[Event] = []
        fixes: list[tuple[Fixes, int]] = []
        for item in items:
            if isinstance(item, NewPicture):
                self._clock.set_offset_ms(item.clock_offset_ms)
                self._stage.replace(item.snapshot)
                self._needs_picture = False
            elif self._needs_picture:
                continue
            elif isinstance(item, str):
                # A position must not overtake the end of its unit's duty, nor be overtaken by it.
                if fixes:
                    self._apply(events, fixes)
                    events, fixes = [], []
                events.append(read_event(item))
            else:
                fixes.append(decode_frame(item))
        self._apply(events, fixes)

    def _apply(self, events: list[Event], batches: list[tuple[Fixes, int]]) -> None:
        if events:
            self._stage.apply_events(events)
        if not batches:
            return
        fixes = Fixes.concat([batch for batch, _ in batches])
        if len(fixes):
            self._stage.apply_fixes(fixes)
            self.fixes_received += len(fixes)
        now_ms = self._clock.now_ms()
        for _, sent_at_ms in batches:
            self.lag.add(now_ms - sent_at_ms)
        self._newest_at_ms = batches[-1][1]
        self._newest_lag_s = max(0.0, (now_ms - self._newest_at_ms) / 1000)

    def _start_over(self, error: AppError) -> None:
        """Take nothing more of what is there, and ask for a new picture."""
        if not self._needs_picture:
            logger.warning("the desk starts over from a new snapshot: %s", error)
        self._needs_picture = True
        if self._link is not None:
            self._link.resync()
