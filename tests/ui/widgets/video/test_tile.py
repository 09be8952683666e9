"""What a tile shows of its source: the picture, how old it is, and what is said of it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.domain.errors import AppError
from app.media.cost import Step
from app.media.frame import Frame
from app.media.state import Level
from tests.ui.widgets.video.tiles import BODY, CAMERA, colour_at, live, plain, shown
from ui.bridge.video_status import Limit, SourceState, SourceStatus
from ui.widgets.video import face as face_module


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


def test_a_tile_that_is_not_seen_says_so(make):
    tile = make()
    tile.set_source(BODY.number)
    assert tile._showing().is_visible
    tile.hide()
    assert not tile._showing().is_visible


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
