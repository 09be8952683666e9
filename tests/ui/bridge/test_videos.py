"""Readers, screens and the budget together, on streams from a server on this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pytest
from pytestqt.qtbot import QtBot

from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.event import CameraRegistered, DutyEnded, StreamChanged, StreamEnded, StreamStarted
from app.domain.pull import RtspTransport
from app.domain.stream import Container, Stream, StreamEnd, StreamTicket
from app.media.backoff import Backoff
from app.media.budget import Limits
from app.media.cost import Step
from app.media.frame import Frame
from app.media.reader import StreamReader
from app.media.source import Kind, Quality
from app.media.state import ReaderState
from tests.app.media.servers import Server, answers, falls_silent, plays
from tests.app.media.streams import clip
from tests.ui.widgets.fakes import AT, TERMINALS, UNITS, happen, scene_of
from ui.bridge import video_sharing
from ui.bridge.video_channel import Tickets
from ui.bridge.video_status import Limit, Showing, SourceState, SourceStatus
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources

BODY = TERMINALS[0]
PLENTY = Limits(8.0, 1e9)


@dataclass
class FakeDoor:
    url: str = ""
    error: AppError | None = None
    asked: list[int] = field(default_factory=list)
    threads: set[str] = field(default_factory=set)
    told: list[dict[int, int]] = field(default_factory=list)

    def ticket(self, source: int) -> StreamTicket:
        self.asked.append(source)
        self.threads.add(threading.current_thread().name)
        if self.error is not None:
            raise self.error
        return StreamTicket(url=self.url)

    def watching(self, heights: Mapping[int, int]) -> None:
        self.threads.add(threading.current_thread().name)
        self.told.append(dict(heights))


class FakeScreen:
    def __init__(self, source: int = BODY.number, **more: object) -> None:
        self.now: Showing | None = Showing(source, (160, 90), **more)
        self.frames: list[Frame] = []
        self.statuses: list[SourceStatus] = []

    def showing(self) -> Showing | None:
        return self.now

    def show(self, frame: Frame) -> None:
        self.frames.append(frame)

    def tell(self, status: SourceStatus) -> None:
        self.statuses.append(status)

    @property
    def state(self) -> SourceState | None:
        return self.statuses[-1].state if self.statuses else None


def pushed(terminal: int = BODY.number, number: int = 1) -> Stream:
    return Stream(terminal=terminal, number=number, container=Container.MPEG_TS, started_at=AT)


@pytest.fixture
def server() -> Iterator[Server]:
    # For as long as a busy machine may need.
    server = Server(plays(clip(seconds=60), seconds=60, chunks=1800, then=falls_silent))
    yield server
    server.close()


@pytest.fixture
def door(server: Server) -> FakeDoor:
    return FakeDoor(server.url)


@pytest.fixture
def scene(qapp: object) -> Scene:
    del qapp
    return scene_of(streams=(pushed(),))


Make = Callable[..., Videos]


@pytest.fixture
def made(scene: Scene, door: FakeDoor) -> Iterator[Make]:
    begun: list[Videos] = []

    def make(limits: Limits = PLENTY) -> Videos:
        begun.append(Videos(scene, VideoSources(scene), door, limits))
        begun[-1].start()
        return begun[-1]

    yield make
    for one in begun:
        one.stop()


@pytest.fixture
def videos(made: Make) -> Videos:
    return made()


def more_comes(qtbot: QtBot, reader: StreamReader, times: int) -> None:
    """Wait until the reader has taken in something so many times."""
    body = reader._session._body
    for _ in range(times):
        received = body.received
        qtbot.waitUntil(lambda received=received: body.received > received)


def test_one_reader_serves_all_screens_of_a_source_at_the_size_of_the_largest(qtbot: QtBot, videos, server):
    small, large = FakeScreen(), FakeScreen()
    large.now = replace(large.now, size=(240, 136))
    videos.attach(small)
    videos.attach(large)
    qtbot.waitUntil(lambda: len(small.frames) > 3 and len(large.frames) > 3)
    assert small.frames[-1].width == large.frames[-1].width == 240
    assert len(server.asked) == 1
    # Pictures are shown at once, how the source is only four times a second.
    qtbot.waitUntil(lambda: small.state is SourceState.LIVE)


def test_a_screen_that_comes_later_shows_the_newest_picture_at_once(qtbot: QtBot, videos):
    first, later = FakeScreen(), FakeScreen()
    videos.attach(first)
    qtbot.waitUntil(lambda: bool(first.frames))
    videos.attach(later)
    assert len(later.frames) == 1


def test_what_nobody_sees_is_not_decoded_and_goes_on_without_a_new_opening(qtbot: QtBot, videos, server):
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: len(screen.frames) > 2)
    screen.now = replace(screen.now, is_visible=False)
    videos.refresh(screen)
    reader = videos._channels[BODY.number].reader
    qtbot.waitUntil(lambda: reader.wish.is_paused)
    # The one that was being decoded meanwhile is through when the next bytes are taken in.
    more_comes(qtbot, reader, 1)
    shown = reader.shown
    more_comes(qtbot, reader, 15)
    assert reader.shown == shown
    screen.now = replace(screen.now, is_visible=True)
    count = len(screen.frames)
    videos.refresh(screen)
    qtbot.waitUntil(lambda: len(screen.frames) > count + 2)
    assert len(server.asked) == 1


def test_a_reader_that_stays_unseen_is_ended(qtbot: QtBot, videos, server, monkeypatch):
    monkeypatch.setattr(video_sharing, "GRACE_S", 0.1)
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames))
    videos.detach(screen)
    qtbot.waitUntil(lambda: server.is_idle)
    assert not videos._beat.is_on


def test_a_terminal_that_does_not_push_is_asked_for_once_and_then_left_alone(qtbot: QtBot, scene, videos, door):
    door.error = AppError("stream.absent")
    happen(scene, StreamEnded(terminal=BODY.number, number=1, reason=StreamEnd.CLOSED))
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.NONE)
    assert screen.statuses[-1].reason.code == "stream.absent"
    qtbot.waitUntil(lambda: bool(door.asked))
    # Five times looked at anew.
    videos._pulse.setInterval(10)
    for _ in range(5):
        with qtbot.waitSignal(videos.changed):
            pass
    assert door.asked == [BODY.number]
    door.error = None
    happen(scene, StreamStarted(stream=pushed(number=2)))
    qtbot.waitUntil(lambda: bool(screen.frames))


def test_a_media_server_that_only_the_station_knows_of_is_found(qtbot: QtBot, scene, videos):
    happen(scene, StreamEnded(terminal=BODY.number, number=1, reason=StreamEnd.CLOSED))
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames))


def test_the_video_of_a_unit_goes_with_its_duty(qtbot: QtBot, scene, videos, server):
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames))
    happen(scene, DutyEnded(unit=UNITS[1].number))
    qtbot.waitUntil(lambda: screen.state is SourceState.NONE)
    assert screen.statuses[-1].reason.code == "stream.off_duty"
    qtbot.waitUntil(lambda: server.is_idle)


def test_a_new_publishing_ends_the_pause_at_once(qtbot: QtBot, scene, videos, server, monkeypatch):
    # Longer than any test.
    monkeypatch.setattr(Backoff, "next_s", lambda _: 3600.0)
    server.manners = answers("404 Not Found")
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.RETRYING and (screen.statuses[-1].retry_in_s or 0) > 600)
    server.manners = plays(clip(seconds=5), seconds=5, then=falls_silent)
    happen(scene, StreamStarted(stream=pushed(number=2)))
    qtbot.waitUntil(lambda: bool(screen.frames))


def test_a_publishing_that_begins_while_one_asks_in_vain_is_not_missed(qtbot: QtBot, videos, server, monkeypatch):
    monkeypatch.setattr(Backoff, "next_s", lambda _: 3600.0)

    def begins_meanwhile(connection: socket.socket, over: threading.Event) -> None:
        server.manners = plays(clip(seconds=5), seconds=5, then=falls_silent)
        videos._channels[BODY.number].reader.kick()
        answers("404 Not Found")(connection, over)

    server.manners = begins_meanwhile
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames))


def test_the_station_is_told_how_high_each_terminal_is_seen(qtbot: QtBot, videos, door):
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(door.told))
    assert door.told[-1] == {BODY.number: 90}
    screen.now = None
    videos.refresh(screen)
    qtbot.waitUntil(lambda: door.told[-1] == {})


def test_the_station_is_not_asked_for_what_cameras_send(qtbot: QtBot, videos, door, scene):
    camera = Camera(number=41, name="Gate", lon_deg=24.9, lat_deg=60.2, pulls_from="http://10.0.0.4")
    happen(scene, CameraRegistered(camera=camera))
    fixed, body = FakeScreen(camera.number), FakeScreen()
    videos.attach(fixed)
    videos.attach(body)
    qtbot.waitUntil(lambda: bool(fixed.frames) and bool(door.told))
    assert door.told[-1] == {BODY.number: 90}


@pytest.mark.parametrize(
    ("transport", "kind"), [(RtspTransport.TCP, Kind.RTSP_TCP), (RtspTransport.UDP, Kind.RTSP_UDP)]
)
def test_a_camera_is_read_by_the_transport_that_it_is_registered_with(transport: RtspTransport, kind: Kind):
    tickets = Tickets(41, lambda _: StreamTicket(url="rtsp://10.0.0.4/main", transport=transport), None)
    assert tickets(Quality.MAIN).kind is kind


def test_the_door_is_never_asked_on_the_gui_thread(qtbot: QtBot, videos, door):
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames) and bool(door.told))
    assert threading.current_thread().name not in door.threads


def test_a_machine_at_its_limit_shows_key_frames_and_says_so(qtbot: QtBot, made):
    videos = made(Limits(0.02, 1e9))
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.LIVE)
    assert screen.statuses[-1].step is Step.KEYS
    assert screen.statuses[-1].cut_by is Limit.MACHINE


@pytest.fixture
def wishful(scene: Scene) -> Stream:
    """What the terminal pushes from here on: large, but it can be asked for less."""
    large = {"width": 1280, "height": 720, "bitrate_bps": 2_500_000, "takes_wishes": True}
    begins = pushed(number=2).model_copy(update=large)
    happen(scene, StreamStarted(stream=begins))
    return begins


def large(screen: FakeScreen) -> FakeScreen:
    """A tile for which the whole picture is wanted."""
    assert screen.now is not None
    screen.now = replace(screen.now, size=(640, 360))
    return screen


def test_a_line_that_is_too_short_is_what_a_tile_says_that_is_not_shown(qtbot: QtBot, made, door):
    videos = made(Limits(8.0, 1000))
    screen = large(FakeScreen())
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.OFF)
    assert screen.statuses[-1].cut_by is Limit.LINE
    # Its terminal goes on, as small as it can.
    qtbot.waitUntil(lambda: bool(door.told) and door.told[-1] == {BODY.number: 1})


def test_a_terminal_that_takes_wishes_is_asked_for_less_before_its_tile_goes_dark(
    qtbot: QtBot, made, door, wishful
):
    del wishful
    videos = made(Limits(8.0, 1_000_000))
    screen = large(FakeScreen())
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.LIVE)
    assert (screen.statuses[-1].step, screen.statuses[-1].cut_by) == (Step.SUB, Limit.LINE)
    qtbot.waitUntil(lambda: bool(door.told) and door.told[-1] == {BODY.number: 240})


def test_a_tile_comes_back_when_its_terminal_sends_less(qtbot: QtBot, made, scene, wishful):
    videos = made(Limits(8.0, 400_000))
    screen = large(FakeScreen())
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.OFF)
    assert screen.statuses[-1].cut_by is Limit.LINE

    small = {"width": 320, "height": 180, "bitrate_bps": 100_000}
    happen(scene, StreamChanged(stream=wishful.model_copy(update=small)))

    qtbot.waitUntil(lambda: screen.state is SourceState.LIVE)
    assert screen.statuses[-1].cut_by is Limit.LINE


def test_the_focused_tile_is_spared_whatever_the_limit(qtbot: QtBot, made):
    videos = made(Limits(0.02, 1e9))
    screen = FakeScreen(is_focused=True)
    videos.attach(screen)
    qtbot.waitUntil(lambda: screen.state is SourceState.LIVE)
    assert screen.statuses[-1].step is Step.MAIN
    assert screen.statuses[-1].cut_by is None


def test_a_still_is_in_the_sources_own_size(qtbot: QtBot, videos):
    screen = FakeScreen()
    assert videos.still(BODY.number) is None
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames))
    still = videos.still(BODY.number)
    assert still is not None
    assert (still.width, still.height) == (320, 180)


def test_the_load_is_measured(qtbot: QtBot, videos):
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: videos.load.cpu > 0 and videos.load.downlink_bps > 10_000)


def test_stopping_does_not_wait_for_a_source_that_says_nothing(qtbot: QtBot, videos, server):
    server.manners = falls_silent
    videos.attach(FakeScreen())
    qtbot.waitUntil(lambda: bool(server.asked))
    reader = videos._channels[BODY.number].reader
    videos.stop()
    # FFmpeg itself would wait for the next byte, and none comes.
    qtbot.waitUntil(lambda: server.is_idle and not reader._thread.is_alive())
    assert reader.status().state is ReaderState.STOPPED


def test_the_first_picture_is_shown_when_no_more_than_it_has_come(qtbot: QtBot, videos, server):
    """How soon in milliseconds is measured by ``tests.bench``, part ``wall_choice``."""
    # A fifth of a second of it; who reads ahead waits for the rest.
    server.manners = plays(clip(seconds=0.2), then=falls_silent)
    screen = FakeScreen()
    videos.attach(screen)
    qtbot.waitUntil(lambda: bool(screen.frames))
    assert len(server.asked) == 1
