"""What the tests of tiles share: a tile in a window of its own, and a pointer that is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QCursor
from pytestqt.qtbot import QtBot

from app.domain.stream import Container, Stream
from app.media.budget import Limits
from tests.ui.widgets.fakes import AT, scene_of
from tests.ui.widgets.video.tiles import BODY, CAMERA, Make, ShutDoor
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.tile import VideoTile


@pytest.fixture(autouse=True)
def pointer_is_elsewhere(qapp: object) -> None:
    """Wherever another test has left it: a tile under it shows its buttons."""
    QCursor.setPos(-10, -10)


@pytest.fixture
def look(qapp: object) -> Look:
    del qapp
    return Look()


@pytest.fixture
def scene(qapp: object) -> Scene:
    del qapp
    stream = Stream(terminal=BODY.number, number=1, container=Container.MPEG_TS, started_at=AT)
    return scene_of(streams=(stream,), cameras=(CAMERA,))


@pytest.fixture
def make(qtbot: QtBot, scene: Scene, look: Look, tmp_path: Path) -> Iterator[Make]:
    begun: list[Videos] = []

    def made(
        door: ShutDoor | None = None, size: tuple[int, int] = (324, 204), *, is_kept: bool = True
    ) -> VideoTile:
        sources = VideoSources(scene)
        videos = Videos(scene, sources, door or ShutDoor(), Limits(8.0, 1e9))
        begun.append(videos)
        if door is not None:
            videos.start()
        tile = VideoTile(videos, sources, look, scene.clock, tmp_path / "snapshots")
        tile.videos_of_test = videos
        if is_kept:
            qtbot.addWidget(tile)
        tile.resize(*size)
        with qtbot.waitActive(tile):
            tile.show()
            tile.activateWindow()
        return tile

    yield made
    for videos in begun:
        videos.stop()
