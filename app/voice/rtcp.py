"""RTCP (RFC 3550 section 6): sender and receiver reports and goodbyes, packed into and parsed from compounds."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TypeAlias

_VERSION = 2
_SR, _RR, _SDES, _BYE = 200, 201, 202, 203
_CNAME = 1
_HEADER = struct.Struct("!BBH")
_SSRC = struct.Struct("!I")
_SENDER = struct.Struct("!QIII")
_BLOCK = struct.Struct("!IIIIII")
_MOST_BLOCKS = 31
#: Seconds from 1900, where NTP begins, to 1970.
_NTP_EPOCH_S = 2_208_988_800


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """How one source is received (section 6.4.1).

    Args:
        fraction_lost: since the last report, in 1/256. lost: in all, 24 bits, negative with duplicates.
        highest_sequence: with how often it wrapped in the upper 16 bits. jitter: in units of the timestamp.
        last_report: middle 32 bits of the NTP time of the last sender report, 0 for none.
        since_report: since it came, in 1/65536 s.
    """

    ssrc: int
    fraction_lost: int
    lost: int
    highest_sequence: int
    jitter: int
    last_report: int = 0
    since_report: int = 0

    @property
    def loss(self) -> float:
        """0.0 to 1.0, since the report before."""
        return self.fraction_lost / 256

    @property
    def jitter_ms(self) -> float:
        """Of speech, whose clock runs at 48 kHz."""
        return self.jitter / 48

    def round_trip_s(self, now_s: float) -> float | None:
        """Time to the receiver and back; None when it has no report of ours. ``now_s`` is Unix time."""
        if not self.last_report:
            return None
        units: int = (_middle(ntp_time(now_s)) - self.last_report - self.since_report) % (1 << 32)
        return units / 65536 if units < 1 << 31 else 0.0


@dataclass(frozen=True, slots=True)
class SenderReport:
    """What a talker has sent, and when that is on its clock.

    Args:
        ntp: 64 bits of NTP time. timestamp: of RTP at the same moment.
        sent, sent_bytes: packets, and their payload.
    """

    ssrc: int
    ntp: int
    timestamp: int
    sent: int
    sent_bytes: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    """What an end receives; without blocks it only says that the path works."""

    ssrc: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """The name that an end keeps while its SSRCs change (SDES CNAME); belongs into every compound."""

    ssrc: int
    cname: str


@dataclass(frozen=True, slots=True)
class Goodbye:
    ssrcs: tuple[int, ...]


Report: TypeAlias = SenderReport | ReceiverReport | Name | Goodbye


def ntp_time(unix_s: float) -> int:
    """64 bits of NTP time: seconds since 1900, and 1/2**32 of one."""
    return int((unix_s + _NTP_EPOCH_S) * (1 << 32)) & (1 << 64) - 1


def unix_time(ntp: int) -> float:
    """Seconds since 1970 of 64 bits of NTP time."""
    return ntp / (1 << 32) - _NTP_EPOCH_S


def pack(*reports: Report) -> bytes:
    """One compound packet; it begins with a sender or receiver report (section 6.1)."""
    return b"".join(_packed(report) for report in reports)


def sender(compound: bytes) -> int:
    """The SSRC that a compound begins with, and is protected under; of at least 8 bytes (RFC 3711 section 3.4)."""
    ssrc: int = _SSRC.unpack_from(compound, _HEADER.size)[0]
    return ssrc


def sources(report: Report) -> frozenset[int]:
    """The SSRCs that a report says it is of."""
    return frozenset(report.ssrcs) if isinstance(report, Goodbye) else frozenset((report.ssrc,))


def parse(data: bytes) -> tuple[Report, ...] | None:
    """The reports of a compound, without kinds that we do not know; None when it is not RTCP."""
    reports: list[Report] = []
    begin = 0
    while begin < len(data):
        if len(data) - begin < _HEADER.size:
            return None
        first, kind, words = _HEADER.unpack_from(data, begin)
        body_begin, begin = begin + _HEADER.size, begin + 4 * (words + 1)
        if first >> 6 != _VERSION or begin > len(data):
            return None
        body = data[body_begin:begin]
        if first & 0x20:
            if begin != len(data) or not body or not 0 < body[-1] <= len(body):
                return None
            body = body[: -body[-1]]
        try:
            report = _parsed(kind, first & 0x1F, body)
        except (struct.error, IndexError):
            return None
        if report is not None:
            reports.append(report)
    return tuple(reports) if data else None


def _packed(report: Report) -> bytes:
    match report:
        case SenderReport():
            sent = _SENDER.pack(report.ntp, report.timestamp, report.sent, report.sent_bytes)
            return _framed(_SR, len(report.blocks), _SSRC.pack(report.ssrc) + sent + _packed_blocks(report.blocks))
        case ReceiverReport():
            return _framed(_RR, len(report.blocks), _SSRC.pack(report.ssrc) + _packed_blocks(report.blocks))
        case Name():
            cname = report.cname.encode()[:255]
            chunk = _SSRC.pack(report.ssrc) + bytes((_CNAME, len(cname))) + cname
            # A chunk ends with one to four zeros, on a 32-bit boundary.
            return _framed(_SDES, 1, chunk + bytes(4 - len(chunk) % 4))
        case Goodbye():
            return _framed(_BYE, len(report.ssrcs), b"".join(map(_SSRC.pack, report.ssrcs)))


def _framed(kind: int, count: int, body: bytes) -> bytes:
    return _HEADER.pack(_VERSION << 6 | count, kind, len(body) // 4) + body


def _packed_blocks(blocks: tuple[ReportBlock, ...]) -> bytes:
    assert len(blocks) <= _MOST_BLOCKS
    return b"".join(
        _BLOCK.pack(
            block.ssrc,
            block.fraction_lost << 24 | block.lost & 0xFFFFFF,
            block.highest_sequence,
            block.jitter,
            block.last_report,
            block.since_report,
        )
        for block in blocks
    )


def _parsed(kind: int, count: int, body: bytes) -> Report | None:
    if kind == _SR:
        (ssrc,) = _SSRC.unpack_from(body)
        ntp, timestamp, sent, sent_bytes = _SENDER.unpack_from(body, 4)
        return SenderReport(ssrc, ntp, timestamp, sent, sent_bytes, _parsed_blocks(body, 24, count))
    if kind == _RR:
        (ssrc,) = _SSRC.unpack_from(body)
        return ReceiverReport(ssrc, _parsed_blocks(body, 4, count))
    if kind == _SDES and count:
        return _parsed_name(body)
    if kind == _BYE:
        return Goodbye(tuple(_SSRC.unpack_from(body, 4 * i)[0] for i in range(count)))
    return None


def _parsed_blocks(body: bytes, begin: int, count: int) -> tuple[ReportBlock, ...]:
    blocks = []
    for i in range(count):
        ssrc, losses, *rest = _BLOCK.unpack_from(body, begin + i * _BLOCK.size)
        lost = losses & 0xFFFFFF
        blocks.append(ReportBlock(ssrc, losses >> 24, lost - (1 << 24) if lost >> 23 else lost, *rest))
    return tuple(blocks)


def _parsed_name(body: bytes) -> Name | None:
    """The name of the first chunk; others do not come from one end."""
    (ssrc,) = _SSRC.unpack_from(body)
    begin = 4
    while begin < len(body) and body[begin]:
        kind, length = body[begin], body[begin + 1]
        text = body[begin + 2 : begin + 2 + length]
        if kind == _CNAME and len(text) == length:
            return Name(ssrc, text.decode("utf-8", "replace"))
        begin += 2 + length
    return None


def _middle(ntp: int) -> int:
    return ntp >> 16 & 0xFFFFFFFF
