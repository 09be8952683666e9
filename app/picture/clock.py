"""The one clock: live it is the station's now, in review it is the slider."""

from __future__ import annotations

import time
from typing import Protocol


class Clock(Protocol):
    def now_ms(self) -> int:
        """The moment that is being looked at, in the station's time, Unix milliseconds."""
        ...


class LiveClock:
    """The station's time as this machine knows it: its own clock and an offset measured at every snapshot.

    It runs on the monotonic clock in between, so that somebody who sets the wall clock does not age the units.
    """

    def __init__(self) -> None:
        self._base_ms = time.time() * 1000 - time.monotonic() * 1000

    def now_ms(self) -> int:
        return int(self._base_ms + time.monotonic() * 1000)

    def set_offset_ms(self, offset_ms: float) -> None:
        """Station's clock minus this machine's wall clock, just now."""
        self._base_ms = (time.time() - time.monotonic()) * 1000 + offset_ms
