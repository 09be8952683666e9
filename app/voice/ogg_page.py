"""Pages of an Ogg file (RFC 3533 section 6), each with its checksum, so that a cut-off one is known as such."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntFlag

_CAPTURE = b"OggS"
_HEADER = struct.Struct("<4sBBqIIIB")
_CRC_AT = 22
_MOST_SEGMENTS = 255
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


class Flags(IntFlag):
    NONE = 0
    CONTINUED = 1
    BEGIN = 2
    END = 4


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    Args:
        granule: position at the end of its last whole packet. lacing: lengths of its segments, one byte each;
            one below 255 ends a packet.
    """

    flags: Flags
    granule: int
    serial: int
    number: int
    lacing: bytes
    body: bytes

    def pack(self) -> bytes:
        header = _HEADER.pack(_CAPTURE, 0, self.flags, self.granule, self.serial, self.number, 0, len(self.lacing))
        page = bytearray(b"".join((header, self.lacing, self.body)))
        page[_CRC_AT : _CRC_AT + 4] = struct.pack("<I", _crc(page))
        return bytes(page)


def lacing_of(packet: bytes) -> bytes:
    return b"\xff" * (len(packet) // 255) + bytes((len(packet) % 255,))


def fitting(packets: list[bytes]) -> int:
    """How many of the packets, from the first, fit whole into one page."""
    segments = 0
    for i, packet in enumerate(packets):
        segments += len(packet) // 255 + 1
        if segments > _MOST_SEGMENTS:
            return i
    return len(packets)


def pages_in(data: bytes) -> Iterator[Page]:
    """The pages from the beginning up to the first that is not whole."""
    begin = 0
    while begin + _HEADER.size <= len(data):
        capture, _, flags, granule, serial, number, crc, segments = _HEADER.unpack_from(data, begin)
        lacing_end = begin + _HEADER.size + segments
        lacing = data[begin + _HEADER.size : lacing_end]
        end = lacing_end + sum(lacing)
        if capture != _CAPTURE or end > len(data) or len(lacing) < segments:
            return
        page = bytearray(data[begin:end])
        page[_CRC_AT : _CRC_AT + 4] = bytes(4)
        if _crc(page) != crc:
            return
        yield Page(Flags(flags & 7), granule, serial, number, lacing, data[lacing_end:end])
        begin = end


def packets_in(pages: Iterator[Page]) -> Iterator[bytes]:
    """The packets of one stream, put together where they go over pages."""
    parts: list[bytes] = []
    for page in pages:
        if not page.flags & Flags.CONTINUED:
            parts = []
        begin = 0
        for length in page.lacing:
            parts.append(page.body[begin : begin + length])
            begin += length
            if length < 255:
                yield b"".join(parts)
                parts = []


def _crc(data: bytes | bytearray) -> int:
    """CRC-32 of polynomial 04C11DB7 from 0, most significant bit first (RFC 3533 section 6).

    zlib has the same one with bits in the other order, begun and ended with all ones.
    """
    mirrored = zlib.crc32(data.translate(_REVERSED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{mirrored:032b}"[::-1], 2)
