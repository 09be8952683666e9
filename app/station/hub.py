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
    """One desk's queue: frames are bytes, events are text. ``dropped`` is set when too much waits."""

    def __init__(self) -> None:
        self.dropped = asyncio.Event()
        self._waiting: deque[str | bytes] = deque()
        self._bytes = 0
        self._news = asyncio.Event()

    def put(self, message: str | bytes) -> None:
        if self.dropped.is_set():
            return
        self._bytes += len(message)
        self._waiting.append(message)
        self._news.set()
        if self._bytes > _MAX_WAITING_BYTES or len(self._waiting) > _MAX_WAITING:
            self._waiting.clear()
            self.dropped.set()

    async def next(self) -> str | bytes:
        while not self._waiting:
            self._news.clear()
            await self._news.wait()
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
