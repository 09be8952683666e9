from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.wall.conftest import CAMERA, HELSINKI
from ui.wall.memory import kept
from ui.wall.placement import Area, Monitor, Placement
from ui.wall.plan import WallPlan
from ui.wall.tour import Stop
from ui.wall.walls import Walls
from ui.wall.window import present_monitors

Key = Qt.Key


class Told:
    def __init__(self, walls):
        self.failures, self.shown = [], 0
        walls.failed.connect(lambda error: self.failures.append(error.code))
        walls.shown_asked.connect(self._on_shown_asked)

    def _on_shown_asked(self):
        self.shown += 1


def _talk_line():
    line = QLabel("Patrol talking")
    line.setFixedHeight(28)
    return line


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def make_walls(kit, settings, qtbot):
    """The walls of one start of the desk; the next start is the next call."""
    made = []

    def make(*, is_main_shown=True):
        walls = Walls(
            scene=kit.scene,
            selection=kit.selection,
            videos=kit.videos,
            sources=kit.sources,
            look=kit.look,
            snapshots=kit.snapshots,
            settings=settings,
            make_foot=_talk_line,
        )
        made.append(walls)
        qtbot.addWidget(walls.home)
        walls.home.resize(1000, 640)
        if is_main_shown:
            with qtbot.waitActive(walls.home):
                walls.home.show()
                walls.home.activateWindow()
        walls.start()
        walls.told = Told(walls)
        return walls

    yield make
    for walls in made:
        walls.stop()


@pytest.fixture
def walls(make_walls):
    return make_walls()


def test_a_wall_is_as_it_was_after_a_restart(make_walls):
    first = make_walls()
    first.main.board.set_layout("six")
    first.main.board.drop(1, [1, CAMERA])
    first.tours.add("Gates", (Stop(11), Stop(12, 30)))
    first.stop()
    again = make_walls()
    assert again.main.board.plan == WallPlan("six").filled(1, [11, CAMERA])
    assert again.tours.tours == first.tours.tours


def test_windows_are_opened_again_with_what_was_on_them(make_walls):
    first = make_walls()
    first.open_window().pane.board.drop(0, [1])
    first.open_window().pane.board.set_layout("sixteen")
    first.windows[0].setGeometry(QRect(60, 80, 500, 300))
    first.windows[1].set_full_screen(True)
    first.stop()
    assert first.windows == ()
    again = make_walls()
    one, other = again.windows
    assert one.pane.board.plan == WallPlan("four").filled(0, [11])
    assert one.geometry() == QRect(60, 80, 500, 300)
    assert one.isVisible()
    assert not one.isFullScreen()
    assert other.pane.board.plan.layout == "sixteen"
    assert other.isFullScreen()


def test_a_window_that_somebody_closed_stays_closed(make_walls, kit, settings, qtbot):
    walls = make_walls()
    window = walls.open_window()
    window.pane.board.drop(0, [1])
    assert kit.videos.seen == [11]
    window.close()
    assert walls.windows == ()
    qtbot.waitUntil(lambda: kept(settings).windows == ())
    walls.stop()
    assert make_walls().windows == ()


def test_windows_that_go_before_the_desk_as_it_is_ended_are_opened_again(make_walls):
    """A signal, or the end of the session, has Qt close all windows in whatever order."""
    first = make_walls()
    first.open_window().pane.board.drop(0, [1])
    first.windows[0].setGeometry(QRect(60, 80, 500, 300))
    first.windows[0].close()
    first.stop()
    again = make_walls()
    assert [window.pane.board.plan.sources for window in again.windows] == [(11,)]
    assert again.windows[0].geometry() == QRect(60, 80, 500, 300)


def test_a_closed_window_lets_go_of_its_video(walls, kit, qtbot):
    window = walls.open_window()
    window.pane.board.drop(0, [1])
    window.close()
    qtbot.waitUntil(lambda: 11 not in kit.videos.sources)


def test_what_the_desk_does_after_it_was_stopped_is_not_remembered(make_walls, settings):
    walls = make_walls()
    walls.stop()
    walls.main.board.set_layout("sixteen")
    assert kept(settings).plan.layout == "nine"


def test_garbage_in_the_memory_opens_an_empty_wall(make_walls, settings):
    settings.setValue("wall/state", '{"version": 1, "plan": 7, "windows": [{}]}')
    walls = make_walls()
    assert walls.main.board.plan == WallPlan()
    assert walls.windows == ()


def test_a_window_whose_monitor_is_gone_comes_to_one_that_is_there_and_is_remembered_where_it_was(walls):
    window = walls.open_window()
    home = Placement(Area(5000, 100, 500, 300), "gone")
    window.place(home)
    on_screen = QGuiApplication.primaryScreen().geometry()
    assert on_screen.contains(window.geometry())
    assert window.placement == home


def test_a_window_comes_back_to_its_monitor_when_that_is_there_again(walls):
    window = walls.open_window()
    here = present_monitors()[0]
    home = Placement(Area(10, 50, 400, 300), here.name)
    window.place(home, [Monitor("spare", Area(200, 132, 480, 360))])
    assert window.geometry().topLeft().toTuple() != (10, 50)
    window.settle()
    assert window.geometry() == QRect(10, 50, 400, 300)


def test_a_window_remembers_the_monitor_that_is_unplugged_under_it(walls, monkeypatch):
    window = walls.open_window()
    window.setGeometry(QRect(10, 50, 400, 300))
    here = window.placement
    spare = Monitor("spare", Area(100, 132, 700, 460))
    monkeypatch.setattr("ui.wall.window.present_monitors", lambda: [spare])
    # Qt takes it to another one before anybody is told.
    window.setGeometry(QRect(0, 0, 400, 300))
    window.settle()
    assert spare.area.shared_with(Area(*window.geometry().getRect())) == 400 * 300
    assert window.placement == here
    monkeypatch.undo()
    window.settle()
    assert window.geometry() == QRect(10, 50, 400, 300)


def test_a_window_that_somebody_moves_after_it_had_to_move_is_remembered_there(walls):
    window = walls.open_window()
    window.place(Placement(Area(5000, 100, 500, 300), "gone"))
    window.setGeometry(QRect(20, 60, 420, 320))
    assert window.placement.area == Area(20, 60, 420, 320)


class TestFullScreen:
    def test_the_main_wall_fills_a_screen_and_comes_back_by_escape(self, walls, kit, qtbot):
        walls.main.board.drop(0, [1, 2])
        walls.toggle_full_screen()
        window = walls.main.window()
        assert window.isFullScreen()
        assert kit.videos.seen == [11, 12]
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        walls.main.setFocus()
        qtbot.keyClick(window, Key.Key_Escape)
        assert walls.main.window() is walls.home
        assert walls.main.isVisible()
        assert kit.videos.seen == [11, 12]

    def test_a_wall_that_fills_the_screen_tells_of_talk_below_its_pictures(self, walls, qtbot):
        walls.toggle_full_screen()
        window = walls.main.window()
        line = window.findChild(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        qtbot.waitUntil(lambda: line.isVisible() and line.geometry().bottom() == window.rect().bottom())
        qtbot.waitUntil(lambda: walls.main.geometry().bottom() + 1 == line.geometry().top())
        assert line.width() == window.width()

    def test_a_window_tells_of_talk_only_while_it_fills_the_screen(self, walls, qtbot):
        window = walls.open_window()
        line = window.findChild(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
        window.set_full_screen(False)
        qtbot.waitUntil(lambda: not line.isVisible())
        window.set_full_screen(True)
        qtbot.waitUntil(line.isVisible)
        qtbot.keyClick(window, Key.Key_Escape)
        qtbot.waitUntil(lambda: not line.isVisible())

    def test_the_same_key_brings_it_back(self, walls):
        walls.toggle_full_screen()
        walls.toggle_full_screen()
        assert walls.main.window() is walls.home

    def test_its_place_says_where_it_went(self, walls):
        walls.toggle_full_screen()
        assert not walls.home.isAncestorOf(walls.main)
        assert walls.home.findChildren(type(walls.main)) == []

    def test_a_desk_that_is_closed_takes_it_back_first(self, walls):
        walls.toggle_full_screen()
        walls.stop()
        assert walls.main.window() is walls.home

    def test_a_window_leaves_the_full_screen_by_escape_and_stays(self, walls, qtbot):
        window = walls.open_window()
        window.set_full_screen(True)
        qtbot.keyClick(window, Key.Key_Escape)
        assert not window.isFullScreen()
        assert window in walls.windows


class TestAtHand:
    def test_the_active_window_is_the_one_that_one_works_with(self, walls, qtbot):
        window = walls.open_window()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        assert walls.current is window.pane
        walls.home.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is walls.home)
        assert walls.current is walls.main

    def test_a_wall_in_a_window_is_at_hand_while_the_main_one_cannot_be_seen(self, make_walls, qtbot):
        walls = make_walls(is_main_shown=False)
        window = walls.open_window()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        walls.add_selection()
        assert walls.told.shown == 0

    def test_a_minimised_window_is_not_at_hand(self, make_walls, qtbot):
        walls = make_walls(is_main_shown=False)
        window = walls.open_window()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        window.showMinimized()
        assert walls.current is walls.main

    def test_the_main_wall_asks_to_be_shown_when_there_is_no_other(self, make_walls, kit):
        walls = make_walls(is_main_shown=False)
        kit.selection.set([1, 2])
        walls.add_selection()
        assert walls.told.shown == 1
        assert walls.main.board.plan.sources == (11, 12)

    def test_a_chosen_camera_is_added_like_units(self, walls, kit):
        kit.selection.set_camera(CAMERA)
        walls.add_selection()
        assert walls.main.board.plan.sources == (CAMERA,)

    def test_with_nothing_chosen_it_says_so(self, walls):
        walls.add_selection()
        assert walls.told.failures == ["wall.nothing_chosen"]

    def test_a_place_that_is_chosen_on_the_map_is_followed(self, make_walls):
        walls = make_walls(is_main_shown=False)
        walls.show_nearest(*HELSINKI)
        assert walls.told.shown == 1
        assert walls.main.board.plan.place is not None

    def test_a_source_that_is_shown_is_focused(self, walls):
        walls.main.board.drop(0, [1])
        walls.show(12)
        assert walls.main.board.sources[walls.main.board.focus] == 12
        walls.show(11)
        assert walls.main.board.focus == 0

    def test_a_failure_of_any_wall_is_told(self, walls):
        walls.open_window().pane.board.drop(0, [7])
        assert walls.told.failures == ["wall.no_terminal"]


def test_every_action_has_a_key_of_its_own(walls):
    keys = [action.keys for action in walls.actions]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_single_keys_are_the_walls_own_and_the_others_work_everywhere(walls):
    for action in walls.actions:
        is_everywhere = action.shortcutContext() is Qt.ShortcutContext.ApplicationShortcut
        assert is_everywhere == (action.keys.startswith("Ctrl+Shift+") or action.keys == "Shift+F11"), (
            action.text()
        )


def test_the_dialog_of_tours_is_opened_once_and_closes_with_the_desk(walls):
    walls.open_tours()
    walls.open_tours()
    dialogs = [
        one for one in QApplication.topLevelWidgets() if one.windowTitle() == "Guard tours" and one.isVisible()
    ]
    assert len(dialogs) == 1
    walls.stop()
    assert not dialogs[0].isVisible()
