"""How long it takes until what is said is heard, from the times that talkers report (RFC 3550 section 6.4.1)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from app.voice.rtcp import SenderReport, unix_time
from app.voice.rtp import CLOCK_HZ, TIMESTAMP_BITS, unwrapped
from app.voice.toc import LOOKAHEAD_SAMPLES

#: Longer than anything is kept for: then the clocks of the two ends do not show the same time.
_MOST_MS = 10_000.0
#: Packets of the longest burst, twice.
_MOST_PACKETS = 6_000
_LATELY = 50


class MouthToEar:
    """Of one burst, at one of its hearers.

    Args:
        clock: of ``note_played``. wall: Unix time; talkers' reports are by theirs.
    """

    def __init__(self, clock: Callable[[], float], wall: Callable[[], float] = time.time) -> None:
        self._clock, self._wall = clock, wall
        self._report: SenderReport | None = None
        self._waiting: list[tuple[int, float]] = []
        self._delays_ms: list[float] = []

    def note_report(self, report: SenderReport) -> None:
        """Which sample was taken when; what was played before is told by the first of these."""
        self._report = report
        waiting, self._waiting = self._waiting, []
        for timestamp, heard_s in waiting:
            self._add(report, timestamp, heard_s)

    def note_played(self, timestamp: int, at_s: float) -> None:
        """The first sample of the packet of that time is heard at ``at_s``."""
        if len(self._delays_ms) + len(self._waiting) >= _MOST_PACKETS:
            return
        heard_s = at_s + self._wall() - self._clock()
        if self._report is None:
            self._waiting.append((timestamp, heard_s))
        else:
            self._add(self._report, timestamp, heard_s)

    @property
    def delays_ms(self) -> tuple[float, ...] | None:
        """One of each packet that was played; None when the clocks of the two ends do not agree."""
        are_alike = all(0.0 <= delay_ms <= _MOST_MS for delay_ms in self._delays_ms)
        return tuple(self._delays_ms) if are_alike else None

    @property
    def lately_ms(self) -> float | None:
        """Of the last second; None when nothing is known, or the clocks do not agree."""
        lately = self._delays_ms[-_LATELY:]
        return statistics.median(lately) if lately and 0.0 <= min(lately) <= max(lately) <= _MOST_MS else None

    def _add(self, report: SenderReport, timestamp: int, heard_s: float) -> None:
        since = unwrapped(timestamp, report.timestamp, TIMESTAMP_BITS) - report.timestamp
        # A decoder gives what was said a little after the time of its packet.
        taken_s = unix_time(report.ntp) + (since - LOOKAHEAD_SAMPLES) / CLOCK_HZ
        self._delays_ms.append(1000 * (heard_s - taken_s))
