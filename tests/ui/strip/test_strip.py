"""The strip as one works with it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSettings, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton

from app.domain.camera import Camera
from app.domain.event import CameraRegistered, CameraRetired, TerminalRetired
from tests.ui.models.crowd import HELSINKI, a_scene, a_unit, happen
from tests.ui.widgets.live_video import FakeVideos, sends, tile_maker
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.strip.strip import VideoStrip
from ui.theme.look import Look
from ui.widgets.number_mime import number_mime
from ui.widgets.video.tile import VideoTile

GATE = 40
Key = Qt.Key


@pytest.fixture
def videos(qapp):
    return FakeVideos()


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def scene(qapp):
    """Units 1 to 20 carry terminals 101 to 120, which send; unit 21 carries nothing; camera 40."""
    scene = a_scene([a_unit(number) for number in range(1, 22)])
    for number in range(1, 21):
        sends(scene, number, 100 + number)
    lon, lat = HELSINKI
    camera = Camera(number=GATE, name="Gate", lon_deg=lon, lat_deg=lat, pulls_from="rtsp://192.0.2.8")
    happen(scene, CameraRegistered(camera=camera))
    yield scene
    scene.deleteLater()


@pytest.fixture
def selection(qapp):
    return Selection()


@pytest.fixture
def open_strip(qtbot, scene, selection, videos, settings, tmp_path):
    def make() -> VideoStrip:
        look = Look()
        strip = VideoStrip(
            selection, VideoSources(scene), tile_maker(videos, scene, look, tmp_path), settings, look
        )
        qtbot.addWidget(strip)
        strip.resize(1000, 100)
        with qtbot.waitExposed(strip):
            strip.show()
        return strip

    return make


@pytest.fixture
def strip(open_strip):
    return open_strip()


def tiles(strip: VideoStrip) -> list[VideoTile]:
    seen = [tile for tile in strip.findChildren(VideoTile) if tile.isVisible()]
    return sorted(seen, key=lambda tile: tile.mapTo(strip, tile.rect().topLeft()).x())


def shown(strip: VideoStrip) -> list[int]:
    return [tile.source for tile in tiles(strip)]


def drop(strip: VideoStrip, numbers: list[int]) -> None:
    mime = number_mime(numbers)
    none = Qt.KeyboardModifier.NoModifier
    strip.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, none))


def test_an_empty_strip_says_how_it_is_filled(strip, videos):
    said = [label.text() for label in strip.findChildren(QLabel) if label.isVisible()]
    assert said == ["Videos that you look at stay here. Drag units or cameras in to keep them in sight."]
    assert videos.seen == []


def test_what_is_looked_at_stands_in_the_strip_newest_first_and_is_live(strip, videos):
    strip.note(101)
    strip.note(102)
    assert shown(strip) == [102, 101]
    assert videos.seen == [101, 102]


def test_tiles_are_sixteen_to_nine_and_as_high_as_the_strip(strip):
    strip.note(101)
    (tile,) = tiles(strip)
    assert tile.height() == strip.height()
    assert tile.width() / (tile.height() - 18) == pytest.approx(16 / 9, abs=0.02)


def test_dropped_units_and_cameras_are_pinned_and_come_before_what_was_looked_at(strip):
    strip.note(103)
    drop(strip, [1, GATE, 21, 999])
    assert shown(strip) == [101, GATE, 103]
    assert strip.shelf.pinned == (101, GATE)


def test_only_as_many_recent_ones_are_shown_and_decoded_as_there_is_room_for(strip, videos):
    strip.resize(350, 100)
    for number in range(101, 107):
        strip.note(number)
    assert shown(strip) == [106, 105]
    assert videos.seen == [105, 106]


def test_pinned_ones_that_do_not_fit_are_scrolled_to_and_decoded_only_then(strip, videos, qtbot):
    drop(strip, list(range(1, 13)))
    assert 112 not in videos.seen
    assert 101 in videos.seen
    strip.activateWindow()
    tiles(strip)[0].setFocus()
    for _ in range(11):
        QTest.keyClick(strip.focusWidget(), Key.Key_Right)
    qtbot.waitUntil(lambda: 112 in videos.seen)
    assert 101 not in videos.seen


def test_a_closed_strip_decodes_nothing(strip, videos):
    strip.note(101)
    strip.hide()
    assert videos.seen == []


def test_enter_and_a_double_press_choose_the_unit_or_the_camera(strip, selection):
    drop(strip, [1, GATE])
    QTest.keyClick(tiles(strip)[0], Key.Key_Return)
    assert selection.units == (1,)
    QTest.mouseDClick(tiles(strip)[1], Qt.MouseButton.LeftButton)
    assert selection.camera == GATE


def test_the_keyboard_pins_lets_go_and_takes_away(strip, qtbot):
    strip.note(101)
    strip.note(102)
    strip.activateWindow()
    tiles(strip)[1].setFocus()
    QTest.keyClick(strip.focusWidget(), Key.Key_P)
    assert strip.shelf.pinned == (101,)
    assert shown(strip) == [101, 102]
    QTest.keyClick(strip.focusWidget(), Key.Key_P)
    assert strip.shelf.pinned == ()
    QTest.keyClick(strip.focusWidget(), Key.Key_Delete)
    assert shown(strip) == [102]
    assert strip.focusWidget() is tiles(strip)[0]


def test_the_focus_goes_to_the_first_tile(strip, qtbot):
    strip.note(101)
    strip.note(102)
    strip.activateWindow()
    strip.setFocus()
    qtbot.waitUntil(tiles(strip)[0].hasFocus)


def test_the_pin_on_a_tile_does_the_same(strip):
    strip.note(101)
    pin = next(b for b in strip.findChildren(QToolButton) if b.toolTip() == "Keep it here (P)")
    pin.click()
    assert strip.shelf.pinned == (101,)
    assert pin.isVisible()
    assert pin.toolTip() == "Let go of it (P)"


def test_the_chosen_are_pinned_by_an_action(strip, selection):
    (pin,) = strip.desk_actions
    assert (pin.text(), pin.keys) == ("Pin the chosen to the video strip", "Ctrl+P")
    selection.set([2, 1])
    pin.trigger()
    selection.set_camera(GATE)
    pin.trigger()
    assert strip.shelf.pinned == (102, 101, GATE)


def test_it_comes_back_as_it_was_left(strip, open_strip):
    drop(strip, [1])
    strip.note(105)
    again = open_strip()
    assert shown(again) == [101, 105]
    assert again.shelf == strip.shelf


def test_what_is_retired_leaves_the_strip_for_good(strip, open_strip, scene):
    strip.note(101)
    drop(strip, [2, GATE])
    happen(scene, TerminalRetired(terminal=102))
    strip.drop_gone()
    assert shown(strip) == [GATE, 101]
    happen(scene, CameraRetired(camera=GATE))
    strip.drop_gone()
    assert shown(open_strip()) == [101]
