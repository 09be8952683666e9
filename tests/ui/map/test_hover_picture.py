"""Live pictures under the pointer, and dragging out of the map: on the real page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.camera import Camera
from app.domain.event import CameraRegistered
from app.domain.fixes import Fixes
from tests.ui.map.conftest import HOME, Stage, options, place_of
from tests.ui.models.crowd import happen
from tests.ui.widgets.live_video import FakeVideos, sends, tile_maker
from ui.map.hover_picture import HoverPicture
from ui.models.video_sources import VideoSources
from ui.theme.tokens import DARK
from ui.widgets.video.tile import VideoTile

# The map outlives each test, and so does the timer of its open question.
pytestmark = pytest.mark.leaks

TERMINAL, CAMERA = 11, 40
GATE = Camera(
    number=CAMERA, name="Gate", lon_deg=HOME.lon - 0.0025, lat_deg=HOME.lat + 0.001, pulls_from="rtsp://10.0.0.7"
)
PICTURE = "#306090"
#: Free of everything, and of the card of unit 1.
NOWHERE = QPoint(100, 560)


@pytest.fixture(scope="module")
def videos(qapp):
    return FakeVideos()


@pytest.fixture(scope="module")
def shared(request, qapp, page_cache, videos, tmp_path_factory):
    stage = Stage(QtBot(request), options(page_cache))
    sends(stage.scene, 1, TERMINAL)
    happen(stage.scene, CameraRegistered(camera=GATE))
    make_tile = tile_maker(videos, stage.scene, stage.look, tmp_path_factory.mktemp("snapshots"))
    stage.view.show_pictures(VideoSources(stage.scene), make_tile)
    try:
        yield stage.open()
    finally:
        stage.close()


@pytest.fixture
def stage(shared, qtbot):
    shared.qtbot = qtbot
    shared.selection.clear()
    shared.view.show_view(HOME)
    shared.surface.setFocus()
    fill = DARK.status[shared.scene.picture.units[2].status].fill
    qtbot.waitUntil(lambda: shared.shows(fill, shared.pixel_of_unit(2), 6))
    # And the page knows that nothing is chosen any more.
    qtbot.waitUntil(lambda: not shared.shows(DARK.accent, shared.pixel_of_unit(1), 16))
    return shared


def point_at(stage: Stage, place: QPoint) -> None:
    QTest.mouseMove(stage.surface, place + QPoint(1, 0))
    QTest.mouseMove(stage.surface, place)


def tile_of(stage: Stage) -> VideoTile:
    (tile,) = stage.view.findChildren(VideoTile)
    return tile


def test_resting_on_a_unit_shows_its_picture_on_the_card_and_leaving_takes_it_away_at_once(stage, videos):
    at = stage.pixel_of_unit(1)
    point_at(stage, at)
    stage.qtbot.waitUntil(lambda: videos.seen == [TERMINAL])
    tile = tile_of(stage)
    # Beside the pointer, so that it never lies over what is pointed at.
    assert not tile.geometry().contains(at)
    assert (tile.geometry().topLeft() - at).manhattanLength() < 100
    videos.push(TERMINAL, PICTURE)
    assert stage.shows(PICTURE, tile.geometry().center(), 2)

    point_at(stage, NOWHERE)
    stage.qtbot.waitUntil(lambda: not tile.isVisible())
    assert videos.seen == []


def test_a_camera_shows_its_picture_too(stage, videos):
    point_at(stage, stage.pixel_of(GATE.lon_deg, GATE.lat_deg))
    stage.qtbot.waitUntil(lambda: videos.seen == [CAMERA])
    point_at(stage, NOWHERE)
    stage.qtbot.waitUntil(lambda: videos.seen == [])


def test_the_picture_stays_while_the_pointer_rests_although_the_unit_drives_on(stage, videos):
    at = stage.pixel_of_unit(1)
    point_at(stage, at)
    stage.qtbot.waitUntil(lambda: videos.seen == [TERMINAL])
    lon, lat = HOME.lon - 0.001, HOME.lat - 0.001
    stage.scene.apply_fixes(Fixes.of([(1, stage.scene.clock.now_ms() - 900, lon, lat)]))
    fill = DARK.status[stage.scene.picture.units[1].status].fill
    stage.qtbot.waitUntil(lambda: stage.shows(fill, stage.pixel_of(lon, lat), 6))
    assert not stage.shows(fill, at, 6)
    assert videos.seen == [TERMINAL]
    point_at(stage, NOWHERE)
    stage.qtbot.waitUntil(lambda: videos.seen == [])
    stage.scene.apply_fixes(Fixes.of([(1, stage.scene.clock.now_ms() - 800, *place_of(1))]))
    stage.qtbot.waitUntil(lambda: stage.shows(fill, at, 6))


def test_panning_takes_the_picture_away(stage, videos):
    point_at(stage, stage.pixel_of_unit(1))
    stage.qtbot.waitUntil(lambda: videos.seen == [TERMINAL])
    stage.view.pan_by(60, 0, 0.2)
    stage.qtbot.waitUntil(lambda: videos.seen == [])


def test_a_chosen_unit_is_dragged_out_with_all_that_are_chosen_and_the_map_stands_still(stage, monkeypatch):
    dragged = []
    monkeypatch.setattr(
        "ui.map.view.start_drag", lambda source, picture, numbers, look: dragged.append(list(numbers))
    )
    at = stage.pixel_of_unit(1)
    stage.selection.set([2, 1])
    stage.qtbot.waitUntil(lambda: stage.shows(DARK.accent, at, 16))
    point_at(stage, at)
    stage.qtbot.waitUntil(lambda: stage.surface.cursor().shape().name == "OpenHandCursor")
    stage.drag([at, at + QPoint(4, 0), at + QPoint(20, 0), at + QPoint(90, 0)])
    stage.qtbot.waitUntil(lambda: dragged == [[2, 1]])
    assert (stage.pixel_of_unit(1) - at).manhattanLength() <= 1
    assert stage.selection.units == (2, 1)


def test_one_that_is_not_chosen_is_held_while_the_map_pans_under_the_hand(stage, monkeypatch):
    monkeypatch.setattr("ui.map.view.start_drag", lambda *_: pytest.fail("dragged"))
    at = stage.pixel_of_unit(1)
    point_at(stage, at)
    stage.drag([at, at + QPoint(4, 0), at + QPoint(30, 0), at + QPoint(90, 0)])
    stage.qtbot.waitUntil(lambda: (stage.pixel_of_unit(1) - at).x() > 60)


def test_no_problem_was_reported_all_the_while(stage):
    assert stage.problems == []


# --- Without the page


@pytest.fixture
def picture(stage, tmp_path, qtbot):
    made = []

    def make_tile() -> VideoTile:
        made.append(tile_maker(FakeVideos(), stage.scene, stage.look, tmp_path)())
        return made[-1]

    return HoverPicture(stage.view, VideoSources(stage.scene), make_tile, stage.look), made


def test_who_only_passes_by_opens_nothing(picture, qtbot):
    hover, made = picture
    hover.show(1, QPoint(10, 10))
    hover.hide()
    assert not hover._rest.isActive()
    hover.show(CAMERA, QPoint(10, 10))
    qtbot.waitUntil(lambda: bool(made))
    assert [tile.source for tile in made] == [CAMERA]


def test_there_is_room_for_a_picture_only_where_video_is_offered(picture):
    hover, _ = picture
    assert hover.room(1) == QSize(256, 144 + 24)
    assert hover.room(CAMERA) is not None
    assert hover.room(2) is None
    assert hover.room(999) is None
