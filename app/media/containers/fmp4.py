"""Fragmented MP4, cut at fragments that begin with a key frame. Source: ISO/IEC 14496-12 (2022) 8.8."""

from __future__ import annotations

from app.domain.errors import AppError
from app.media.containers.boxes import Movie, movie, number
from app.media.containers.fragment import begins_with_key, rebased, time_s
from app.media.containers.piece import HEADER_BYTES, Piece, Tracks

#: The data of one fragment: a minute of the largest camera.
_DATA_BYTES = 512 * 1024 * 1024
_KEPT = frozenset({b"ftyp", b"moov", b"moof"})


class Fmp4Cutter:
    """See ``Cutter``. A fragment's data is passed on while it arrives; indexes are left out."""

    def __init__(self) -> None:
        self.header = b""
        self.tracks = Tracks()
        self._buffer = bytearray()
        #: Where the buffer begins in what the publisher sent.
        self._base = 0
        self._passing = self._skipping = 0
        self._ftyp = b""
        self._movie = Movie()
        self._has_fragment = False
        self._time_s: float | None = None

    def feed(self, data: bytes) -> list[Piece]:
        self._buffer += data
        pieces: list[Piece] = []
        at = 0
        while True:
            at += self._through(at, pieces)
            head = self._head(at)
            if head is None:
                break
            kind, head_bytes, size = head
            if kind == b"mdat":
                self._begin_data(at, head_bytes, size, pieces)
                at += head_bytes
            elif kind not in _KEPT:
                if size > HEADER_BYTES:
                    raise AppError("stream.oversized")
                self._skipping, at = size - head_bytes, at + head_bytes
            elif at + size <= len(self._buffer):
                self._take(kind, at, bytes(self._buffer[at : at + size]), pieces)
                at += size
            else:
                break
        del self._buffer[:at]
        self._base += at
        return pieces

    def _through(self, at: int, pieces: list[Piece]) -> int:
        """Pass or skip what is left of the box that is being passed or skipped."""
        passed = min(self._passing, len(self._buffer) - at)
        if passed:
            self._passing -= passed
            pieces.append(Piece(bytes(self._buffer[at : at + passed]), False, self._time_s))
        skipped = min(self._skipping, len(self._buffer) - at - passed)
        self._skipping -= skipped
        return passed + skipped

    def _head(self, at: int) -> tuple[bytes, int, int] | None:
        """Kind, length of the head and of the whole box that begins here; None while the head is not whole."""
        if self._passing or self._skipping or len(self._buffer) - at < 8:
            return None
        kind, size, head_bytes = bytes(self._buffer[at + 4 : at + 8]), number(self._buffer, at, 4), 8
        if size == 1:
            if len(self._buffer) - at < 16:
                return None
            size, head_bytes = number(self._buffer, at + 8, 8), 16
        if size < head_bytes:
            raise AppError("stream.malformed", reason="box")
        if kind in _KEPT and (size > HEADER_BYTES or head_bytes > 8):
            raise AppError("stream.oversized")
        return kind, head_bytes, size

    def _begin_data(self, at: int, head_bytes: int, size: int, pieces: list[Piece]) -> None:
        if not self.header:
            raise AppError("stream.malformed", reason="not_fragmented")
        if size > _DATA_BYTES:
            raise AppError("stream.oversized")
        if not self._has_fragment:
            self._skipping = size - head_bytes
            return
        pieces.append(Piece(bytes(self._buffer[at : at + head_bytes]), False, self._time_s))
        self._passing = size - head_bytes

    def _take(self, kind: bytes, at: int, box: bytes, pieces: list[Piece]) -> None:
        if kind == b"moof":
            if not self.header:
                raise AppError("stream.malformed", reason="no_header")
            self._has_fragment = True
            self._time_s = time_s(box[8:], self._movie)
            is_key = begins_with_key(box[8:], self._movie)
            pieces.append(Piece(rebased(box, self._base + at), is_key, self._time_s))
            return
        if self.header:
            # A recorder that began again; its readers could not follow.
            raise AppError("stream.malformed", reason="second_header")
        if kind == b"ftyp":
            self._ftyp = box
            return
        self._movie = movie(box[8:])
        if not self._movie.is_fragmented:
            raise AppError("stream.malformed", reason="not_fragmented")
        self.header = self._ftyp + box
        tracks = self.tracks
        tracks.video_codec, tracks.audio_codec = self._movie.video_codec, self._movie.audio_codec
        tracks.width, tracks.height = self._movie.width, self._movie.height
