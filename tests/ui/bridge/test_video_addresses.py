"""A source whose address changes is read at the new one, although it was read well enough at the old."""

from __future__ import annotations

import queue
import socket
from collections.abc import Callable, Iterator, Mapping

import pytest
from pytestqt.qtbot import QtBot

from app.domain.event import CameraChanged, Fact, TerminalPullSet
from app.domain.stream import Container, Stream, StreamTicket
from app.media.budget import Limits
from app.media.frame import Frame
from tests.ui.widgets.fakes import AT, CAMERAS, TERMINALS, happen, scene_of
from ui.bridge.video_status import Showing, SourceStatus
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources

GATE, HALL = CAMERAS
BODY = TERMINALS[0].model_copy(update={"pulls_from": "rtsp://192.0.2.9"})
SOURCES = (GATE.number, HALL.number, BODY.number)


class Door:
    """Gives tickets to one who accepts and says nothing, and keeps which source each was for."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: queue.Queue[int] = queue.Queue()

    def ticket(self, source: int) -> StreamTicket:
        self.asked.put(source)
        return StreamTicket(url=self.url)

    def watching(self, heights: Mapping[int, int]) -> None: ...


class Screen:
    def __init__(self, source: int) -> None:
        self.source = source

    def showing(self) -> Showing:
        return Showing(self.source, (320, 180))

    def show(self, frame: Frame) -> None: ...

    def tell(self, status: SourceStatus) -> None: ...


Watch = Callable[[Scene], Door]


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[Watch]:
    """Shows the cameras and the terminal of a scene, until each has asked for its ticket."""
    begun: list[Videos] = []
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/video"

        def begin(scene: Scene) -> Door:
            door = Door(url)
            begun.append(Videos(scene, VideoSources(scene), door, Limits(2.0, 1e9)))
            begun[-1].start()
            for source in SOURCES:
                begun[-1].attach(Screen(source))
            qtbot.waitUntil(lambda: door.asked.qsize() == len(SOURCES))
            assert {door.asked.get() for _ in SOURCES} == set(SOURCES)
            return door

        yield begin
        for videos in begun:
            videos.stop()


@pytest.mark.parametrize(
    ("fact", "source"),
    [
        (CameraChanged(camera=GATE, pull_changed=True), GATE.number),
        (TerminalPullSet(terminal=BODY.number, pulls_from=BODY.pulls_from), BODY.number),
    ],
)
def test_a_new_address_is_asked_for_at_once(qtbot: QtBot, watch: Watch, fact: Fact, source: int) -> None:
    scene = scene_of(cameras=CAMERAS, terminals=(BODY,))
    door = watch(scene)

    happen(scene, fact)

    qtbot.waitUntil(lambda: not door.asked.empty())
    assert door.asked.get() == source


def test_a_new_name_and_an_address_for_when_it_does_not_push_interrupt_nothing(qtbot: QtBot, watch: Watch) -> None:
    video = Stream(terminal=BODY.number, number=9, container=Container.MPEG_TS, started_at=AT)
    scene = scene_of(cameras=CAMERAS, terminals=(BODY,), streams=(video,))
    door = watch(scene)

    happen(
        scene,
        CameraChanged(camera=GATE.model_copy(update={"name": "Kamppi south"})),
        TerminalPullSet(terminal=BODY.number, pulls_from="rtsp://192.0.2.10"),
        # All that have to be opened anew are, in one go: when this one has asked, nobody else will.
        CameraChanged(camera=HALL, pull_changed=True),
    )

    qtbot.waitUntil(lambda: not door.asked.empty())
    assert door.asked.get() == HALL.number
    assert door.asked.empty()
