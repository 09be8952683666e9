"""One packet to many ends, a slice at a time: whatever is said to however many, others get their turn."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.station.voice.link import Link

logger = logging.getLogger(__name__)

#: So long the loop is held up at a time, and so often that is looked at.
_SLICE_S = 0.002
_BETWEEN = 16
#: A message only wakes the task that sends it, which is what takes the time: so many at once.
_MESSAGES = 64
#: Speech that could not be sent for so long is too old.
_STALE_S = 0.5


@dataclass(frozen=True, slots=True)
class _Sending:
    each: Callable[[Link], None]
    targets: Sequence[Link]
    since_s: float
    #: Speech, which is of no use when it is late; what else is sent is always sent.
    is_speech: bool


class Fan:
    """Lives on the event loop. All that is put is sent in order.

    Args:
        on_stale: called for each packet that was left out, because others took too long.
    """

    def __init__(self, on_stale: Callable[[], None]) -> None:
        self._on_stale = on_stale
        self._waiting: deque[_Sending] = deque()
        self._at = 0
        self._is_running = False

    @property
    def is_running(self) -> bool:
        """Whether something waits for its turn."""
        return self._is_running

    def put(self, each: Callable[[Link], None], targets: Sequence[Link], *, is_speech: bool) -> None:
        """Call ``each`` with every target that is still open when its turn comes."""
        self._waiting.append(_Sending(each, targets, time.monotonic(), is_speech))
        if not self._is_running:
            self._run()

    def _run(self) -> None:
        self._is_running = True
        until_s = time.monotonic() + _SLICE_S
        while self._waiting:
            sending = self._waiting[0]
            if sending.is_speech and not self._at and until_s - sending.since_s > _STALE_S + _SLICE_S:
                self._waiting.popleft()
                self._on_stale()
                continue
            while self._at < len(sending.targets):
                for link in sending.targets[self._at : self._at + _BETWEEN]:
                    if link.is_open:
                        sending.each(link)
                self._at += _BETWEEN
                if time.monotonic() >= until_s or not (sending.is_speech or self._at % _MESSAGES):
                    asyncio.get_running_loop().call_soon(self._run)
                    return
            self._waiting.popleft()
            self._at = 0
        self._is_running = False
