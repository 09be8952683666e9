"""Ogg Opus files (RFC 7845): one burst a file, written page by page so that a crash loses less than a second."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from app.domain.errors import AppError
from app.voice.ogg_page import Flags, Page, fitting, lacing_of, packets_in, pages_in
from app.voice.rtp import TIMESTAMP_BITS, unwrapped
from app.voice.toc import LOOKAHEAD_SAMPLES, duration_samples, placeholder
from app.voice.wave import RATE_HZ

_HEAD = struct.Struct("<8sBBHIhB")
#: Written at least so often, and not before packets that were overtaken on the way had this long to come.
_PAGE_SAMPLES, _REORDER_SAMPLES = RATE_HZ // 2, RATE_HZ // 5
#: A gap longer than this is not filled: no pause in a burst is that long, so it is a mistake of the talker's.
_MOST_GAP_SAMPLES = 10 * RATE_HZ


class OggWriter:
    """Writes the packets of one burst in the order of their timestamps.

    What is missing is marked as lost, so that the file lasts as long as the burst did (RFC 7845 section 4.1).

    Args:
        serial: of the stream in the file: the burst's number.
        comments: what the file says of itself, such as ``TITLE``.
    Raises:
        OSError: the disk; from every method.
    """

    def __init__(self, file: Path, serial: int, comments: dict[str, str] | None = None) -> None:
        self._serial = serial & 0xFFFFFFFF
        self._pages = 0
        self._waiting: dict[int, bytes] = {}
        self._newest = self._next = -1
        self._granule = 0
        self._last: bytes | None = None
        self.late = 0
        self._file: BinaryIO = file.open("wb")
        head = _HEAD.pack(b"OpusHead", 1, 1, LOOKAHEAD_SAMPLES, RATE_HZ, 0, 0)
        self._write_page([head], 0, Flags.BEGIN)
        self._write_page([_tags(comments or {})], 0)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def duration_s(self) -> float:
        """Of what is on disk."""
        return max(0, self._granule - LOOKAHEAD_SAMPLES) / RATE_HZ

    def write(self, payload: bytes, timestamp: int) -> None:
        """Take one packet, in any order; one that is no Opus, or comes after its page was written, is left out."""
        if not duration_samples(payload):
            return
        at = unwrapped(timestamp, self._newest, TIMESTAMP_BITS)
        if self._newest < 0 or abs(at - self._newest) > _MOST_GAP_SAMPLES:
            self._flush()
            at = self._next = self._newest = timestamp
        if not self._granule and 0 < self._next - at <= _REORDER_SAMPLES:
            # Nothing is written yet: the first packet was overtaken, and the file begins with it.
            self._next = at
        if at < self._next:
            self.late += 1
            return
        self._waiting[at] = payload
        self._newest = max(self._newest, at)
        if self._newest - self._next >= _PAGE_SAMPLES + _REORDER_SAMPLES:
            self._flush(self._newest - _REORDER_SAMPLES)

    def close(self) -> None:
        """Write what waits and the end of the stream; doing it again does nothing."""
        if self._file.closed:
            return
        try:
            self._flush(flags=Flags.END)
        finally:
            self._file.close()

    def _flush(self, until: int | None = None, flags: Flags = Flags.NONE) -> None:
        """Write what begins before ``until``, or all."""
        packets: list[bytes] = []
        for at in sorted(at for at in self._waiting if until is None or at < until):
            payload = self._waiting.pop(at)
            if at < self._next:
                self.late += 1
                continue
            packets += self._filling(at)
            packets.append(payload)
            self._next = at + duration_samples(payload)
            self._last = payload
        while (count := fitting(packets)) < len(packets):
            self._write_audio(packets[:count])
            packets = packets[count:]
        if packets or flags:
            self._write_audio(packets, flags)

    def _filling(self, at: int) -> list[bytes]:
        """Packets that hold nothing, from where the stream is up to ``at``."""
        if self._last is None or at <= self._next:
            return []
        nothing = placeholder(self._last)
        return [nothing] * ((at - self._next) // duration_samples(nothing))

    def _write_audio(self, packets: list[bytes], flags: Flags = Flags.NONE) -> None:
        self._granule += sum(map(duration_samples, packets))
        self._write_page(packets, self._granule, flags)

    def _write_page(self, packets: list[bytes], granule: int, flags: Flags = Flags.NONE) -> None:
        lacing = b"".join(map(lacing_of, packets))
        page = Page(flags, granule, self._serial, self._pages, lacing, b"".join(packets))
        self._pages += 1
        self._file.write(page.pack())
        # To the system, so that the end of this process loses nothing of it.
        self._file.flush()


class OggReader:
    """Reads an Ogg Opus file with one stream, ours or anybody's; a page that was cut off ends it.

    Args:
        file: or what it holds.
    Raises:
        AppError("recording.unreadable"): it is no such file, or cannot be opened.
    """

    def __init__(self, file: Path | bytes) -> None:
        try:
            self._data = file if isinstance(file, bytes) else file.read_bytes()
        except OSError as fault:
            raise AppError("recording.unreadable", reason=fault.strerror) from fault
        packets = packets_in(pages_in(self._data))
        head, tags = next(packets, b""), next(packets, b"")
        if len(head) < _HEAD.size or not head.startswith(b"OpusHead"):
            raise AppError("recording.unreadable", reason="not Ogg Opus")
        _, _, self.channels, self.pre_skip, *_ = _HEAD.unpack_from(head)
        self.comments = _comments(tags)

    @property
    def duration_s(self) -> float:
        """By the position that the last whole page states."""
        granule: int = max((page.granule for page in pages_in(self._data)), default=0)
        return max(0, granule - int(self.pre_skip)) / RATE_HZ

    def packets(self) -> Iterator[bytes]:
        """The Opus packets in order, those that stand for a loss too."""
        packets = packets_in(pages_in(self._data))
        next(packets)
        next(packets, None)
        return packets


def _tags(comments: dict[str, str]) -> bytes:
    fields = [f"{name}={value}".encode() for name, value in comments.items()]
    vendor = b"watchfloor"
    parts = [b"OpusTags", struct.pack("<I", len(vendor)), vendor, struct.pack("<I", len(fields))]
    return b"".join([*parts, *(struct.pack("<I", len(field)) + field for field in fields)])


def _comments(packet: bytes) -> dict[str, str]:
    if not packet.startswith(b"OpusTags"):
        return {}
    try:
        at = 12 + struct.unpack_from("<I", packet, 8)[0]
        (count,) = struct.unpack_from("<I", packet, at)
        at += 4
        found: dict[str, str] = {}
        for _ in range(count):
            (length,) = struct.unpack_from("<I", packet, at)
            name, _, value = packet[at + 4 : at + 4 + length].decode("utf-8", "replace").partition("=")
            found[name.upper()] = value
            at += 4 + length
    except struct.error:
        return {}
    return found
