"""What a terminal sends and how well it hears, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.domain.stream import Stream
from app.domain.talk import VoiceLink, VoicePath
from ui.widgets.media_words import codec_name, rate_text

translate = QCoreApplication.translate


def stream_text(stream: Stream) -> str:
    """``H.264 640×360, AAC · 1.2 Mbit/s · 3 packets lost``; what is not known is left out."""
    video = codec_name(stream.video_codec)
    if stream.width and stream.height:
        video = f"{video} {stream.width}×{stream.height}".strip()
    parts = [", ".join(part for part in (video, codec_name(stream.audio_codec)) if part)]
    if stream.bitrate_bps:
        parts.append(rate_text(stream.bitrate_bps))
    if stream.lost:
        parts.append(translate("terminals", "{n} packets lost").format(n=stream.lost))
    return " · ".join(part for part in parts if part)


def link_text(link: VoiceLink) -> str:
    """``UDP · 4 % lost · 26 ms jitter``; what is good is not told."""
    parts = ["UDP" if link.path is VoicePath.UDP else "WebSocket"]
    if link.loss >= 0.005:
        parts.append(translate("terminals", "{n} % lost").format(n=round(100 * link.loss)))
    if link.jitter_ms >= 1:
        parts.append(translate("terminals", "{n} ms jitter").format(n=round(link.jitter_ms)))
    return " · ".join(parts)
