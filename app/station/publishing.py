"""One publishing: a terminal's push from its first byte to its end, and what is known of it on the way."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from datetime import datetime

from app.domain.errors import AppError
from app.domain.model import utc_now
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.terminal import Terminal
from app.media.containers.piece import Cutter, Piece, merged
from app.media.containers.sniff import cutter_for, sniff
from app.media.ring import Ring
from app.media.tail import Tail

#: A key piece this far back is no place to begin; so much of a stream is in memory for readers at most.
_ENTRY_BYTES = 8 * 1024 * 1024
#: The rate is that of so many seconds.
_RATE_S = 5.0


class Publishing:
    """Lives on the event loop. It is live from its first key frame on.

    Args:
        terminal: as it was when the push began.
    """

    def __init__(self, terminal: Terminal, deadline: asyncio.Timeout, *, takes_wishes: bool = False) -> None:
        self.terminal, self._takes_wishes = terminal, takes_wishes
        self.number = 0
        self.started_at: datetime = utc_now()
        self.began_s = self.heard_s = time.monotonic()
        self.container: Container | None = None
        self.tail = Tail()
        #: The terminal's, from the moment at which this is live.
        self.ring = Ring()
        self.received = 0
        #: What the log was last told of it, and when.
        self.noted: Stream | None = None
        self.noted_s = 0.0
        self.cut_by: tuple[StreamEnd, AppError] | None = None
        self._deadline = deadline
        self._cutter: Cutter | None = None
        self._head = b""
        self._counts: deque[tuple[float, int]] = deque()

    @property
    def is_live(self) -> bool:
        return self.number > 0

    def feed(self, chunk: bytes) -> list[Piece]:
        """The pieces that a chunk completes, not yet shown to anybody.

        Raises:
            AppError: what ``sniff`` and ``Cutter.feed`` refuse with.
        """
        self.heard_s = time.monotonic()
        self.received += len(chunk)
        if self._cutter is None:
            chunk = self._head = self._head + chunk
            self.container = sniff(chunk)
            if self.container is None:
                return []
            self._cutter, self._head = cutter_for(self.container), b""
        return self._cutter.feed(chunk)

    def show(self, pieces: list[Piece]) -> None:
        """Hand pieces to ring and readers."""
        assert self._cutter is not None
        header, now_ms = self._cutter.header, time.time_ns() // 1_000_000
        for piece in merged(pieces):
            self.ring.put(piece, header, now_ms)
            self.tail.put(piece, header)
        self.tail.forget_far_entry(_ENTRY_BYTES)
        self.tail.wake()

    def cut(self, reason: StreamEnd, error: AppError) -> None:
        """End the push from this side: its door answers with the error."""
        if self.cut_by is None:
            self.cut_by = (reason, error)
            self._deadline.reschedule(asyncio.get_running_loop().time())

    def measure(self) -> None:
        """Once a second: how much came lately."""
        now_s = time.monotonic()
        self._counts.append((now_s, self.received))
        while now_s - self._counts[0][0] > _RATE_S + 0.5:
            self._counts.popleft()

    def row(self) -> Stream:
        """As the picture should hold it now."""
        assert self._cutter is not None and self.container is not None
        tracks = self._cutter.tracks
        return Stream(
            terminal=self.terminal.number,
            number=self.number,
            container=self.container,
            started_at=self.started_at,
            video_codec=tracks.video_codec,
            audio_codec=tracks.audio_codec,
            width=tracks.width,
            height=tracks.height,
            bitrate_bps=self._bitrate_bps(),
            lost=tracks.lost,
            takes_wishes=self._takes_wishes,
        )

    def _bitrate_bps(self) -> int:
        if len(self._counts) < 3:
            return 0
        (since_s, before), (now_s, after) = self._counts[0], self._counts[-1]
        return round((after - before) * 8 / (now_s - since_s) / 1000) * 1000
