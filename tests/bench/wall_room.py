"""A shown wall for benchmarks: the desk's real tiles and ``Videos``, fed with cameras at given addresses."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import ceil, sqrt
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.model import utc_now
from app.domain.pull import host_of
from app.domain.snapshot import Snapshot
from app.domain.stream import StreamTicket
from app.media.budget import Limits
from app.media.frame import Frame
from app.picture.clock import LiveClock
from ui.bridge.video_status import Screen, Showing, SourceState, SourceStatus, VideoDoor
from ui.bridge.videos import Videos
from ui.desk import make_application
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.sheet import PictureSheet
from ui.widgets.video.tile import VideoTile

SIZE_PX = (1920, 1080)
T = TypeVar("T", bound=VideoTile)
#: More than any machine has: what is measured is what all tiles at full rate cost.
UNLIMITED = Limits(1000.0, 1e12)


def application() -> QApplication:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    made = QApplication.instance()
    return made if isinstance(made, QApplication) else make_application()


def wait(seconds: float) -> None:
    """Let the GUI thread live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(holds: Callable[[], object], within_s: float) -> bool:
    """Whether it came to hold in time; looked at every 10 ms."""
    loop, began = QEventLoop(), QTimer(singleShot=True, interval=round(within_s * 1000))
    look = QTimer(interval=10)
    look.timeout.connect(lambda: loop.quit() if holds() else None)
    began.timeout.connect(loop.quit)
    look.start()
    began.start()
    loop.exec()
    look.stop()
    return bool(holds())


class Addresses:
    """A door to cameras at known addresses, without a station."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = urls

    def ticket(self, source: int) -> StreamTicket:
        if not 0 < source <= len(self._urls):
            raise AppError("stream.absent")
        return StreamTicket(url=self._urls[source - 1])

    def watching(self, heights: Mapping[int, int]) -> None:
        """Cameras are not asked for less."""


def cameras_at(urls: Sequence[str]) -> Scene:
    """A scene of cameras with the numbers 1, 2, 3, …"""
    cameras = tuple(
        Camera(number=i, name=f"Camera {i}", lon_deg=24.9, lat_deg=60.2, pulls_from=host_of(url))
        for i, url in enumerate(urls, 1)
    )
    scene = Scene(LiveClock())
    scene.replace(Snapshot(seq=len(cameras), at=utc_now(), station="bench", cameras=cameras))
    return scene


class CountedTile(VideoTile):
    """Tells of every picture of it that was painted: its frame, when painting was over."""

    def __init__(self, videos: CountedVideos, *arguments: object) -> None:
        super().__init__(videos, *arguments)  # type: ignore[arg-type]
        self.painted = 0
        self.on_painted: Callable[[Frame], None] | None = None
        self.screen_of = videos.latest
        self._last: Frame | None = None

    def set_sheet(self, sheet: PictureSheet) -> None:
        super().set_sheet(sheet)
        assert isinstance(sheet, CountedSheet)
        sheet.tiles.append(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._lent_to is None:
            self._note()

    def note_of_sheet(self) -> None:
        """The sheet has painted what it has."""
        if self._lent_to is not None:
            self._note()

    def _note(self) -> None:
        frame = self.screen_of.frame
        if frame is not None and frame is not self._last:
            self._last = frame
            self.painted += 1
            if self.on_painted is not None:
                self.on_painted(frame)


class CountedSheet(PictureSheet):
    """Lets the tiles know when it has painted their pictures."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.tiles: list[CountedTile] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        for tile in self.tiles:
            tile.note_of_sheet()


class CountedScreen:
    """Between ``Videos`` and a tile: remembers what passes."""

    def __init__(self, inner: Screen) -> None:
        self._inner = inner
        self.frame: Frame | None = None
        self.state: SourceState | None = None
        self.shown = 0
        self.on_show: Callable[[Frame], None] | None = None

    def showing(self) -> Showing | None:
        return self._inner.showing()

    def show(self, frame: Frame) -> None:
        self.frame = frame
        self.shown += 1
        if self.on_show is not None:
            self.on_show(frame)
        self._inner.show(frame)

    def tell(self, status: SourceStatus) -> None:
        self.state = status.state
        self._inner.tell(status)


class CountedVideos(Videos):
    """The desk's own, which lets the benchmark see what goes to each screen."""

    def attach(self, screen: Screen) -> None:
        self.latest = CountedScreen(screen)
        self._counted: dict[int, CountedScreen] = {**getattr(self, "_counted", {}), id(screen): self.latest}
        super().attach(self.latest)

    def detach(self, screen: Screen) -> None:
        super().detach(self._counted.pop(id(screen)))

    def refresh(self, screen: Screen) -> None:
        super().refresh(self._counted.get(id(screen), screen))


class Room(Generic[T]):
    """A window of tiles, edge to edge, that is shown. ``tiles`` are in the order of their sources.

    Args:
        make_tile, make_videos, make_sheet: the desk's own, or such as are counted.
    """

    def __init__(
        self,
        scene: Scene,
        door: VideoDoor,
        count: int,
        make_tile: Callable[..., T],
        make_videos: Callable[..., Videos],
        make_sheet: Callable[[QWidget], PictureSheet],
    ) -> None:
        self.scene, self.look = scene, Look()
        self.sources = VideoSources(scene)
        self.videos = make_videos(scene, self.sources, door, UNLIMITED)
        self.window = QWidget()
        layout = QGridLayout(self.window)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        across = ceil(sqrt(count))
        self.tiles = [
            make_tile(self.videos, self.sources, self.look, scene.clock, Path(), self.window) for _ in range(count)
        ]
        # As the wall's grid does it.
        self.sheet = make_sheet(self.window)
        for i, tile in enumerate(self.tiles):
            tile.set_sheet(self.sheet)
            layout.addWidget(tile, i // across, i % across)
        self.window.resize(*SIZE_PX)

    def show(self, sources: Sequence[int]) -> None:
        for tile, source in zip(self.tiles, sources, strict=False):
            tile.set_source(source)

    def clear(self) -> None:
        for tile in self.tiles:
            tile.set_source(None)

    def fps(self) -> float:
        """Pictures a second that all sources together make ready, over the last two seconds."""
        shown = {tile.source for tile in self.tiles if tile.source is not None}
        return sum(self.videos.status(source).fps for source in shown)


@contextmanager
def room(scene: Scene, door: VideoDoor, count: int) -> Iterator[Room[CountedTile]]:
    """A wall that can be looked into."""
    with _shown(Room(scene, door, count, CountedTile, CountedVideos, CountedSheet)) as opened:
        yield opened


@contextmanager
def plain_room(scene: Scene, door: VideoDoor, count: int) -> Iterator[Room[VideoTile]]:
    """A wall that does nothing but what the desk's does."""
    with _shown(Room(scene, door, count, VideoTile, Videos, PictureSheet)) as opened:
        yield opened


def picture_size(scene: Scene, door: VideoDoor, count: int) -> tuple[int, int]:
    """Device pixels of the picture area of a tile, in a wall of so many."""
    with room(scene, door, count) as wall:
        wall.show([1])
        showing = wall.tiles[0].screen_of.showing()
    assert showing is not None
    return showing.size


@contextmanager
def _shown(opened: Room[T]) -> Iterator[Room[T]]:
    """On the screen, or without one where Qt has none."""
    app = application()
    opened.look.dress(app)
    opened.videos.start()
    opened.window.show()
    try:
        yield opened
    finally:
        opened.videos.stop()
        opened.window.close()
        opened.window.deleteLater()
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
