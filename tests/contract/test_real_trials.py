"""Trying an address at a real camera's server, before it is saved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.domain.errors import AppError
from app.media.source import source_of
from app.media.trial import Trial
from tests.contract.gstreamer import NAME, PASSWORD, RtspServer, needs_rtsp_server, rtsp_server
from ui.dialogs.pull_address import with_credentials

SIZE = (160, 90)
pytestmark = needs_rtsp_server


@pytest.fixture(scope="module")
def rtsp() -> Iterator[RtspServer]:
    with rtsp_server() as server:
        yield server


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
def test_user_and_password_as_the_editor_writes_them_open_a_camera(rtsp: RtspServer, udp: bool) -> None:
    url = with_credentials(rtsp.url(), NAME, PASSWORD)
    sight = Trial(source_of(url, udp=udp), SIZE).run()
    assert (sight.codec, sight.frame.source_width, sight.frame.source_height) == ("h264", 320, 180)


@pytest.mark.parametrize(
    ("kind", "password", "code"),
    [("green", "guess", "stream.refused"), ("nothing", PASSWORD, "stream.absent")],
)
def test_what_is_wrong_is_known_as_soon_as_the_camera_says_it(
    rtsp: RtspServer, kind: str, password: str, code: str
) -> None:
    with pytest.raises(AppError) as raised:
        Trial(source_of(with_credentials(rtsp.url(kind), NAME, password)), SIZE).run()
    # What is not known when a trial's time is over is told as silence.
    assert raised.value.code == code
    assert password not in str(raised.value)


def test_a_camera_that_has_only_udp_is_told_from_one_that_is_not_there(rtsp: RtspServer) -> None:
    with pytest.raises(AppError) as raised:
        Trial(source_of(rtsp.url("udp")), SIZE).run()
    assert (raised.value.code, raised.value.params) == ("stream.unreachable", {"reason": "transport"})
