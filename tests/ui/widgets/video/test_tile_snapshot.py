"""Pictures that a tile keeps, of a source that is really read."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.app.media.servers import Server, falls_silent, plays
from tests.app.media.streams import clip
from tests.ui.widgets.video.tiles import BODY, OpenDoor
from ui.widgets.video import tile as tile_module
from ui.widgets.video.snapshot import Caption


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(plays(clip(seconds=20), seconds=20, chunks=600, then=falls_silent))
    yield server
    server.close()


def test_a_snapshot_is_written_in_the_sources_own_size(make, qtbot, server, tmp_path):
    tile = make(OpenDoor(server.url), (160, 114))
    tile.set_source(BODY.number)
    qtbot.waitUntil(lambda: tile._picture.frame is not None)
    with qtbot.waitSignal(tile.snapshot_saved) as saved:
        QTest.keyClick(tile, Qt.Key.Key_S)
    (file,) = saved.args
    assert file.parent == tmp_path / "snapshots"
    assert "V-07" in file.name


def test_a_snapshot_is_dated_by_the_stations_clock(make, qtbot, server, scene, monkeypatch):
    captions: list[Caption] = []
    monkeypatch.setattr(
        tile_module, "save_snapshot", lambda _, caption, folder: captions.append(caption) or folder
    )
    monkeypatch.setattr(scene.clock, "now_ms", lambda: time.time_ns() // 1_000_000 + 3_600_000)
    tile = make(OpenDoor(server.url))
    tile.set_source(BODY.number)
    qtbot.waitUntil(lambda: tile._picture.frame is not None)
    with qtbot.waitSignal(tile.snapshot_saved):
        tile.take_snapshot()
    assert captions[0].at.timestamp() - time.time() == pytest.approx(3600, abs=600)


def test_a_snapshot_that_cannot_be_written_is_told(make, qtbot, server, tmp_path):
    (tmp_path / "snapshots").write_text("in the way")
    tile = make(OpenDoor(server.url))
    tile.set_source(BODY.number)
    qtbot.waitUntil(lambda: tile._picture.frame is not None)
    with qtbot.waitSignal(tile.videos_of_test.failed) as failed:
        tile.take_snapshot()
    assert failed.args[0].code == "snapshot.not_written"
