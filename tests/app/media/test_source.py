from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.errors import AppError
from app.media.source import Kind, file_source, options, source_of

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://h/a.ts", Kind.HTTP),
        ("https://h/live/a.live.flv", Kind.HTTP),
        ("http://h/live/index.m3u8?x=1", Kind.HLS),
        ("rtsp://h:554/a", Kind.RTSP_TCP),
        ("rtmp://h/live/a", Kind.RTMP),
    ],
)
def test_the_scheme_says_how_a_source_is_read(url, kind):
    assert source_of(url).kind is kind


def test_rtsp_goes_over_udp_when_asked_to():
    source = source_of("rtsp://h/a", udp=True)
    assert source.kind is Kind.RTSP_UDP
    assert options(source)["rtsp_transport"] == "udp"


@pytest.mark.parametrize(
    "url", ["", "camera", "file://server/a.ts", "file:///", "concat:a|b", "http://", "http://h:x/", "http://[::1/"]
)
def test_what_is_no_address_of_a_stream_is_refused(url):
    with pytest.raises(AppError) as refused:
        source_of(url)
    assert refused.value.code == "stream.address_malformed"


@pytest.mark.parametrize(
    "url",
    [
        f"rtsp://admin:{SECRET}@h:554/cam/1",
        f"http://h/v1/streams/3?ticket={SECRET}",
        f"http://h/v1/streams/3/{SECRET}",
        f"rtmp://h/live/{SECRET}",
    ],
)
def test_no_way_to_show_a_source_shows_its_secret(url):
    source = source_of(url, headers=(("Authorization", f"Bearer {SECRET}"),))
    for shown in (str(source), repr(source), f"{source}", source.redacted()):
        assert SECRET not in shown
    assert "h" in source.redacted()


def test_a_recording_is_shown_by_its_name_alone():
    assert str(file_source(Path("/home/somebody/clip.ts"))) == "clip.ts"


def test_every_source_on_the_network_has_a_limit_to_silence():
    for url in ("rtsp://h/a", "rtmp://h/a", "http://h/a.m3u8"):
        given = options(source_of(url))
        assert 0 < int(given.get("timeout", given.get("rw_timeout", "0"))) <= 8_000_000


def test_no_headers_are_none_at_all():
    """An empty line of them would end the request before the password in the address is sent."""
    assert "headers" not in options(source_of("http://user:pass@h/a.m3u8"))
    assert options(source_of("http://h/a.m3u8", headers=(("X-A", "1"),)))["headers"] == "X-A: 1\r\n"
