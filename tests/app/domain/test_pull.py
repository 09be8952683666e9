from __future__ import annotations

import pytest
from pydantic import ValidationError

from app.domain.media_server import MediaServer
from app.domain.pull import Pull, PullPattern, file_of, host_of
from app.domain.terminal import Terminal, TerminalKind

PHONE = Terminal(number=12, kind=TerminalKind.PHONE, device_id="a/b c")
NAMELESS = Terminal(number=13, kind=TerminalKind.PHONE)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "10.0.0.5/main",
        "file:///",
        "file://server/share/geheim.ts",
        "file:////server/share/geheim.ts",
        "file:///folder/",
        "file:relative.ts",
        "file:///a.ts?p=geheim",
        "rtsp://",
        "rtsp://u:geheim@/main",
        "rtsp://u:ge/heim@10.0.0.5/main",
        "rtsp://10.0.0.5:0/geheim",
        "rtsp://10.0.0.5:99999/geheim",
        "http://10.0.0.5/a b?p=geheim",
        "http://10.0.0.5/x\r\nX-Other: geheim",
        "rtsp://[::1/geheim",
    ],
)
def test_what_is_no_address_of_video_is_refused_without_being_quoted(url: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Pull(main=url)
    assert not any("heim" in error["msg"] for error in refused.value.errors())


def test_what_may_be_shown_of_an_address_is_its_host() -> None:
    pull = Pull(main=" rtsp://admin:geheim@[2001:db8::5]:8554/live?p=geheim ", sub="http://u:geheim@cam/sub")
    assert pull.host == "rtsp://[2001:db8::5]:8554"
    assert "geheim" not in f"{pull!r} {pull}"
    assert len(host_of(f"rtsp://{'a' * 200}.example/")) <= 80


def test_of_a_file_its_name_may_be_shown() -> None:
    pull = Pull(main="file:///srv/geheim/gate%20two.ts")
    assert pull.host == "file:///…/gate two.ts"
    assert "geheim" not in f"{pull!r} {pull}"
    assert file_of(pull.main) == "/srv/geheim/gate two.ts"
    assert file_of("rtsp://cam/gate.ts") == ""


def test_a_pattern_stands_for_the_addresses_of_every_terminal() -> None:
    pattern = PullPattern(main="rtsp://media:8554/{device_id}", sub="rtsp://media:8554/{number}/sub")
    assert pattern.addresses(PHONE) == ("rtsp://media:8554/a%2Fb%20c", "rtsp://media:8554/12/sub")
    assert pattern.addresses(NAMELESS) == ("", "rtsp://media:8554/13/sub")
    assert pattern.host == "rtsp://media:8554"


@pytest.mark.parametrize(
    "pattern",
    [
        "rtsp://media/all",
        "rtsp://media/{unit}/{number}",
        "rtsp://media/{number",
        "rtsp://media/{number!r}",
        "rtsp://{number}.media/live",
        "rtsp://media:{number}/live",
        "media/{number}",
        "file:///{number}",
    ],
)
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        PullPattern(main=pattern)


def test_a_media_server_serves_whom_it_can_know() -> None:
    by_number = MediaServer(pulls_from="rtsp://media", is_by_device_id=False)
    by_device_id = MediaServer(pulls_from="rtsp://media", is_by_device_id=True)
    gateway = Terminal(number=14, kind=TerminalKind.GATEWAY, device_id="traccar")
    assert by_number.serves(NAMELESS)
    assert [by_device_id.serves(one) for one in (PHONE, NAMELESS, gateway)] == [True, False, False]
