"""The hub: hands what happens to every desk that listens, and drops the one that cannot keep up."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence

from app.station.log import Entry

#: What may wait for one desk. More means its line is slower than what happens: it comes back by ``since``.
_MAX_WAITING_BYTES = 8 * 1024 * 1024
_MAX_WAITING = 20_000


class Listener:
    """One desk's queue. ``next()`` waits for something to send; frames are bytes, events are text."""

    def __init__(self) -> None:
        self._waiting: deque[str | bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self.is_too_slow = False

    def put(self, message: str | bytes) -> None:
        self._bytes += len(message)
        self._waiting.append(message)
        if self._bytes > _MAX_WAITING_BYTES or len(self._waiting) > _MAX_WAITING:
            self.is_too_slow = True
            self._waiting.clear()
        self._news.set()

    async def next(self) -> str | bytes | None:
        """The next message; None when this listener was dropped."""
        while not self._waiting and not self.is_too_slow:
            self._news.clear()
            await self._news.wait()
        if self.is_too_slow:
            return None
        message = self._waiting.popleft()
        self._bytes -= len(message)
        return message


class Hub:
    """Lives on the event loop. Each message is made once, whatever the number of desks."""

    def __init__(self) -> None:
        self._listeners: set[Listener] = set()

    def __len__(self) -> int:
        return len(self._listeners)

    def join(self) -> Listener:
        listener = Listener()
        self._listeners.add(listener)
        return listener

    def leave(self, listener: Listener) -> None:
        self._listeners.discard(listener)

    def events(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            self._send(entry.event.model_dump_json())

    def frame(self, frame: bytes) -> None:
        self._send(frame)

    def _send(self, message: str | bytes) -> None:
        for listener in self._listeners:
            listener.put(message)
