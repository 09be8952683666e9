"""FLV, also the enhanced one, cut at key frame tags.

Source: Adobe Flash Video File Format Specification 10.1 annex E; Enhanced RTMP v2 (Veovera).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from app.domain.errors import AppError
from app.media.containers.fourcc import AUDIO, CONFIGURED, VIDEO, size_in_config
from app.media.containers.piece import FRAME_BYTES, Piece, Tracks

_FILE_HEADER = b"FLV\x01"
_FILE_HEADER_BYTES = 9
_TAG_BYTES = 11
_SOUND, _VIDEO, _SCRIPT = 8, 9, 18
_VIDEO_IDS = {2: "flv1", 4: "vp6f", 5: "vp6a", 7: "h264", 12: "hevc"}
_AUDIO_IDS = {2: "mp3", 7: "pcm_alaw", 8: "pcm_mulaw", 10: "aac", 11: "speex"}
_ENHANCED_SOUND = 9
_START, _MULTITRACK_VIDEO, _MULTITRACK_SOUND = 0, 6, 5
#: Metadata stands in the header that every reader gets.
_SCRIPT_BYTES = 256 * 1024
#: Sound alone for so long means that no picture comes.
_NO_PICTURE_S = 3.0
_SOUND_KEY_S = 1.0


@dataclass(frozen=True, slots=True)
class _Part:
    """What the first bytes of a tag's body say."""

    codec: str
    is_config: bool
    is_key: bool
    record: bytes


class FlvCutter:
    """See ``Cutter``. The header is the file's, with the latest metadata and the codecs' configurations."""

    def __init__(self) -> None:
        self.header = b""
        self.tracks = Tracks()
        self._buffer = bytearray()
        self._file_header = b""
        self._metadata = self._video_config = self._sound_config = b""
        self._first_sound_s: float | None = None
        self._sound_key_s = float("-inf")

    def feed(self, data: bytes) -> list[Piece]:
        self._buffer += data
        at = 0 if self._file_header else self._begin()
        pieces: list[Piece] = []
        while self._file_header and len(self._buffer) - at >= _TAG_BYTES:
            size = int.from_bytes(self._buffer[at + 1 : at + 4], "big")
            if size > (_SCRIPT_BYTES if self._buffer[at] & 0x1F == _SCRIPT else FRAME_BYTES):
                raise AppError("stream.oversized")
            end = at + _TAG_BYTES + size + 4
            if len(self._buffer) < end:
                break
            pieces.append(self._tag(bytes(self._buffer[at:end])))
            at = end
        del self._buffer[:at]
        return pieces

    def _begin(self) -> int:
        if len(self._buffer) < _FILE_HEADER_BYTES + 4:
            return 0
        if not self._buffer.startswith(_FILE_HEADER):
            raise AppError("stream.malformed", reason="no_header")
        length = int.from_bytes(self._buffer[5:9], "big")
        if length != _FILE_HEADER_BYTES:
            raise AppError("stream.malformed", reason="header")
        self._file_header = bytes(self._buffer[: length + 4])
        self.header = self._file_header
        return length + 4

    def _tag(self, tag: bytes) -> Piece:
        kind, body = tag[0] & 0x1F, tag[_TAG_BYTES:-4]
        time_s = (tag[7] << 24 | int.from_bytes(tag[4:7], "big")) / 1000
        is_key = False
        if kind == _VIDEO:
            is_key = self._video(tag, body)
        elif kind == _SOUND:
            is_key = self._sound(tag, body, time_s)
        elif kind == _SCRIPT:
            self._script(tag, body)
        else:
            raise AppError("stream.malformed", reason="tag")
        return Piece(tag, is_key, time_s)

    def _video(self, tag: bytes, body: bytes) -> bool:
        part = _video_part(body)
        if part is None:
            return False
        self.tracks.video_codec = part.codec
        if part.is_config:
            self._video_config = tag
            self.tracks.width, self.tracks.height = size_in_config(part.codec, part.record) or (
                self.tracks.width,
                self.tracks.height,
            )
            self._renew()
            return False
        return part.is_key and (bool(self._video_config) or part.codec not in CONFIGURED)

    def _sound(self, tag: bytes, body: bytes, time_s: float) -> bool:
        part = _sound_part(body)
        if part is None:
            return False
        self.tracks.audio_codec = part.codec
        if part.is_config:
            self._sound_config = tag
            self._renew()
            return False
        if self.tracks.video_codec:
            return False
        self._first_sound_s = time_s if self._first_sound_s is None else self._first_sound_s
        if time_s - self._first_sound_s < _NO_PICTURE_S or 0 <= time_s - self._sound_key_s < _SOUND_KEY_S:
            return False
        self._sound_key_s = time_s
        return True

    def _script(self, tag: bytes, body: bytes) -> None:
        if b"onMetaData" not in body[:16]:
            return
        self._metadata = tag
        width, height = _number(body, b"width"), _number(body, b"height")
        if width and height:
            self.tracks.width, self.tracks.height = width, height
        self._renew()

    def _renew(self) -> None:
        self.header = self._file_header + self._metadata + self._video_config + self._sound_config


def _video_part(body: bytes) -> _Part | None:
    if len(body) < 5:
        return None
    is_key = body[0] >> 4 & 7 == 1
    if not body[0] & 0x80:
        codec = _VIDEO_IDS.get(body[0] & 0x0F, "")
        # These say in a byte of their own whether it is configuration, a frame, or the end.
        kind = body[1] if codec in CONFIGURED else 1
        return _Part(codec, kind == _START, is_key and kind == 1, body[5:])
    kind, at = body[0] & 0x0F, 1
    if kind == _MULTITRACK_VIDEO:
        kind, at = body[1] & 0x0F, 2
    return _Part(VIDEO.get(body[at : at + 4], ""), kind == _START, is_key and kind in (1, 3), body[at + 4 :])


def _sound_part(body: bytes) -> _Part | None:
    if len(body) < 2:
        return None
    codec_id = body[0] >> 4
    if codec_id != _ENHANCED_SOUND:
        codec = _AUDIO_IDS.get(codec_id, "")
        return _Part(codec, codec == "aac" and body[1] == 0, False, b"")
    kind, at = body[0] & 0x0F, 1
    if kind == _MULTITRACK_SOUND:
        kind, at = body[1] & 0x0F, 2
    return _Part(AUDIO.get(body[at : at + 4], ""), kind == _START, False, b"")


def _number(body: bytes, name: bytes) -> int:
    """A whole number of the metadata (AMF 0, type 0); 0 when it is not there."""
    mark = len(name).to_bytes(2, "big") + name + b"\0"
    at = body.find(mark)
    field = body[at + len(mark) : at + len(mark) + 8] if at >= 0 else b""
    value = struct.unpack(">d", field)[0] if len(field) == 8 else 0.0
    return int(value) if 0 < value <= 16_384 else 0
