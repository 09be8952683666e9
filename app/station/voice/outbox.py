"""What waits to be sent over one WebSocket; never for long, because nobody wants to hear what was said then."""

from __future__ import annotations

import asyncio
import time
from collections import deque

#: Who takes nothing for so long is dropped; what waits is speech, so it is little.
_SLOW_S = 2.0
_MOST_WAITING = 2_000
#: Speech that is older is not sent any more.
_STALE_S = 0.5


class Outbox:
    """Messages are text, packets are bytes. ``dropped`` is set when they wait for too long."""

    def __init__(self) -> None:
        self.dropped = asyncio.Event()
        self._waiting: deque[tuple[float, str | bytes | None]] = deque()
        self._news = asyncio.Event()

    def put(self, message: str | bytes) -> None:
        if self.dropped.is_set():
            return
        now_s = time.monotonic()
        self._waiting.append((now_s, message))
        self._news.set()
        if now_s - self._waiting[0][0] > _SLOW_S or len(self._waiting) > _MOST_WAITING:
            self._waiting.clear()
            self.dropped.set()

    def end(self) -> None:
        """Nothing more comes after what waits."""
        self._waiting.append((time.monotonic(), None))
        self._news.set()

    async def next(self) -> str | bytes | None:
        """What is to be sent next; None when that was all."""
        while True:
            while not self._waiting:
                self._news.clear()
                await self._news.wait()
            at_s, message = self._waiting.popleft()
            if not isinstance(message, bytes) or time.monotonic() - at_s < _STALE_S:
                return message
