from __future__ import annotations

import pytest

from app.domain.stream import Container, Stream
from app.domain.talk import VoiceLink, VoicePath
from tests.ui.models.crowd import NOON
from ui.fleet.terminal_words import link_text, stream_text


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({}, ""),
        ({"video_codec": "h264"}, "H.264"),
        ({"video_codec": "cinepak", "width": 640, "height": 360}, "cinepak 640×360"),
        (
            {"video_codec": "h264", "audio_codec": "aac", "width": 1280, "height": 720, "bitrate_bps": 1_230_000},
            "H.264 1280×720, AAC · 1.2 Mbit/s",
        ),
        ({"audio_codec": "opus", "lost": 3}, "Opus · 3 packets lost"),
    ],
)
def test_a_stream_is_told_by_what_is_known_of_it(known: dict[str, object], text: str) -> None:
    stream = Stream(terminal=11, number=3, container=Container.MPEG_TS, started_at=NOON)
    assert stream_text(stream.model_copy(update=known)) == text


@pytest.mark.parametrize(
    ("link", "text"),
    [
        (VoiceLink(terminal=11, path=VoicePath.UDP), "UDP"),
        (VoiceLink(terminal=11, path=VoicePath.UDP, loss=0.042, jitter_ms=26.4), "UDP · 4 % lost · 26 ms jitter"),
        (VoiceLink(terminal=11, path=VoicePath.WEBSOCKET, loss=0.004, jitter_ms=0.5), "WebSocket"),
    ],
)
def test_a_link_for_speech_is_told_by_its_way_and_by_what_is_not_good(link: VoiceLink, text: str) -> None:
    assert link_text(link) == text
