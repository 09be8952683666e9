from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.camera import Camera
from app.domain.errors import AppError
from app.domain.stream import Container, Stream, StreamTicket
from app.media.budget import Limits
from app.media.cost import Step
from app.media.frame import Frame
from app.media.state import Level
from tests.app.media.servers import Server, falls_silent, plays
from tests.app.media.streams import clip
from tests.ui.widgets.fakes import AT, TERMINALS, scene_of
from ui.bridge.video_status import Limit, SourceState, SourceStatus
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.number_mime import number_mime
from ui.widgets.video import face as face_module
from ui.widgets.video import tile as tile_module
from ui.widgets.video.snapshot import Caption as SnapshotCaption
from ui.widgets.video.tile import VideoTile

BODY = TERMINALS[0]
CAMERA = Camera(number=31, name="Market square", lon_deg=24.944, lat_deg=60.1715, pulls_from="rtsp://10.0.0.4")


class ShutDoor:
    def ticket(self, source: int) -> StreamTicket:
        del source
        raise AppError("stream.absent")

    def watching(self, heights: Mapping[int, int]) -> None: ...


class OpenDoor(ShutDoor):
    def __init__(self, url: str) -> None:
        self._url = url

    def ticket(self, source: int) -> StreamTicket:
        del source
        return StreamTicket(url=self._url)


@pytest.fixture
def look(qapp: object) -> Look:
    del qapp
    return Look()


@pytest.fixture
def scene(qapp: object) -> Scene:
    del qapp
    stream = Stream(terminal=BODY.number, number=1, container=Container.MPEG_TS, started_at=AT)
    return scene_of(streams=(stream,), cameras=(CAMERA,))


Make = Callable[..., VideoTile]


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


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(plays(clip(seconds=20), seconds=20, chunks=600, then=falls_silent))
    yield server
    server.close()


def plain(colour: int = 200, size: tuple[int, int] = (320, 180)) -> Frame:
    pixels = np.full((size[1], size[0], 4), colour, np.uint8)
    pixels[..., 3] = 255
    return Frame.of(pixels)


def live(**more: object) -> SourceStatus:
    return SourceStatus(BODY.number, SourceState.LIVE, picture_age_s=0.1, fps=15, bitrate_bps=4e5, **more)


def colour_at(tile: VideoTile, x: int, y: int) -> QColor:
    return tile.grab().toImage().pixelColor(x, y)


def shown(tile: VideoTile, frame: Frame, status: SourceStatus | None = None) -> None:
    tile.set_source(BODY.number)
    tile._tell(status or live())
    tile._put(frame)


def test_a_picture_is_shown_pixel_by_pixel(make):
    tile = make(size=(320, 204))
    chance = np.random.default_rng(2).integers(0, 256, (180, 320, 4), np.uint8)
    chance[..., 3] = 255
    shown(tile, Frame.of(chance))
    # A window that becomes active gives its first widget the keys, and so buttons and a frame.
    tile.clearFocus()
    image = tile.grab().toImage()
    for x, y in ((0, 0), (319, 0), (160, 90), (319, 179)):
        red, green, blue, _ = image.pixelColor(x, y).getRgb()
        assert [blue, green, red] == chance[y, x, :3].tolist()


def test_a_new_picture_paints_nothing_but_itself(make, qtbot):
    tile = make(size=(320, 204))
    shown(tile, plain(50))
    tile.grab()
    painted = []
    tile._face.caption.paint = lambda *_: painted.append("caption")
    tile._put(plain(90))
    assert colour_at(tile, 10, 10).red() == 90
    # What is still to be painted is painted now, and all of it; the picture alone is not.
    tile.repaint()
    assert painted
    painted.clear()
    tile._put(plain(120))
    tile.repaint(tile._picture.rect)
    assert painted == []


def test_a_stale_picture_is_dimmed_and_says_so(make):
    tile = make()
    shown(tile, plain(200))
    bright = colour_at(tile, 12, 20).lightness()
    tile._tell(SourceStatus(BODY.number, SourceState.STALE, AppError("stream.silent"), picture_age_s=4.0))
    assert colour_at(tile, 12, 20).lightness() < bright / 2
    assert tile._face.caption.age == "4 s"


def test_the_next_picture_ends_the_words(make):
    tile = make()
    shown(tile, plain(200), SourceStatus(BODY.number, SourceState.OPENING))
    assert colour_at(tile, 12, 20).lightness() < 120
    tile._tell(live())
    tile._put(plain(200))
    assert colour_at(tile, 12, 20).lightness() == 200


def test_a_source_that_has_nothing_leaves_no_old_picture(make):
    tile = make()
    shown(tile, plain(200))
    tile._tell(SourceStatus(BODY.number, SourceState.NONE, AppError("stream.off_duty", callsign="V-07")))
    assert colour_at(tile, 12, 20).lightness() < 60


def test_another_source_begins_with_an_empty_picture_and_the_whole_of_it(make, qtbot):
    tile = make()
    shown(tile, plain(200))
    QTest.keyClick(tile, Qt.Key.Key_Plus)
    with qtbot.waitSignal(tile.source_changed):
        tile.set_source(CAMERA.number)
    assert tile._picture.frame is None
    assert not tile._picture.zoom.is_on
    assert tile.accessibleName() == "Market square"


def test_words_of_another_source_that_come_late_are_not_shown(make):
    tile = make()
    tile.set_source(CAMERA.number)
    tile._tell(live())
    assert tile._face.words is not None


@pytest.mark.parametrize(
    ("key", "does"),
    [
        (Qt.Key.Key_Delete, "clear_asked"),
        (Qt.Key.Key_Return, "activated"),
    ],
)
def test_keys_ask(make, qtbot, key, does):
    tile = make()
    tile.set_source(BODY.number)
    with qtbot.waitSignal(getattr(tile, does)):
        QTest.keyClick(tile, key)


def test_a_double_click_is_what_enter_is(make, qtbot):
    tile = make()
    with qtbot.waitSignal(tile.activated):
        QTest.mouseDClick(tile, Qt.MouseButton.LeftButton)


def test_a_focused_tile_keeps_its_keys_from_the_desks_shortcuts(make, qtbot):
    tile = make()
    tile.set_source(BODY.number)
    stolen = []
    measure = QAction("Measure", tile)
    measure.setShortcut(QKeySequence("M"))
    measure.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
    measure.triggered.connect(lambda: stolen.append("M"))
    tile.addAction(measure)
    tile.activateWindow()
    tile.setFocus()
    qtbot.waitUntil(tile.hasFocus)
    QTest.keyClick(tile.windowHandle(), Qt.Key.Key_M)
    assert stolen == []
    assert not tile.is_muted


def test_a_tile_with_room_shows_how_loud_its_source_is_also_while_it_is_muted(make):
    tile = make(size=(320, 204))
    tile.set_source(BODY.number)
    assert tile.is_muted
    assert tile._showing().hears
    shown(tile, plain(200), live(has_sound=True, level=Level(-20.0, -10.0)))
    loud = tile.grab().toImage()
    shown(tile, plain(200), live(has_sound=True, level=Level(-60.0, -50.0)))
    assert tile.grab().toImage() != loud
    shown(tile, plain(200), live(has_sound=False, level=Level(-60.0, -50.0)))
    silent = tile.grab().toImage()
    shown(tile, plain(200), live(has_sound=False, level=Level(-20.0, -10.0)))
    assert tile.grab().toImage() == silent


def test_a_tile_without_room_has_the_level_measured_only_of_what_is_played(make):
    tile = make(size=(120, 90))
    tile.set_source(BODY.number)
    assert not tile._showing().hears
    tile.set_muted(False)
    assert tile._showing().hears


def test_muting_is_told_to_those_who_play(make):
    tile = make()
    tile.set_source(BODY.number)
    assert tile.is_muted
    assert not tile._showing().is_audible
    tile.set_muted(False)
    assert tile._showing().is_audible
    assert tile._showing().hears


def test_zooming_in_asks_for_more_pixels_but_not_for_more_than_there_are(make):
    tile = make(size=(320, 204))
    frame = plain(size=(320, 180))
    shown(tile, Frame(frame.memory, 320, 180, frame.line_bytes, 0, None, 640, 360))
    for _ in range(3):
        QTest.keyClick(tile, Qt.Key.Key_Plus)
    assert tile._showing().size == (round(320 * 1.25**3), round(180 * 1.25**3))
    for _ in range(4):
        QTest.keyClick(tile, Qt.Key.Key_Plus)
    assert tile._showing().size == (640, 360)
    QTest.keyClick(tile, Qt.Key.Key_0)
    assert tile._showing().size == (320, 180)


def test_what_is_zoomed_is_cut_out_of_the_picture(make):
    tile = make(size=(320, 204))
    half = np.zeros((180, 320, 4), np.uint8)
    half[:, 160:] = 255
    shown(tile, Frame.of(half))
    tile._zoom(tile._picture.zoom.by(4, QPointF(1, 0.5)))
    assert colour_at(tile, 4, 60).red() == 255


def test_a_tile_that_is_not_seen_says_so(make):
    tile = make()
    tile.set_source(BODY.number)
    assert tile._showing().is_visible
    tile.hide()
    assert not tile._showing().is_visible


def test_numbers_can_be_dropped_on_it(make, qtbot):
    tile, mime = make(), number_mime([2, 31])
    drop = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QEvent.Type.Drop,
    )
    with qtbot.waitSignal(tile.numbers_dropped) as dropped:
        tile.dropEvent(drop)
    assert dropped.args == [[2, 31]]


def test_a_small_tile_says_the_name_and_little_else(make):
    tile = make(size=(160, 100))
    shown(tile, plain(size=(146, 82)))
    assert tile._face.caption.is_compact
    QTest.mouseMove(tile, QPoint(20, 20))
    tile.setFocus()
    assert not tile._buttons.isVisible()


def test_what_the_machine_takes_away_stands_in_the_picture(make):
    tile = make()
    shown(tile, plain(200), live(step=Step.KEYS, cut_by=Limit.MACHINE))
    bottom = tile._picture.rect.bottom()
    assert colour_at(tile, 8, bottom - 8) == QColor(tile._look.theme.warning.fill)


def test_the_focus_is_seen(make, qtbot):
    tile = make()
    shown(tile, plain(20))
    tile.activateWindow()
    tile.setFocus()
    qtbot.waitUntil(tile.hasFocus)
    assert colour_at(tile, 1, 90) == QColor(tile._look.theme.text)
    tile.clearFocus()
    tile.set_focused_tile(True)
    assert colour_at(tile, 1, 90) == QColor(tile._look.theme.accent)


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
    captions: list[SnapshotCaption] = []
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


def test_a_tile_that_is_deleted_is_forgotten(make, qtbot):
    tile = make(is_kept=False)
    videos = tile.videos_of_test
    tile.set_source(BODY.number)
    assert len(videos._screens) == 1
    tile.setParent(None)
    tile.deleteLater()
    qtbot.waitUntil(lambda: not videos._screens)


def test_words_stand_under_the_buttons_where_both_are_there(make, qtbot):
    tile = make(size=(640, 384))
    tile.set_source(BODY.number)
    tile._tell(SourceStatus(BODY.number, SourceState.RETRYING, AppError("stream.unreachable", reason="refused")))
    tile.activateWindow()
    tile.setFocus()
    qtbot.waitUntil(tile._buttons.isVisible)
    said = []
    paint_placard = face_module.paint_placard
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(face_module, "paint_placard", lambda *given: (said.append(given[1]), paint_placard(*given)))
        tile.repaint()
    assert said
    assert not said[0].intersects(tile._buttons.geometry())
