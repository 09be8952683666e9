from __future__ import annotations

import threading

import pytest

from app.domain.errors import AppError
from app.media.source import source_of
from app.media.trial import Trial
from tests.app.media.conftest import WITHIN_S, until
from tests.app.media.servers import answers, falls_silent, plays, serving
from tests.app.media.streams import clip

SIZE = (160, 90)


def test_a_right_address_shows_its_first_picture_and_what_it_is() -> None:
    with serving(plays(clip(seconds=1), then=falls_silent)) as server:
        sight = Trial(source_of(server.url), SIZE).run()
    assert (sight.frame.width, sight.frame.height) == SIZE
    assert (sight.frame.source_width, sight.frame.source_height) == (320, 180)
    assert sight.codec == "h264"


@pytest.mark.parametrize(
    ("status", "code"),
    [("401 Unauthorized", "stream.refused"), ("404 Not Found", "stream.absent"), ("503 Busy", "stream.failed")],
)
def test_a_wrong_address_says_why(status: str, code: str) -> None:
    with serving(answers(status)) as server, pytest.raises(AppError) as raised:
        Trial(source_of(server.url), SIZE).run()
    assert raised.value.code == code


@pytest.mark.parametrize("address", ["rtsp://{}/x", "rtmp://{}/live/x", "http://{}/x.m3u8", "http://{}/x.flv"])
def test_a_host_that_nobody_knows_is_called_that(address: str) -> None:
    # A name that cannot be one: no network is asked for it.
    host = f"{'x' * 64}.example"
    with pytest.raises(AppError) as raised:
        Trial(source_of(address.format(host)), SIZE).run()
    assert (raised.value.code, raised.value.params) == ("stream.unreachable", {"reason": "unknown_host"})


def test_what_is_no_video_is_called_that() -> None:
    with serving(plays(b"<html>Hello</html>" * 5000)) as server, pytest.raises(AppError) as raised:
        Trial(source_of(server.url), SIZE).run()
    assert raised.value.code == "stream.unreadable"


def test_a_trial_of_a_silent_source_ends_as_soon_as_it_is_aborted() -> None:
    codes: list[str] = []
    with serving(falls_silent) as server:
        trial = Trial(source_of(server.url), SIZE)

        def run() -> None:
            with pytest.raises(AppError) as raised:
                trial.run()
            codes.append(raised.value.code)

        thread = threading.Thread(target=run)
        thread.start()
        until(lambda: server.asked)
        trial.abort()
        thread.join(WITHIN_S)
    # And not the code of a silence that lasted.
    assert codes == ["stream.interrupted"]
