"""Codecs by their four letters, as FLV and MP4 write them, and what their configuration tells of the picture.

Source: ISO/IEC 14496-15 (2022) 5.3.3.1 (avcC), 8.3.2.1 (hvcC); Enhanced RTMP v2; the MP4 registration authority.
"""

from __future__ import annotations

from app.media.containers.sps import Size, h264_size, h265_size

VIDEO = {
    b"avc1": "h264",
    b"avc3": "h264",
    b"hvc1": "hevc",
    b"hev1": "hevc",
    b"av01": "av1",
    b"vp08": "vp8",
    b"vp09": "vp9",
    b"vvc1": "vvc",
    b"mp4v": "mpeg4",
}
AUDIO = {
    b"mp4a": "aac",
    b"Opus": "opus",
    b"ac-3": "ac3",
    b"ec-3": "eac3",
    b"fLaC": "flac",
    b".mp3": "mp3",
}
#: A frame of these cannot be read without the configuration that came before.
CONFIGURED = frozenset({"h264", "hevc", "vvc", "av1"})
_H265_SPS = 33


def size_in_config(codec: str, record: bytes) -> Size | None:
    """Width and height in pixels from a decoder configuration record; None when it does not tell."""
    if codec == "h264" and len(record) > 8:
        length = int.from_bytes(record[6:8], "big")
        return h264_size(record[8 : 8 + length])
    if codec == "hevc":
        return _h265_size(record)
    return None


def _h265_size(record: bytes) -> Size | None:
    at = 23
    for _ in range(record[22] if len(record) > 22 else 0):
        if at + 3 > len(record):
            return None
        kind, count = record[at] & 0x3F, int.from_bytes(record[at + 1 : at + 3], "big")
        at += 3
        for _ in range(count):
            length = int.from_bytes(record[at : at + 2], "big")
            if length == 0:
                return None
            if kind == _H265_SPS:
                return h265_size(record[at + 2 : at + 2 + length])
            at += 2 + length
    return None
