"""The inbox: what the link's thread brought and the GUI thread has not shown yet."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass

from app.domain.snapshot import Snapshot

#: More than this waits at the station, which then drops a desk that stays behind. A desk that cannot keep up for
#: longer is better off with a new snapshot than with a queue in its own memory.
MOST_BYTES = 64 * 2**20
MOST_ITEMS = 50_000


@dataclass(frozen=True, slots=True)
class NewPicture:
    """Start over from this; ``clock_offset_ms`` is the station's clock minus this machine's."""

    snapshot: Snapshot
    clock_offset_ms: float


Item = NewPicture | str | bytes


class Inbox:
    """In the order in which it came. One thread puts, another takes."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._bytes = 0
        self._lock = threading.Lock()
        self._is_awaited = True

    def put(self, frame: str | bytes) -> tuple[bool, bool]:
        """Returns whether there was room, and whether the taker has to be woken."""
        with self._lock:
            if self._bytes > MOST_BYTES or len(self._items) >= MOST_ITEMS:
                return False, False
            self._items.append(frame)
            self._bytes += len(frame)
            return True, self._wake()

    def start_over(self, picture: NewPicture) -> bool:
        """A new picture; what came before it does not matter any more. Returns whether to wake the taker."""
        with self._lock:
            self._items.clear()
            self._bytes = 0
            self._items.append(picture)
            return self._wake()

    def take(self, most_items: int, most_bytes: int) -> list[Item]:
        """The next few, at least one when there is any. Once there is none, the next one put wakes the taker."""
        taken: list[Item] = []
        with self._lock:
            size = 0
            while self._items and len(taken) < most_items and size < most_bytes:
                item = self._items.popleft()
                taken.append(item)
                size += 0 if isinstance(item, NewPicture) else len(item)
            self._bytes -= size
            if not taken:
                self._is_awaited = True
        return taken

    def clear(self) -> None:
        with self._lock:
            self._items.clear()
            self._bytes = 0
            self._is_awaited = True

    def _wake(self) -> bool:
        was_awaited, self._is_awaited = self._is_awaited, False
        return was_awaited
