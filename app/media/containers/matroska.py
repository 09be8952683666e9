"""WebM and Matroska as they are streamed, cut at key frames.

Clusters are written anew, with unknown length, so that a block is passed on when it arrives and a reader can begin
with one in the middle of a cluster; the segment likewise. Indexes are left out: their positions would be wrong.

Source: RFC 9559 sections 5 and 10; www.webmproject.org/docs/container.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.errors import AppError
from app.media.containers.ebml import children, element, track_number, unsigned
from app.media.containers.piece import FRAME_BYTES, HEADER_BYTES, Piece, Tracks

_EBML, _SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_TIMESTAMP, _SIMPLE_BLOCK, _GROUP, _BLOCK, _REFERENCE = 0xE7, 0xA3, 0xA0, 0xA1, 0xFB
_SCALE, _ENTRY, _NUMBER, _TYPE, _CODEC = 0x2AD7B1, 0xAE, 0xD7, 0x83, 0x86
_VIDEO, _WIDTH, _HEIGHT = 0xE0, 0xB0, 0xBA
_UNKNOWN = b"\x01\xff\xff\xff\xff\xff\xff\xff"
_SEGMENT_HEAD = _SEGMENT.to_bytes(4, "big") + _UNKNOWN
_CLUSTER_HEAD = _CLUSTER.to_bytes(4, "big") + _UNKNOWN
_KEPT = frozenset({_EBML, _INFO, _TRACKS, _TIMESTAMP, _SIMPLE_BLOCK, _GROUP})
_CODECS = {
    b"V_VP8": "vp8",
    b"V_VP9": "vp9",
    b"V_AV1": "av1",
    b"V_MPEG4/ISO/AVC": "h264",
    b"V_MPEGH/ISO/HEVC": "hevc",
    b"A_OPUS": "opus",
    b"A_VORBIS": "vorbis",
    b"A_AAC": "aac",
    b"A_PCM/INT/LIT": "pcm_s16le",
}
_SOUND_KEY_S = 1.0


@dataclass(frozen=True, slots=True)
class _Block:
    track: int
    ticks: int
    is_key: bool


class MatroskaCutter:
    """See ``Cutter``."""

    def __init__(self) -> None:
        self.header = b""
        self.tracks = Tracks()
        self._buffer = bytearray()
        self._skip = 0
        self._front: dict[int, bytes] = {}
        self._tick_s = 0.001
        self._video = 0
        self._cluster_ticks: int | None = None
        self._is_cluster_open = False
        self._sound_key_s = float("-inf")

    def feed(self, data: bytes) -> list[Piece]:
        self._buffer += data
        pieces: list[Piece] = []
        at = 0
        while True:
            skipped = min(self._skip, len(self._buffer) - at)
            self._skip -= skipped
            at += skipped
            found = element(self._buffer, at)
            if found is None:
                break
            if found.id in (_SEGMENT, _CLUSTER):
                self._enter(found.id)
                at = found.at
                continue
            if found.size is None:
                raise AppError("stream.malformed", reason="element")
            if found.size > (FRAME_BYTES if self.header else HEADER_BYTES):
                raise AppError("stream.oversized")
            if found.id not in _KEPT:
                self._skip, at = found.size, found.at
                continue
            end = found.at + found.size
            if end > len(self._buffer):
                break
            piece = self._take(found.id, bytes(self._buffer[at:end]), bytes(self._buffer[found.at : end]))
            if piece is not None:
                pieces.append(piece)
            at = end
        del self._buffer[:at]
        return pieces

    def _enter(self, identity: int) -> None:
        if _EBML not in self._front or (identity == _CLUSTER and not self.header):
            raise AppError("stream.malformed", reason="no_header")
        self._cluster_ticks, self._is_cluster_open = None, False

    def _take(self, identity: int, whole: bytes, content: bytes) -> Piece | None:
        if identity in (_EBML, _INFO, _TRACKS):
            self._take_front(identity, whole, content)
            return None
        if identity == _TIMESTAMP:
            self._cluster_ticks, self._is_cluster_open = unsigned(content), False
            return None
        block = _simple(content) if identity == _SIMPLE_BLOCK else _group(content)
        if self._cluster_ticks is None or not self.header:
            raise AppError("stream.malformed", reason="no_header")
        time_s = (self._cluster_ticks + block.ticks) * self._tick_s
        is_key = self._is_key(block, time_s)
        if is_key or not self._is_cluster_open:
            self._is_cluster_open = True
            whole = _CLUSTER_HEAD + b"\xe7\x88" + self._cluster_ticks.to_bytes(8, "big") + whole
        return Piece(whole, is_key, time_s)

    def _is_key(self, block: _Block, time_s: float) -> bool:
        if self._video:
            return block.is_key and block.track == self._video
        if 0 <= time_s - self._sound_key_s < _SOUND_KEY_S:
            return False
        self._sound_key_s = time_s
        return True

    def _take_front(self, identity: int, whole: bytes, content: bytes) -> None:
        if identity in self._front:
            # A recorder that began again; its readers could not follow.
            raise AppError("stream.malformed", reason="second_header")
        self._front[identity] = whole
        if identity == _INFO:
            scale = next((unsigned(value) for name, value in children(content) if name == _SCALE), 1_000_000)
            self._tick_s = scale / 1e9
        elif identity == _TRACKS:
            self._read_tracks(content)
            if _EBML not in self._front:
                raise AppError("stream.malformed", reason="no_header")
            self.header = self._front[_EBML] + _SEGMENT_HEAD + self._front.get(_INFO, b"") + whole

    def _read_tracks(self, content: bytes) -> None:
        for name, entry in children(content):
            fields = dict(children(entry)) if name == _ENTRY else {}
            codec = _CODECS.get(fields.get(_CODEC, b"").rstrip(b"\0"), "")
            kind = unsigned(fields.get(_TYPE, b""))
            if kind == 1 and not self._video:
                self._video = unsigned(fields.get(_NUMBER, b""))
                video = dict(children(fields.get(_VIDEO, b"")))
                self.tracks.video_codec = codec
                self.tracks.width = min(unsigned(video.get(_WIDTH, b"")), 16_384)
                self.tracks.height = min(unsigned(video.get(_HEIGHT, b"")), 16_384)
            elif kind == 2 and not self.tracks.audio_codec:
                self.tracks.audio_codec = codec


def _simple(content: bytes) -> _Block:
    track, at = track_number(content)
    if len(content) < at + 3:
        raise AppError("stream.malformed", reason="block")
    return _Block(track, int.from_bytes(content[at : at + 2], "big", signed=True), bool(content[at + 2] & 0x80))


def _group(content: bytes) -> _Block:
    """A block in a group is a key frame when it refers to no other."""
    parts = dict(children(content))
    block = _simple(parts.get(_BLOCK, b""))
    return _Block(block.track, block.ticks, _REFERENCE not in parts)
