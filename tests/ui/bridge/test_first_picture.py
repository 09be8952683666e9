"""From choosing a unit to its first picture, with a real station and the real ffmpeg."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.stream import StreamTicket
from app.media.budget import Limits
from app.sync.address import StationAddress
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.app.media.conftest import until
from tests.contract.ffmpeg import FORMS, end, needs_ffmpeg, push
from tests.contract.station_process import StationProcess
from tests.contract.test_streams import Crew
from tests.ui.bridge.test_videos import FakeScreen
from tests.ui.widgets.fakes import StillClock
from ui.bridge import video_sharing
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources

#: One key frame in 2 minutes: who waits for the next one waits longer than this test may take.
SELDOM = ("-x264-params", "keyint=1800:min-keyint=1800:scenecut=0")


class StationDoor:
    def __init__(self, client: StationClient) -> None:
        self._client = client

    def ticket(self, source: int) -> StreamTicket:
        return self._client.ticket(source)

    def watching(self, heights: Mapping[int, int]) -> None:
        self._client.watching(heights)


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationProcess]:
    made = StationProcess(tmp_path).start()
    yield made
    made.stop()


@pytest.fixture
def crew(station: StationProcess) -> Crew:
    return Crew(station)


@pytest.fixture
def pushing(crew: Crew) -> Iterator[None]:
    process = push(crew.url, (*FORMS["mpegts"], *SELDOM), crew.token)
    yield
    end(process)


@pytest.fixture
def client(crew: Crew) -> Iterator[StationClient]:
    wire = Wire(StationAddress.parse(crew.station.url))
    session = Session(wire)
    session.sign_in(crew.station.login, crew.station.password)
    yield StationClient(wire, session)
    wire.close()


@needs_ffmpeg
@pytest.mark.usefixtures("pushing")
def test_a_unit_that_pushes_is_seen_at_once_and_not_with_its_next_key_frame(
    qtbot: QtBot, crew: Crew, client: StationClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How soon in milliseconds is measured by ``tests.bench``, part ``wall_choice``."""
    monkeypatch.setattr(video_sharing, "GRACE_S", 0.1)
    until(lambda: crew.streams, 60)
    scene = Scene(StillClock())
    scene.replace(client.snapshot().snapshot)
    videos = Videos(scene, VideoSources(scene), StationDoor(client), Limits(8.0, 1e9))
    videos.start()
    try:
        for _ in range(2):
            screen = FakeScreen(crew.terminal)
            videos.attach(screen)
            qtbot.waitUntil(lambda screen=screen: bool(screen.frames))
            videos.detach(screen)
            qtbot.waitUntil(lambda: not videos._channels)
    finally:
        videos.stop()
