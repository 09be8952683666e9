from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication


def test_a_perspective_shows_its_docks_and_what_is_in_front_of_the_tabs(desk):
    assert desk.visible() == {"fleet", "map", "unit", "video"}


def test_the_sides_have_their_width_and_the_centre_takes_the_rest(desk, qtbot):
    assert desk.panes["fleet"].width() == pytest.approx(340, abs=4)
    assert desk.panes["unit"].width() == pytest.approx(360, abs=4)
    before = desk.panes["map"].width()
    desk.window.resize(1300, 900)
    qtbot.waitUntil(lambda: desk.panes["map"].width() == before - 300)
    assert desk.panes["fleet"].width() == pytest.approx(340, abs=4)


def test_the_centre_has_no_title_bar(desk):
    assert desk.dock("map").dockAreaWidget().titleBar().isHidden()


def test_another_perspective_shows_other_docks_and_comes_back_as_it_was(desk, qtbot):
    desk.window.dock_host.show_dock("queue")
    with qtbot.waitSignal(desk.window.dock_host.perspective_changed):
        desk.actions["overview"].trigger()
    assert desk.visible() == {"chart", "unit"}
    desk.actions["dispatch"].trigger()
    assert desk.visible() == {"queue", "map", "unit", "video"}


def test_a_dock_that_was_closed_stays_closed_after_a_restart(desk, make_desk):
    _toggle(desk, "Video").trigger()
    desk.window.close()
    assert make_desk().visible() == {"fleet", "map", "unit"}


def test_resetting_the_layout_brings_everything_back(desk, make_desk):
    _toggle(desk, "Video").trigger()
    desk.actions["reset_layout"].trigger()
    assert "video" in desk.visible()
    desk.window.close()
    assert "video" in make_desk().visible()


def test_a_dock_of_a_newer_version_appears_in_an_older_layout(desk, make_desk):
    _toggle(desk, "Video").trigger()
    desk.window.close()
    newer = make_desk(extra=("incident",))
    newer.window.dock_host.show_dock("incident")
    assert newer.visible() == {"fleet", "map", "incident"}


def test_a_layout_that_cannot_be_read_is_laid_out_anew(desk, make_desk, settings):
    desk.window.close()
    settings.setValue("layout/dispatch/state", b"rubbish")
    assert make_desk().visible() == {"fleet", "map", "unit", "video"}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_floating_dock_floats_again_after_a_restart_and_goes_with_the_window(desk, make_desk):
    desk.dock("unit").setFloating()
    assert desk.panes["unit"].window() is not desk.window
    desk.window.close()
    assert not desk.panes["unit"].isVisible()
    again = make_desk()
    assert again.panes["unit"].isVisible()
    assert again.panes["unit"].window() is not again.window


def test_a_dock_shows_the_count_that_its_pane_gives_in_its_title(desk):
    desk.panes["fleet"].setWindowTitle("Fleet 57")
    assert desk.dock("fleet").windowTitle() == "Fleet 57"


def test_a_dock_of_two_perspectives_is_closed_in_one_of_them_only(desk):
    _toggle(desk, "Unit").trigger()
    desk.window.dock_host.open("overview")
    assert desk.visible() == {"chart", "unit"}
    desk.window.dock_host.open("dispatch")
    assert desk.visible() == {"fleet", "map", "video"}


def test_a_dock_of_two_perspectives_shows_its_title_in_both(desk):
    desk.panes["unit"].setWindowTitle("Unit D-03")
    assert desk.dock("unit").windowTitle() == "Unit D-03"
    desk.window.dock_host.open("overview")
    assert desk.dock("unit").windowTitle() == "Unit D-03"


def test_the_widths_that_somebody_has_given_come_back_with_the_perspective(desk):
    splitter = desk.dock("fleet").dockAreaWidget().parentSplitter()
    splitter.setSizes([250, *splitter.sizes()[1:]])
    width = desk.panes["fleet"].width()
    assert width < 300
    desk.window.dock_host.open("overview")
    assert desk.panes["unit"].width() == pytest.approx(360, abs=4)
    desk.window.dock_host.open("dispatch")
    assert desk.panes["fleet"].width() == width


def test_a_perspective_fits_a_window_that_was_resized_while_another_was_open(desk, qtbot):
    desk.window.dock_host.open("overview")
    desk.window.resize(1300, 900)
    qtbot.waitUntil(lambda: desk.window.dock_host.width() == 1300)
    desk.window.dock_host.open("dispatch")
    assert desk.panes["fleet"].width() == pytest.approx(340, abs=4)
    assert desk.panes["unit"].width() == pytest.approx(360, abs=4)


def test_a_perspective_has_the_type_that_was_chosen_while_another_was_open(desk):
    desk.window.resize(1900, 900)
    desk.window.dock_host.open("overview")
    desk.look.set_wall(True)
    desk.window.dock_host.open("dispatch")
    assert desk.panes["fleet"].width() == pytest.approx(340 * 1.5, abs=6)
    assert not desk.dock("unit").dockAreaWidget().titleBar().isVisible()
    desk.look.set_wall(False)


def test_resetting_one_perspective_leaves_the_others_as_they_are(desk):
    _toggle(desk, "Video").trigger()
    desk.window.dock_host.open("overview")
    _toggle(desk, "Unit").trigger()
    desk.actions["reset_layout"].trigger()
    assert desk.visible() == {"chart", "unit"}
    desk.window.dock_host.open("dispatch")
    assert desk.visible() == {"fleet", "map", "unit"}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_floating_dock_hides_while_another_perspective_is_open_and_comes_back(desk):
    desk.dock("video").setFloating()
    floating = desk.panes["video"].window()
    assert floating is not desk.window
    desk.window.dock_host.open("overview")
    assert not floating.isVisible()
    assert desk.visible() == {"chart", "unit"}
    desk.window.dock_host.open("dispatch")
    assert floating.isVisible()
    assert desk.visible() == {"fleet", "map", "unit", "video"}


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_dock_may_float_in_one_perspective_and_stand_in_another(desk):
    desk.dock("unit").setFloating()
    floating = desk.panes["unit"].window()
    desk.window.dock_host.open("overview")
    assert desk.panes["unit"].window() is desk.window
    assert desk.panes["unit"].isVisible()
    assert not floating.isVisible()
    desk.window.dock_host.open("dispatch")
    assert desk.panes["unit"].window() is floating
    assert desk.panes["unit"].isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_floating_dock_of_a_perspective_that_is_not_open_stays_hidden_after_a_restart(desk, make_desk):
    before = {id(one) for one in _windows()} - {id(desk.window)}
    desk.dock("video").setFloating()
    desk.window.dock_host.open("overview")
    desk.window.close()
    again = make_desk()
    assert again.visible() == {"chart", "unit"}
    assert [one.windowTitle() for one in _windows() if id(one) not in before] == ["Watchfloor"]
    again.window.dock_host.open("dispatch")
    assert again.panes["video"].isVisible()
    assert again.panes["video"].window() is not again.window


def _windows():
    """Those that are seen; some may be another test's."""
    return [one for one in QApplication.topLevelWidgets() if one.isVisible()]


def _toggle(desk, text):
    return next(action for action in desk.window.dock_host.dock_toggles() if action.text() == text)
