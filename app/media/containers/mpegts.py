"""MPEG transport streams, cut at random access points.

Source: ISO/IEC 13818-1 (2022) 2.4.3 (packets, adaptation field, PES).
"""

from __future__ import annotations

from app.domain.errors import AppError
from app.media.containers.nal import key_frame, picture_size
from app.media.containers.piece import HEADER_BYTES, Piece, Tracks
from app.media.containers.psi import Program, Sections, pmt_pid, program

PACKET = 188
_SYNC = 0x47
#: As much of a frame is looked at to tell whether it is a key frame and how large the picture is.
_LOOK_BYTES = 4096
#: As many packets, of any kind, wait for that at most.
_HELD_BYTES = 64 * 1024
#: Without sync for so long, it is no transport stream.
_LOST_SYNC_BYTES = 64 * 1024
_NULL_PID = 0x1FFF
_CLOCK_HZ = 90_000
_WRAP = 1 << 33


class MpegTsCutter:
    """See ``Cutter``. The header is the latest PAT and PMT; pieces are runs of whole packets."""

    def __init__(self) -> None:
        self.header = b""
        self.tracks = Tracks()
        self._rest = b""
        #: Packets at the front of ``_rest`` that were looked at, and wait for the verdict on their frame.
        self._looked = 0
        self._unsynced = 0
        self._headless = 0
        self._counters: dict[int, int] = {}
        self._pat, self._pmt, self._pmt_pid = Sections(), Sections(), 0
        self._program = Program()
        self._frame: bytearray | None = None
        #: Whether the frame being looked at is a key frame; None while its packets are held back for the answer.
        self._is_key: bool | None = False
        self._verdict: bool | None = False
        self._time_s: float | None = None
        self._ticks: int | None = None
        self._audio_key_s: float | None = None

    def feed(self, data: bytes) -> list[Piece]:
        buffer = self._rest + data if self._rest else data
        pieces: list[Piece] = []
        start, at = 0, self._looked
        frame_at = 0 if self._verdict is None else at
        is_key, time_s = False, self._time_s
        while at + PACKET <= len(buffer):
            if buffer[at] != _SYNC:
                self._put(pieces, buffer[start:at], is_key, time_s)
                at = start = self._resync(buffer, at)
                frame_at, is_key, self._verdict = at, False, False
                continue
            if self._packet(buffer[at : at + PACKET]):
                frame_at = at
            at += PACKET
            if self._verdict:
                self._put(pieces, buffer[start:frame_at], is_key, time_s)
                start, is_key, time_s = frame_at, True, self._time_s
                self._verdict = False
            elif at - frame_at > _HELD_BYTES:
                self._verdict = False
        hold = frame_at if self._verdict is None else at
        self._put(pieces, buffer[start:hold], is_key, time_s)
        self._rest, self._looked = buffer[hold:], at - hold
        return pieces

    def _put(self, pieces: list[Piece], data: bytes, is_key: bool, time_s: float | None) -> None:
        if not data:
            return
        if self.header:
            pieces.append(Piece(data, is_key, time_s))
            return
        self._headless += len(data)
        if self._headless > HEADER_BYTES:
            raise AppError("stream.malformed", reason="no_header")

    def _resync(self, buffer: bytes, at: int) -> int:
        """Where the next packet begins; the end of the buffer when there is none yet."""
        found = buffer.find(_SYNC, at)
        while found >= 0 and found + PACKET < len(buffer) and buffer[found + PACKET] != _SYNC:
            found = buffer.find(_SYNC, found + 1)
        found = len(buffer) if found < 0 else found
        self._unsynced += found - at
        self.tracks.lost += 1
        if self._unsynced > _LOST_SYNC_BYTES:
            raise AppError("stream.malformed", reason="no_sync")
        return found

    def _packet(self, packet: bytes) -> bool:
        """Take one packet in; whether a video frame begins with it. Leaves the verdict on that frame."""
        pid = (packet[1] & 0x1F) << 8 | packet[2]
        control = packet[3] >> 4 & 3
        if packet[1] & 0x80 or pid == _NULL_PID:
            return False
        offset, flags = 4, 0
        if control & 2:
            offset += 1 + packet[4]
            flags = packet[5] if packet[4] else 0
        if control & 1:
            self._count(pid, packet[3] & 0x0F, bool(flags & 0x80))
        if not control & 1 or offset >= PACKET:
            return False
        is_start = bool(packet[1] & 0x40)
        if pid == self._program.video_pid and pid:
            return self._video(packet[offset:], is_start, bool(flags & 0x40))
        if pid in (0, self._pmt_pid):
            self._table(pid, packet, packet[offset:], is_start)
        elif pid == self._program.audio_pid and is_start and not self._program.video_pid:
            return self._sound(packet[offset:])
        return False

    def _count(self, pid: int, counter: int, is_discontinuous: bool) -> None:
        last = self._counters.get(pid)
        self._counters[pid] = counter
        # A packet may be sent twice; more than that is a gap of sixteen.
        if last is None or is_discontinuous or counter == last:
            return
        self.tracks.lost += (counter - last - 1) & 0x0F

    def _table(self, pid: int, packet: bytes, payload: bytes, is_start: bool) -> None:
        section = (self._pmt if pid else self._pat).put(packet, payload, is_start)
        if section is None:
            return
        self._unsynced = 0
        if pid == 0:
            found = pmt_pid(section)
            if found and found != self._pmt_pid:
                self._pmt, self._pmt_pid = Sections(), found
        else:
            announced = program(section)
            if announced is not None and announced != self._program:
                self._program, self._verdict = announced, False
                self.tracks.video_codec = announced.video_codec
                self.tracks.audio_codec = announced.audio_codec
        if self._pmt.packets and (self._program.video_pid or self._program.audio_pid):
            self.header = self._pat.packets + self._pmt.packets

    def _video(self, payload: bytes, is_start: bool, is_random_access: bool) -> bool:
        codec = self._program.video_codec
        if is_start:
            self._frame = bytearray(self._open_pes(payload) or b"")
            self._verdict = self._is_key = is_random_access or key_frame(codec, self._frame)
        elif self._frame is not None:
            self._frame += payload
            if self._is_key is None:
                self._verdict = self._is_key = key_frame(codec, self._frame)
        if self._frame is not None:
            self._look(codec)
        return is_start

    def _look(self, codec: str) -> None:
        """Stop gathering the frame when it has told what it can."""
        assert self._frame is not None
        size = picture_size(codec, self._frame)
        if size is not None:
            self.tracks.width, self.tracks.height = size
        is_told = self._is_key is False or size is not None
        if is_told and self._is_key is not None:
            self._frame = None
        elif len(self._frame) > _LOOK_BYTES:
            self._frame = None
            self._verdict = bool(self._verdict)

    def _sound(self, payload: bytes) -> bool:
        """Sound alone can be begun anywhere; once a second is enough."""
        self._open_pes(payload)
        if self._time_s is None or (self._audio_key_s is not None and 0 <= self._time_s - self._audio_key_s < 1):
            return False
        self._audio_key_s = self._time_s
        self._verdict = True
        return True

    def _open_pes(self, payload: bytes) -> bytes | None:
        """The elementary stream behind a PES header, whose time is noted; None when it is no PES header."""
        if len(payload) < 9 or payload[:3] != b"\0\0\1":
            return None
        if payload[7] & 0x80 and len(payload) >= 14:
            self._note_time(payload[9:14])
        return payload[9 + payload[8] :]

    def _note_time(self, field: bytes) -> None:
        stamp = (field[0] >> 1 & 7) << 30 | field[1] << 22 | field[2] >> 1 << 15 | field[3] << 7 | field[4] >> 1
        if self._ticks is None:
            self._ticks = stamp
        else:
            # The nearest moment with these 33 bits: the clock runs over every 26.5 hours.
            self._ticks += (stamp - self._ticks + _WRAP // 2) % _WRAP - _WRAP // 2
        self._time_s = self._ticks / _CLOCK_HZ
