from __future__ import annotations

import pytest


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
    pane = desk.panes["map"].parentWidget()
    assert pane.dockAreaWidget().titleBar().isHidden()


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
    desk.panes["unit"].parentWidget().setFloating()
    assert desk.panes["unit"].window() is not desk.window
    desk.window.close()
    assert not desk.panes["unit"].isVisible()
    again = make_desk()
    assert again.panes["unit"].isVisible()
    assert again.panes["unit"].window() is not again.window


def test_a_dock_shows_the_count_that_its_pane_gives_in_its_title(desk):
    desk.panes["fleet"].setWindowTitle("Fleet 57")
    assert desk.panes["fleet"].parentWidget().windowTitle() == "Fleet 57"


def _toggle(desk, text):
    return next(action for action in desk.window.dock_host.dock_toggles() if action.text() == text)
