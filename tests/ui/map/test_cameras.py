"""Cameras on the real page, and the rows that it draws them from. One map for all of these tests."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from app.domain.camera import Camera
from app.domain.event import CameraChanged, CameraRegistered, CameraRetired
from app.geo.geodesy import line_length_m
from app.geo.mercator import from_world
from tests.ui.map.conftest import HOME, SIZE_PX, Stage, options
from tests.ui.models.crowd import happen
from ui.map.cameras import camera_rows
from ui.map.card import camera_card
from ui.map.settings import View
from ui.theme.tokens import DARK, Mode

# The map outlives each test, and so does the timer of its open question.
pytestmark = pytest.mark.leaks

ACCENT = DARK.accent
#: Far from every unit of the small scene, and from each other.
GATE = Camera(
    number=40,
    name="Station gate",
    agency="Railways",
    lon_deg=HOME.lon - 0.0025,
    lat_deg=HOME.lat + 0.001,
    heading_deg=90.0,
    view_deg=80.0,
    range_m=70.0,
    pulls_from="rtsp://10.0.0.7",
)
DOME = Camera(
    number=41, name="Square", lon_deg=HOME.lon + 0.001, lat_deg=HOME.lat - 0.0012, range_m=60.0, pulls_from=""
)
METRES_PER_PIXEL = 156_543.03 * math.cos(math.radians(HOME.lat)) / 2**HOME.zoom


@pytest.fixture(scope="module")
def shared(request, qapp, page_cache):
    stage = Stage(QtBot(request), options(page_cache))
    try:
        stage.open()
        happen(stage.scene, CameraRegistered(camera=GATE), CameraRegistered(camera=DOME))
        yield stage
    finally:
        stage.close()


@pytest.fixture
def stage(shared, qtbot):
    """The shared map as it was at the start."""
    shared.qtbot = qtbot
    shared.selection.clear()
    shared.look.set_mode(Mode.DARK)
    shared.view.show_view(HOME)
    shared.view.run("select")
    shared.surface.setFocus()
    # And no ring of the test before, for which one that waits for a ring might take it.
    qtbot.waitUntil(
        lambda: shared.shows(DARK.text_2, at(shared, GATE), 9) and not shared.shows(ACCENT, at(shared, GATE), 10)
    )
    return shared


def at(stage: Stage, camera: Camera) -> QPoint:
    return stage.pixel_of(camera.lon_deg, camera.lat_deg)


def ahead(metres: float, towards_deg: float) -> QPoint:
    """Pixels to a place at this distance, in this direction."""
    angle = math.radians(towards_deg)
    length = metres / METRES_PER_PIXEL
    return QPoint(round(length * math.sin(angle)), round(-length * math.cos(angle)))


def is_lit(stage: Stage, place: QPoint) -> bool:
    """Whether something translucent lies on the bare ground."""
    return stage.picture().pixelColor(place).lightnessF() > ground(stage) + 0.02


def ground(stage: Stage) -> float:
    return stage.picture().pixelColor(QPoint(SIZE_PX[0] - 40, 40)).lightnessF()


def test_what_a_camera_sees_is_shown_where_it_looks_as_far_as_it_sees(stage):
    place = at(stage, GATE)
    # Not straight ahead: its name stands there.
    assert is_lit(stage, place + ahead(55, GATE.heading_deg - 25))
    assert is_lit(stage, place + ahead(55, GATE.heading_deg + 32))
    assert not is_lit(stage, place + ahead(55, GATE.heading_deg + 50))
    assert not is_lit(stage, place + ahead(55, GATE.heading_deg + 180))
    assert not is_lit(stage, place + ahead(85, GATE.heading_deg + 25))


def test_one_that_looks_all_around_has_a_ring_and_no_ground_of_its_own(stage):
    place = at(stage, DOME)
    for towards_deg in (45, 200, 300):
        rim = place + ahead(DOME.range_m, towards_deg)
        assert any(is_lit(stage, rim + QPoint(dx, dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        assert not is_lit(stage, place + ahead(40, towards_deg))


def test_a_click_chooses_a_camera_in_the_place_of_units(stage):
    stage.selection.set([1])
    stage.click(at(stage, GATE))
    stage.qtbot.waitUntil(lambda: stage.selection.camera == GATE.number)
    assert stage.selection.units == ()
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, at(stage, GATE), 10))
    stage.click(at(stage, GATE) + QPoint(0, 120))
    stage.qtbot.waitUntil(lambda: stage.selection.camera is None)


def test_enter_chooses_the_camera_in_the_middle(stage):
    stage.view.show_view(View(DOME.lon_deg, DOME.lat_deg, HOME.zoom))
    stage.qtbot.waitUntil(lambda: stage.shows(DARK.text_3, QPoint(*SIZE_PX) / 2, 9))
    stage.key(Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: stage.selection.camera == DOME.number)


def test_zooming_to_the_chosen_shows_the_camera_with_what_it_sees(stage):
    stage.selection.set_camera(GATE.number)
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, at(stage, GATE), 10))
    stage.key(Qt.Key.Key_Z)
    stage.qtbot.waitUntil(
        lambda: stage.view.view.zoom > HOME.zoom and abs(stage.view.view.lon - GATE.lon_deg) < 1e-4
    )


def test_c_hides_cameras_and_shows_them_again(stage):
    place = at(stage, GATE)
    stage.key(Qt.Key.Key_C)
    stage.qtbot.waitUntil(lambda: not is_lit(stage, place))
    stage.click(place)
    stage.key(Qt.Key.Key_C)
    stage.qtbot.waitUntil(lambda: is_lit(stage, place + ahead(55, GATE.heading_deg + 25)))
    assert stage.selection.camera is None


def test_a_camera_that_is_turned_is_drawn_anew_and_one_that_is_retired_goes(stage):
    turned = GATE.model_copy(update={"heading_deg": 270.0})
    place = at(stage, GATE)
    happen(stage.scene, CameraChanged(camera=turned))
    stage.qtbot.waitUntil(lambda: is_lit(stage, place + ahead(55, 295)))
    assert not is_lit(stage, place + ahead(55, 115))
    happen(stage.scene, CameraRetired(camera=GATE.number))
    stage.qtbot.waitUntil(lambda: not is_lit(stage, place))
    happen(stage.scene, CameraRegistered(camera=GATE))


def test_a_place_is_asked_for_video_by_one_click_and_the_tool_is_put_down(stage, qtbot):
    stage.key(Qt.Key.Key_V)
    with qtbot.waitSignal(stage.view.video_place_chosen) as chosen:
        stage.click(at(stage, DOME) + QPoint(0, 60))
    assert chosen.args[0] == pytest.approx(DOME.lon_deg, abs=2e-5)
    assert chosen.args[1] < DOME.lat_deg
    with qtbot.assertNotEmitted(stage.view.video_place_chosen):
        stage.click(at(stage, DOME))
        qtbot.waitUntil(lambda: stage.selection.camera == DOME.number)


def test_the_keyboard_alone_asks_for_the_video_around_the_middle(stage, qtbot):
    stage.key(Qt.Key.Key_V)
    with qtbot.waitSignal(stage.view.video_place_chosen) as chosen:
        stage.key(Qt.Key.Key_Return)
    assert chosen.args == pytest.approx([HOME.lon, HOME.lat], abs=1e-6)


def test_no_problem_was_reported_all_the_while(stage):
    assert stage.problems == []


# --- Rows and card


def test_a_camera_sees_as_far_on_the_map_as_on_the_ground():
    (row,) = camera_rows([GATE])
    lon, lat = from_world([row["x"] / 2**32, (row["x"] + row["reach"]) / 2**32], [row["y"] / 2**32] * 2)
    assert line_length_m([lon[0], lat[0], lon[1], lat[1]]) == pytest.approx(GATE.range_m, rel=0.005)
    assert (row["heading"], row["view"], row["video"]) == (90.0, 80.0, True)


def test_one_that_sees_all_around_has_no_direction_whatever_is_written_down():
    (row,) = camera_rows([GATE.model_copy(update={"view_deg": 360.0})])
    assert row["heading"] is None
    assert camera_rows([]) == []


def test_the_card_says_where_it_looks_and_that_nothing_can_be_fetched(stage):
    told = camera_card(stage.scene, GATE.number)
    assert (told["title"], told["subtitle"]) == ("Station gate", "Railways")
    assert told["lines"] == [("Looks", "90° · 80° wide · 70 m")]
    assert ("Video", "no address yet") in camera_card(stage.scene, DOME.number)["lines"]
    assert camera_card(stage.scene, 77)["title"] == ""
