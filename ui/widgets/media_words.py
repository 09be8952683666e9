"""Figures of video and sound in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate

#: As people write them; others go by FFmpeg's name.
_CODECS = {
    "h264": "H.264",
    "hevc": "H.265",
    "mpeg4": "MPEG-4",
    "mjpeg": "Motion JPEG",
    "vp8": "VP8",
    "vp9": "VP9",
    "av1": "AV1",
    "aac": "AAC",
    "opus": "Opus",
}


def codec_name(name: str) -> str:
    """``H.264`` for FFmpeg's ``h264``."""
    return _CODECS.get(name, name)


def rate_text(bps: float) -> str:
    """``380 kbit/s``, ``2.4 Mbit/s``: two digits, so that it can be read and does not flicker."""
    if bps < 995_000:
        return translate("video", "{n} kbit/s").format(n=int(float(f"{bps / 1000:.2g}")))
    if bps < 9_950_000:
        return translate("video", "{n} Mbit/s").format(n=QLocale().toString(bps / 1e6, "f", 1))
    return translate("video", "{n} Mbit/s").format(n=round(bps / 1e6))
