"""Live video for tests: terminals that send, and a stand-in for ``Videos`` that shows what it is told to show."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor

from app.domain.event import StreamStarted, TerminalRegistered
from app.domain.stream import Container, Stream
from app.domain.terminal import Terminal, TerminalKind
from app.media.budget import Limits, Load
from app.media.cost import Step
from app.media.frame import Frame
from tests.ui.models.crowd import NOON, happen
from ui.bridge.video_status import Showing, SourceState, SourceStatus
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.tile import VideoTile


class FakeVideos(QObject):
    """Remembers what its screens show; a picture comes when ``push`` is called."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.limits, self.load = Limits(2.0, 50e6), Load(0.0, 0.0)
        self._screens: dict[object, Showing | None] = {}
        self.live: set[int] = set()

    def attach(self, screen):
        self._screens[screen] = None
        self.refresh(screen)

    def detach(self, screen):
        self._screens.pop(screen, None)

    def refresh(self, screen):
        if screen in self._screens:
            self._screens[screen] = screen.showing()

    def status(self, source):
        if source in self.live:
            return SourceStatus(source, SourceState.LIVE, picture_age_s=0.1, step=Step.MAIN)
        return SourceStatus(source, SourceState.OPENING)

    def take_still(self, source, make, on_ok, owner):
        on_ok(make(Frame.of(np.zeros((36, 64, 4), np.uint8))))

    @property
    def seen(self) -> list[int]:
        """The sources that are decoded: those that some screen shows visibly."""
        return sorted(showing.source for showing in self._screens.values() if showing and showing.is_visible)

    def push(self, source: int, colour: str = "#306090") -> None:
        """A picture of one colour, at the size that each screen wishes."""
        self.live.add(source)
        for screen, showing in list(self._screens.items()):
            if showing is not None and showing.source == source and showing.is_visible:
                width, height = showing.size
                ink = QColor(colour)
                pixels = np.empty((height, width, 4), np.uint8)
                pixels[:] = (ink.blue(), ink.green(), ink.red(), 255)
                screen.show(Frame.of(pixels))
                screen.tell(self.status(source))


def sends(scene: Scene, unit: int, terminal: int) -> None:
    """The unit carries this terminal, which pushes."""
    carries(scene, unit, terminal)
    stream = Stream(terminal=terminal, number=1, container=Container.MPEG_TS, started_at=NOON)
    happen(scene, StreamStarted(stream=stream))


def carries(scene: Scene, unit: int, terminal: int, **more: object) -> None:
    made = Terminal(number=terminal, kind=TerminalKind.BODY_CAMERA, unit=unit, **more)
    happen(scene, TerminalRegistered(terminal=made))


def tile_maker(videos: FakeVideos, scene: Scene, look: Look, folder: Path) -> Callable[[], VideoTile]:
    return partial(VideoTile, videos, VideoSources(scene), look, scene.clock, folder)
