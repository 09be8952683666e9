"""How well one source is received: loss and jitter as RTCP reports them (RFC 3550 section 6.4.1, A.3, A.8)."""

from __future__ import annotations

from app.voice.rtcp import ReportBlock, SenderReport
from app.voice.rtp import CLOCK_HZ, SEQUENCE_BITS, Packet, unwrapped

_MOST_LOST = (1 << 23) - 1
#: A leap of the sequence that is no loss but a talker that began anew (RFC 3550 appendix A.1).
_MOST_LEAP = 3000


class Reception:
    """Counts the packets of one source. Belongs to one thread.

    Args:
        ssrc: of the source.
    """

    def __init__(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self.received = 0
        self._first = self._highest = -1
        self._transit = 0.0
        self._jitter = 0.0
        self._expected_before = self._received_before = 0
        self._last_report, self._last_report_at = 0, 0.0

    def note(self, packet: Packet, now_s: float) -> None:
        """A packet came at ``now_s``, on any clock that only goes forward."""
        if self._highest < 0:
            self._begin(packet.sequence)
        sequence = unwrapped(packet.sequence, self._highest, SEQUENCE_BITS)
        if abs(sequence - self._highest) > _MOST_LEAP:
            self._begin(packet.sequence)
            sequence = self._highest
        self._highest = max(self._highest, sequence)
        self._first = min(self._first, sequence)
        self.received += 1
        transit = now_s * CLOCK_HZ - packet.timestamp
        if self.received > 1:
            # The timestamp wraps, and so does the difference.
            difference = (transit - self._transit + (1 << 31)) % (1 << 32) - (1 << 31)
            self._jitter += (abs(difference) - self._jitter) / 16
        self._transit = transit

    def note_report(self, report: SenderReport, now_s: float) -> None:
        self._last_report, self._last_report_at = report.ntp >> 16 & 0xFFFFFFFF, now_s

    @property
    def expected(self) -> int:
        """Packets that were sent, from the first to the last that came."""
        return self._highest - self._first + 1 if self.received else 0

    @property
    def jitter_s(self) -> float:
        return self._jitter / CLOCK_HZ

    def block(self, now_s: float) -> ReportBlock:
        """What to report now; the share that was lost is counted anew from here."""
        expected = self.expected - self._expected_before
        lost = expected - (self.received - self._received_before)
        self._expected_before, self._received_before = self.expected, self.received
        since = int((now_s - self._last_report_at) * 65536) & 0xFFFFFFFF if self._last_report else 0
        return ReportBlock(
            ssrc=self.ssrc,
            fraction_lost=min(255, max(0, lost * 256 // expected)) if expected > 0 else 0,
            lost=max(-_MOST_LOST - 1, min(_MOST_LOST, self.expected - self.received)),
            highest_sequence=max(0, self._highest) & 0xFFFFFFFF,
            jitter=int(self._jitter) & 0xFFFFFFFF,
            last_report=self._last_report,
            since_report=since,
        )

    def _begin(self, sequence: int) -> None:
        self._first = self._highest = sequence
        self.received = self._expected_before = self._received_before = 0
