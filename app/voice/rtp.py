"""RTP packets of Opus speech (RFC 3550 section 5.1, RFC 7587), and arithmetic on numbers that wrap."""

from __future__ import annotations

import secrets
import struct
from dataclasses import dataclass

from app.voice.toc import is_silence

#: Of Opus here, from the dynamic range; its clock runs at 48 kHz whatever is encoded (RFC 7587 section 4.1).
PAYLOAD_TYPE = 111
CLOCK_HZ = 48_000
SEQUENCE_BITS, TIMESTAMP_BITS = 16, 32
#: What is longer was not made here: 120 ms of Opus at our rate stay far below it, as does the path of a tunnel.
MOST_BYTES = 1200

_HEADER = struct.Struct("!BBHII")
_EXTENSION = struct.Struct("!HH")
_VERSION = 2
#: A burst that begins in the lower half does not wrap before it ends; a listener who comes late need not guess
#: how often it did, which SRTP would have to know (RFC 3711 section 3.3.1).
_FIRST_SEQUENCES = 1 << 15


@dataclass(frozen=True, slots=True)
class Packet:
    """One RTP packet, without its list of contributors and its extension.

    Args:
        sequence: 0 to 65535. timestamp: of the first sample, 48 kHz, 32 bits. ssrc: of the burst.
        payload: one Opus packet. is_marked: first of a spurt of talk.
    """

    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    is_marked: bool = False
    payload_type: int = PAYLOAD_TYPE

    def pack(self) -> bytes:
        kind = self.payload_type | (0x80 if self.is_marked else 0)
        return _HEADER.pack(_VERSION << 6, kind, self.sequence, self.timestamp, self.ssrc) + self.payload


def parse(data: bytes) -> Packet | None:
    """The packet in a datagram; None when it is not RTP, or is longer than any that speech needs."""
    if not _HEADER.size <= len(data) <= MOST_BYTES:
        return None
    first, kind, sequence, timestamp, ssrc = _HEADER.unpack_from(data)
    begin = _HEADER.size + 4 * (first & 0x0F)
    if first >> 6 != _VERSION:
        return None
    if first & 0x10:
        if len(data) < begin + _EXTENSION.size:
            return None
        begin += _EXTENSION.size + 4 * _EXTENSION.unpack_from(data, begin)[1]
    end = len(data)
    if first & 0x20:
        if not data[-1]:
            return None
        end -= data[-1]
    if begin > end:
        return None
    return Packet(sequence, timestamp, ssrc, data[begin:end], bool(kind & 0x80), kind & 0x7F)


def is_rtcp(data: bytes) -> bool:
    """Whether a datagram of the shared port is RTCP rather than RTP (RFC 5761 section 4); the same for SRTCP."""
    return len(data) > 1 and 192 <= data[1] <= 223


def unwrapped(value: int, near: int, bits: int) -> int:
    """The number that is ``value`` modulo 2**bits and nearest to ``near``, which does not wrap.

    Half a turn away, the later one.
    """
    half = 1 << (bits - 1)
    return near - half + 1 + ((value - near + half - 1) % (1 << bits))


class Packetizer:
    """Makes the packets of one burst from its frames; each is 20 ms, or as long as is said.

    Of silence only the first packet is sent, so that the hearer knows that no loss follows, and then those with
    which the encoder renews it. The sequence counts packets and the timestamp counts time, so the hearer can tell.
    """

    def __init__(self, ssrc: int) -> None:
        self.ssrc = ssrc
        self.sent = 0
        self.sent_bytes = 0
        self._sequence = secrets.randbelow(_FIRST_SEQUENCES)
        self._timestamp = secrets.randbits(TIMESTAMP_BITS)
        self._is_silent, self._is_first = False, True

    @property
    def timestamp(self) -> int:
        """Of the next frame."""
        return self._timestamp

    def packet(self, payload: bytes, samples: int = 960) -> Packet | None:
        """The packet for the next frame; None when it need not be sent."""
        was_silent, self._is_silent = self._is_silent, is_silence(payload)
        timestamp = self._timestamp
        self._timestamp = (timestamp + samples) % (1 << TIMESTAMP_BITS)
        if self._is_silent and was_silent:
            return None
        is_marked = self._is_first or (was_silent and not self._is_silent)
        packet = Packet(self._sequence, timestamp, self.ssrc, payload, is_marked)
        self._sequence = (self._sequence + 1) % (1 << SEQUENCE_BITS)
        self._is_first = False
        self.sent += 1
        self.sent_bytes += len(payload)
        return packet
