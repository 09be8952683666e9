from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.media.budget import Load
from tests.ui.wall.conftest import CAMERA, HELSINKI
from ui.bridge.video_status import Limit, SourceState
from ui.wall.layouts import GAP_PX, LAYOUTS
from ui.wall.plan import WallPlan
from ui.wall.tour import Stop
from ui.wall.welcome import WallWelcome
from ui.widgets.number_mime import number_mime
from ui.widgets.push_button import PushButton

Key = Qt.Key


def press(qtbot, key, modifiers=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(QApplication.focusWidget(), key, modifiers)


def drop(widget, numbers):
    at = QPointF(widget.rect().center())
    mime = number_mime(numbers)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    # Qt gives a drop to the widget that a drag has entered.
    entering = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, mime, buttons, keys)
    QApplication.sendEvent(widget, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(at, Qt.DropAction.CopyAction, mime, buttons, keys))


def sources(pane):
    return [tile.source for tile in pane.grid.tiles]


class TestTiles:
    def test_they_stand_edge_to_edge_with_a_small_gap(self, pane):
        first, second, third, _ = (tile.geometry() for tile in pane.grid.tiles)
        assert second.left() - first.right() - 1 == GAP_PX
        assert third.top() - first.bottom() - 1 == GAP_PX
        assert second.right() == pane.grid.width() - GAP_PX - 1

    def test_a_drop_of_several_fills_from_that_tile_on(self, pane):
        drop(pane.grid.tiles[1], [1, 2, CAMERA])
        assert sources(pane) == [None, 11, 12, CAMERA]

    def test_tiles_that_change_places_go_on_without_a_new_opening(self, pane, qtbot):
        pane.board.drop(0, [1, 2])
        one, other = pane.grid.tiles[:2]
        with qtbot.assertNotEmitted(one.source_changed), qtbot.assertNotEmitted(other.source_changed):
            drop(other, [11])
        assert pane.grid.tiles[:2] == [other, one]
        assert one.x() > other.x()

    def test_a_unit_from_elsewhere_that_a_tour_is_showing_leaves_the_tour_alone(self, pane, kit):
        tour = kit.tours.add("Gates", (Stop(11), Stop(12)))
        pane.board.start_tour(0, tour.number)
        drop(pane.grid.tiles[2], [1])
        assert sources(pane) == [11, None, 11, None]

    def test_a_tile_with_a_tour_is_dragged_with_its_tour(self, pane, kit, monkeypatch):
        tour = kit.tours.add("Gates", (Stop(11), Stop(12)))
        pane.board.start_tour(0, tour.number)
        # Only a real drag has a source.
        monkeypatch.setattr(QDropEvent, "source", lambda _: pane.grid.tiles[0])
        drop(pane.grid.tiles[2], [11])
        assert pane.board.run(0) is None
        assert pane.board.run(2).tour == tour

    def test_a_larger_layout_keeps_the_tiles_that_are_there(self, pane, qtbot):
        pane.board.drop(0, [1, 2, 3, 4])
        before = pane.grid.tiles
        with qtbot.assertNotEmitted(before[3].source_changed):
            pane.board.set_layout("sixteen")
        assert pane.grid.tiles[:4] == before

    def test_only_tiles_of_the_layout_are_seen(self, pane, kit):
        pane.board.drop(0, [1, 2, 3, 4])
        assert kit.videos.seen == [11, 12, 13, 14]
        pane.board.set_layout("one")
        assert kit.videos.seen == [11]

    def test_what_an_enlarged_tile_covers_is_not_seen(self, pane, kit):
        pane.board.drop(0, [1, 2, 3])
        pane.board.open(1)
        assert kit.videos.seen == [12]
        assert pane.grid.tiles[1].size() == pane.grid.size()
        pane.board.open(1)
        assert kit.videos.seen == [11, 12, 13]

    def test_a_wall_that_is_hidden_is_not_seen(self, pane, kit):
        pane.board.drop(0, [1])
        pane.hide()
        assert kit.videos.seen == []

    def test_a_wall_in_a_minimised_window_is_not_seen(self, pane, kit, qtbot):
        pane.board.drop(0, [1])
        pane.showMinimized()
        qtbot.waitUntil(lambda: kit.videos.seen == [])
        pane.showNormal()
        qtbot.waitUntil(lambda: kit.videos.seen == [11])

    def test_the_focused_tile_and_crews_at_work_count_more(self, pane, kit):
        pane.board.drop(0, [1, 2])
        pane.board.set_focus(0)
        assert kit.videos.showing(11).is_focused
        assert not kit.videos.showing(12).is_focused
        assert kit.videos.showing(12).importance > kit.videos.showing(11).importance

    def test_del_clears_the_tile_that_has_the_keys(self, pane, qtbot):
        pane.board.drop(0, [1, 2])
        pane.board.set_focus(1)
        press(qtbot, Key.Key_Delete)
        assert sources(pane) == [11, None, None, None]

    def test_sixteen_tiles_at_once_do_not_hold_up_the_desk(self, make_pane, qtbot):
        pane = make_pane(WallPlan("one"))
        pane.board.set_layout("sixteen")
        assert len(pane.grid.tiles) == 16
        assert len({tile.geometry().topLeft().toTuple() for tile in pane.grid.tiles}) == 16


class TestKeys:
    def test_arrows_go_from_tile_to_tile_and_choose_their_units(self, pane, kit, qtbot):
        pane.board.drop(0, [1, 2, 3, 4])
        assert kit.selection.units == ()
        for key, expected in ((Key.Key_Right, 2), (Key.Key_Down, 4), (Key.Key_Left, 3), (Key.Key_Up, 1)):
            press(qtbot, key)
            assert kit.selection.units == (expected,)
            assert QApplication.focusWidget() is pane.grid.tiles[pane.board.focus]

    def test_enter_enlarges_and_escape_brings_all_back(self, pane, qtbot):
        pane.board.drop(0, [1, 2])
        press(qtbot, Key.Key_Return)
        assert pane.board.is_enlarged
        press(qtbot, Key.Key_Right)
        assert pane.grid.tiles[1].size() == pane.grid.size()
        press(qtbot, Key.Key_Escape)
        assert not pane.board.is_enlarged

    def test_a_double_press_enlarges_and_brings_back(self, pane, qtbot):
        pane.board.drop(0, [1, 2])
        tile = pane.grid.tiles[1]
        qtbot.mouseDClick(tile, Qt.MouseButton.LeftButton)
        assert pane.board.is_enlarged
        qtbot.mouseDClick(tile, Qt.MouseButton.LeftButton)
        assert not pane.board.is_enlarged

    def test_a_press_chooses_the_tile_and_its_unit(self, pane, kit, qtbot):
        pane.board.drop(0, [1, 2])
        qtbot.mouseClick(pane.grid.tiles[1], Qt.MouseButton.LeftButton)
        assert pane.board.focus == 1
        assert kit.selection.units == (2,)

    @pytest.mark.parametrize(("key", "layout"), [(str(i), one.name) for i, one in enumerate(LAYOUTS, start=1)])
    def test_a_figure_chooses_a_layout(self, pane, qtbot, key, layout):
        press(qtbot, Qt.Key(ord(key)))
        assert pane.board.plan.layout == layout

    def test_the_keys_stay_with_the_wall_when_their_tile_goes(self, pane, qtbot):
        pane.board.drop(0, [1, 2, 3, 4])
        pane.board.set_focus(3)
        press(qtbot, Key.Key_1)
        assert QApplication.focusWidget() is pane.grid.tiles[0]
        press(qtbot, Key.Key_2)
        press(qtbot, Key.Key_Right)
        assert pane.board.focus == 1

    def test_a_choice_elsewhere_does_not_take_the_keys(self, pane, kit, qtbot):
        pane.board.drop(0, [1, 2])
        button = pane.findChild(QPushButton)
        button.setFocus()
        kit.selection.set([2])
        assert pane.board.focus == 1
        assert button.hasFocus()

    def test_a_tour_is_paused_and_stepped_by_key(self, pane, kit, qtbot):
        tour = kit.tours.add("Gates", (Stop(11), Stop(12)))
        pane.board.start_tour(0, tour.number)
        pane.board.set_focus(0)
        pane.grid.focus_tile()
        press(qtbot, Key.Key_N)
        assert sources(pane)[0] == 12
        press(qtbot, Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
        assert sources(pane)[0] == 11
        press(qtbot, Key.Key_P)
        assert pane.board.run(0).is_paused
        press(qtbot, Key.Key_H)
        assert pane.board.plan.sources == (11,)

    def test_a_tile_is_cleared_by_key_and_the_whole_wall_with_shift(self, pane, qtbot):
        pane.board.drop(0, [1, 2, 3])
        pane.grid.focus_tile()
        press(qtbot, Key.Key_Delete)
        assert sources(pane) == [None, 12, 13, None]
        press(qtbot, Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
        assert sources(pane) == [None] * 4

    def test_what_cannot_be_done_is_not_offered(self, pane, kit):
        actions = pane.actions_of_wall
        actions.refresh()
        assert not actions.named("hold").isEnabled()
        assert not actions.named("end_nearest").isEnabled()
        pane.show_nearest(*HELSINKI)
        pane.board.set_focus(0)
        actions.refresh()
        assert actions.named("end_nearest").isEnabled()
        assert actions.named("hold").isEnabled()
        assert not actions.named("pause_tour").isEnabled()

    def test_a_tile_is_moved_by_key_and_keeps_the_focus(self, pane, qtbot):
        pane.board.drop(0, [1, 2])
        press(qtbot, Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
        assert sources(pane) == [None, 12, 11, None]
        assert QApplication.focusWidget() is pane.grid.tiles[2]
        press(qtbot, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        assert sources(pane) == [None, 12, 11, None]


class TestBar:
    def test_it_says_what_is_followed_and_ends_it(self, pane, qtbot):
        assert pane.bar.near_text == ""
        pane.show_nearest(*HELSINKI)
        assert pane.bar.near_text == "Nearest to 24.94400 E 60.17150 N ×"
        qtbot.mouseClick(_button(pane, pane.bar.near_text), Qt.MouseButton.LeftButton)
        assert pane.bar.near_text == ""
        assert pane.board.plan.place is None

    def test_it_says_how_many_wait_and_makes_room_for_them(self, pane, qtbot):
        pane.board.drop(0, [1, 2, 3, 4])
        pane.board.set_layout("one")
        assert pane.bar.waiting_text == "3 not shown"
        qtbot.mouseClick(_button(pane, "3 not shown"), Qt.MouseButton.LeftButton)
        assert pane.board.plan.layout == "four"
        assert pane.bar.waiting_text == ""

    def test_its_buttons_choose_a_layout_and_show_which_is_chosen(self, pane, qtbot):
        button = next(one for one in pane.bar.findChildren(PushButton) if one.accessibleName() == "16 tiles")
        assert not button.isChecked()
        assert button.toolTip() == "16 tiles (5)"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.isChecked()
        assert pane.board.plan.layout == "sixteen"

    def test_the_budget_is_quiet_until_something_is_held_back(self, pane, kit):
        pane.board.drop(0, [1, 2])
        kit.videos.load = Load(0.8, 14.2e6)
        kit.videos.changed.emit()
        assert pane.bar.budget.text == ""
        assert pane.bar.budget.toolTip() == "Video takes 0.8 of 2.0 processor cores and 14.2 of 50 Mbit/s."
        kit.videos.say(11, SourceState.OFF, cut_by=Limit.MACHINE)
        kit.videos.changed.emit()
        assert pane.bar.budget.text == "1 tile held back"
        kit.videos.say(12, SourceState.LIVE, cut_by=Limit.LINE)
        kit.videos.changed.emit()
        assert pane.bar.budget.text == "2 tiles held back"

    def test_where_it_is_narrow_it_says_less_and_does_not_keep_the_window_wide(self, pane):
        pane.show_nearest(*HELSINKI)
        assert _button(pane, "All live sources").isVisible()
        pane.resize(640, 500)
        assert pane.width() == 640
        assert pane.bar.near_text == "Nearest ×"
        assert [one for one in pane.bar.findChildren(PushButton) if one.text() == "All live sources"] == []
        pane.resize(1280, 500)
        assert _button(pane, "All live sources").isVisible()

    def test_on_a_wall_all_the_room_is_the_tiles(self, pane, kit):
        kit.look.set_wall(True)
        assert not pane.bar.isVisible()
        kit.look.set_wall(False)
        assert pane.bar.isVisible()


class TestWelcome:
    def test_an_empty_wall_says_once_how_to_fill_it(self, pane):
        welcome = pane.findChild(WallWelcome)
        assert welcome.isVisible()
        pane.board.drop(0, [1])
        assert not welcome.isVisible()
        pane.board.clear_all()
        assert welcome.isVisible()

    def test_what_is_dropped_on_it_is_shown(self, pane):
        drop(pane.findChild(WallWelcome), [1, 2])
        assert sources(pane)[:2] == [11, 12]

    def test_its_button_shows_all_live_sources(self, pane, qtbot):
        button = pane.findChild(WallWelcome).findChild(PushButton)
        assert button.text() == "All live sources"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(pane.board.plan.sources) == 5

    def test_the_keys_of_its_button_go_on_to_the_first_tile(self, pane, qtbot):
        """Not to what comes next in the window, which is the button that shows one tile alone."""
        button = pane.findChild(WallWelcome).findChild(PushButton)
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        qtbot.keyClick(button, Key.Key_Return)
        qtbot.waitUntil(pane.grid.tiles[0].hasFocus)


def test_the_menu_of_tours_starts_one_in_the_focused_tile(pane, kit):
    kit.tours.add("Gates & doors")
    pane.board.set_focus(2)
    pane.offer_tours()
    menu = pane.findChild(QMenu)
    assert menu.isVisible()
    assert [entry.text() for entry in menu.actions() if entry.text()] == ["Gates && doors", "Guard tours …"]
    menu.actions()[0].trigger()
    menu.close()
    assert pane.board.run(2).tour.name == "Gates & doors"


def _button(pane, text):
    return next(one for one in pane.bar.findChildren(PushButton) if one.text() == text)
