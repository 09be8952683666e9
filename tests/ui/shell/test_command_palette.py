from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.domain.fixes import Fixes
from app.picture.freshness import Freshness
from tests.ui.widgets.fakes import AT, CAMERAS
from ui.shell.palette_entries import CameraSource, UnitSource

Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def palette(desk, qtbot):
    qtbot.keyClick(desk.window, Key.Key_K, Modifier.ControlModifier)
    palette = desk.window.palette_overlay
    assert palette.isVisible()
    return palette


def _type(palette, qtbot, text):
    qtbot.keyClicks(palette._line, text)


def test_a_unit_is_found_by_callsign_name_agency_or_beat_and_chosen_by_keyboard_alone(desk, palette, qtbot):
    for text in ("v-07", "kamppi", "foot patrol"):
        palette._line.clear()
        _type(palette, qtbot, text)
        assert palette.titles == ["V-07 Kamppi foot patrol"], text
    qtbot.keyClick(palette._line, Key.Key_Return)
    assert desk.selection.units == (2,)
    assert not palette.isVisible()


def test_an_action_is_found_and_done(desk, palette, qtbot):
    _type(palette, qtbot, "overv")
    qtbot.keyClick(palette._line, Key.Key_Return)
    assert desk.window.dock_host.current.name == "overview"


def test_only_what_can_be_done_now_is_listed(desk, palette, qtbot):
    _type(palette, qtbot, "set busy")
    assert palette.titles == []
    palette.close_palette()
    desk.selection.set([1])
    palette.open()
    _type(palette, qtbot, "set busy")
    assert palette.titles == ["Set busy"]


def test_arrows_move_through_what_was_found_and_stop_at_its_ends(desk, palette, qtbot):
    _type(palette, qtbot, "patrol")
    first, second = palette.titles[:2]
    qtbot.keyClick(palette._line, Key.Key_Up)
    assert palette._list.currentIndex().data() == first
    qtbot.keyClick(palette._line, Key.Key_Down)
    assert palette._list.currentIndex().data() == second
    qtbot.keyClick(palette._line, Key.Key_PageDown)
    assert palette._list.currentIndex().data() == palette.titles[-1]


def test_escape_closes_and_gives_the_focus_back(desk, qtbot):
    line = QLineEdit(desk.window)
    line.show()
    line.setFocus()
    desk.window.palette_overlay.open()
    qtbot.keyClick(desk.window.palette_overlay._line, Key.Key_Escape)
    assert not desk.window.palette_overlay.isVisible()
    assert desk.window.focusWidget() is line


def test_looking_elsewhere_closes_it_and_leaves_the_focus_there(desk, palette, qtbot):
    line = QLineEdit(desk.window)
    line.show()
    line.setFocus()
    assert not palette.isVisible()
    assert desk.window.focusWidget() is line


def test_nothing_found_is_said(desk, palette, qtbot):
    _type(palette, qtbot, "zzzz")
    assert palette.titles == []
    assert palette._nothing.isVisible()
    qtbot.keyClick(palette._line, Key.Key_Return)
    assert palette.isVisible()


def test_units_on_duty_come_before_those_that_are_not(desk, palette):
    units = [title for title in palette.titles if title[1] == "-"]
    assert units == ["D-03 Patrol car", "D-11 Mounted pair", "V-07 Kamppi foot patrol", "S-09 School gate"]


def test_it_fits_a_small_window(desk, palette, qtbot):
    desk.window.resize(1024, 640)
    qtbot.waitUntil(lambda: desk.window.width() == 1024)
    assert palette.geometry().right() < 1024
    assert palette.geometry().bottom() < 640


def test_a_unit_without_a_fresh_position_does_not_look_as_if_it_had_one(desk):
    scene = desk.scene
    now_ms = scene.clock.now_ms()
    scene.apply_fixes(Fixes.of([(1, now_ms - 1000, 24.9, 60.2), (2, now_ms - 90_000, 24.9, 60.2)]))
    scene.show_now()
    source = UnitSource(scene, lambda _: None)
    marks = {text.split()[0]: source.entry(i).mark for i, text in enumerate(source.haystacks())}
    assert marks["d-03"].freshness is Freshness.FRESH
    assert marks["v-07"].freshness is Freshness.STALE
    assert marks["d-11"].freshness is Freshness.NONE


def test_cameras_are_found_by_name_and_agency_and_can_be_chosen(desk, look):
    desk.scene.replace(desk.scene.picture.to_snapshot(AT, "harbour").model_copy(update={"cameras": CAMERAS}))
    chosen = []
    source = CameraSource(desk.scene, look, chosen.append)
    texts = source.haystacks()
    assert texts == ["kamppi square city", "station hall "]
    entry = source.entry(0)
    assert (entry.title, entry.detail) == ("Kamppi square", "City · 135° · 70° wide · 60 m")
    entry.choose()
    assert chosen == [41]
