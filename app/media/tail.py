"""The live end of a stream: a chain of pieces that any number of readers walk along, each at its own pace.

Nothing is copied for a reader and none has a queue: a piece lives as long as somebody still has to read it.
"""

from __future__ import annotations

import asyncio
import time

from app.media.containers.piece import Piece


class Link:
    """One piece in the chain. ``end``: bytes of the stream up to and with it. ``at_s``: arrival, monotonic."""

    __slots__ = ("at_s", "data", "end", "header", "next")

    def __init__(self, data: bytes, header: bytes, end: int) -> None:
        self.data, self.header, self.end, self.at_s = data, header, end, time.monotonic()
        self.next: Link | None = None


class Tail:
    """Lives on the event loop."""

    def __init__(self) -> None:
        self.is_over = False
        self.total = 0
        #: The last key piece and what came after it; None while there is none near enough to begin with.
        self._entry: Link | None = None
        self._last = Link(b"", b"", 0)
        self._news = asyncio.Event()

    def put(self, piece: Piece, header: bytes) -> None:
        self.total += len(piece.data)
        link = Link(piece.data, header, self.total)
        self._last.next = link
        self._last = link
        if piece.is_key:
            self._entry = link

    def wake(self) -> None:
        """Tell the readers that there is more."""
        news, self._news = self._news, asyncio.Event()
        news.set()

    def close(self) -> None:
        """No more will come; readers end when they have read what there is."""
        self.is_over = True
        self._entry = None
        self.wake()

    async def entry(self) -> Link | None:
        """The last key piece, or the next one to come; None when the stream ends before."""
        while self._entry is None and not self.is_over:
            await self._news.wait()
        return self._entry

    async def after(self, link: Link) -> Link | None:
        """The piece after this one, when it is there; None when the stream is over."""
        while link.next is None:
            if self.is_over:
                return None
            await self._news.wait()
        return link.next

    def forget_far_entry(self, most: int) -> None:
        """Let go of a key piece that is more than so many bytes back: no place to begin, and too much to hold."""
        if self._entry is not None and self.total - self._entry.end > most:
            self._entry = None
