from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QLabel

from app.domain.errors import AppError
from tests.ui.shell.conftest import OPERATOR, Desk
from ui.shell.docks import Area, Dock, Perspective
from ui.shell.window import MainWindow
from ui.theme.tokens import Mode
from ui.widgets.actions import DeskAction, Group


def _press(desk, qtbot, keys):
    code = QKeySequence(keys)[0]
    qtbot.keyClick(desk.window, code.key(), code.keyboardModifiers())


def test_geometry_and_perspective_come_back_after_a_restart(desk, make_desk, look, settings, qtbot):
    # Not wider than the smallest window: a larger one than the screen would not be restored.
    desk.window.resize(1024, 700)
    _press(desk, qtbot, "Ctrl+2")
    desk.window.close()
    again = Desk(look, settings)
    qtbot.addWidget(again.window)
    assert (again.window.width(), again.window.height()) == (1024, 700)
    assert again.window.dock_host.current.name == "overview"


def test_every_action_has_a_shortcut_and_none_shares_it(desk):
    keys = [action.keys for action in desk.window.desk_actions()]
    assert all(keys)
    assert all(one != other for one, other in pairwise(sorted(keys)))


def test_two_actions_with_one_shortcut_are_not_accepted(desk, settings):
    clash = DeskAction("Clash", "Ctrl+K", Group.MAP, desk.window)
    with pytest.raises(ValueError, match="Ctrl\\+K is both"):
        MainWindow(
            scene=desk.scene,
            selection=desk.selection,
            docks=desk.window.dock_host._docks.values(),
            perspectives=list(desk.window.dock_host._perspectives.values()),
            link=desk.link,
            orders=desk.orders,
            actions=[clash],
            settings=settings,
            look=desk.look,
            operator=OPERATOR,
            version="1",
        )


def test_a_key_orders_what_it_says_wherever_the_focus_is(desk, qtbot):
    desk.selection.set([1])
    _press(desk, qtbot, "Alt+4")
    assert [command.kind for command in desk.orders.sent] == ["unit.set_status"]


def test_wall_mode_enlarges_type_and_hides_what_is_for_the_hand(desk, qtbot):
    _press(desk, qtbot, "F11")
    assert desk.look.is_wall
    assert desk.window.isFullScreen()
    assert not desk.window.top_bar._search.isVisible()
    assert desk.window.top_bar.link_sign.isVisible()
    assert not _title_bar(desk, "unit").isVisible()
    assert _title_bar(desk, "fleet").isVisible(), "it has tabs to choose from"
    _press(desk, qtbot, "F11")
    assert _title_bar(desk, "unit").isVisible()
    assert not desk.look.is_wall
    assert not desk.window.isFullScreen()
    assert desk.window.top_bar._search.isVisible()


def test_a_window_that_filled_its_screen_does_so_again_after_wall_mode(desk, qtbot):
    desk.window.showMaximized()
    qtbot.waitUntil(desk.window.isMaximized)
    _press(desk, qtbot, "F11")
    qtbot.waitUntil(desk.window.isFullScreen)
    _press(desk, qtbot, "F11")
    qtbot.waitUntil(lambda: not desk.window.isFullScreen())
    assert desk.window.isMaximized()


def test_the_sides_grow_with_the_type(desk, qtbot):
    desk.window.resize(1900, 900)
    qtbot.waitUntil(lambda: desk.panes["map"].width() > 1100)
    desk.look.set_wall(True)
    assert desk.panes["fleet"].width() == pytest.approx(340 * 1.5, abs=6)
    desk.look.set_wall(False)
    assert desk.panes["fleet"].width() == pytest.approx(340, abs=6)


def test_the_theme_changes_at_run_time_and_is_kept(desk, qtbot, settings):
    dark = desk.window.grab().toImage()
    _press(desk, qtbot, "Ctrl+Shift+T")
    assert desk.look.theme.mode is Mode.LIGHT
    assert desk.window.grab().toImage() != dark
    assert settings.value("look/mode") == "light"


def test_the_overview_lists_every_action_with_its_key(desk, qtbot):
    _press(desk, qtbot, "F1")
    overview = _dialog(desk, "Shortcuts")
    texts = [label.text() for label in overview.findChildren(QLabel)]
    for action in desk.window.desk_actions():
        assert action.text() in texts
        assert action.keys in texts
    overview.close()


def test_about_says_the_version(desk, qtbot):
    desk.actions["about"].trigger()
    about = _dialog(desk, "About Watchfloor")
    assert any("1.2.3" in label.text() for label in about.findChildren(QLabel))
    about.close()


def test_the_menus_say_what_one_can_do_and_with_which_key(desk):
    texts = [action.text() for action in desk.window.top_bar.perspective_menu.actions()]
    assert {"Dispatch", "Overview", "Fleet", "Unit", "Reset layout", "Wall mode"} <= set(texts)
    shortcuts = [action.shortcut() for action in desk.window.top_bar.desk_menu.actions() if action.text()]
    assert all(not keys.isEmpty() for keys in shortcuts)


def test_a_refusal_that_nobody_has_shown_is_told_once(desk, qtbot):
    with qtbot.waitSignal(desk.window.notices.told):
        desk.orders.refuse_order("of yesterday", AppError("unit.off_duty", callsign="D-03"))
    assert desk.window.notices.texts == ["D-03 is off duty."]
    assert not desk.orders.pending


def test_a_refusal_that_a_form_has_shown_is_not_told_again(desk, qtbot):
    desk.orders.refused.connect(desk.orders.acknowledge)
    desk.orders.refuse_order("of a form", AppError("unit.off_duty", callsign="D-03"))
    with qtbot.waitSignal(desk.window.notices.told):
        desk.orders.refused.disconnect(desk.orders.acknowledge)
        desk.orders.refuse_order("of nobody", AppError("callsign.taken", callsign="D-04"))
    assert desk.window.notices.texts == ["Another unit has the callsign D-04."]


def test_what_was_told_can_be_read_again(desk, qtbot):
    desk.window.notices.info("3 units went off duty.")
    desk.window.notices.close_all()
    _press(desk, qtbot, "Ctrl+Shift+N")
    log = _dialog(desk, "Notices")
    assert any("3 units" in label.text() for label in log.findChildren(QLabel))
    log.close()


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080)])
def test_nothing_in_the_top_bar_is_cut_off(desk, qtbot, size):
    desk.window.resize(*size)
    bar = desk.window.top_bar
    qtbot.waitUntil(lambda: bar.width() == size[0])
    qtbot.waitUntil(lambda: bar.counts.width() == bar.counts.sizeHint().width())
    for child in bar.findChildren(QLabel):
        if child.isVisible() and child.text():
            assert child.width() >= child.sizeHint().width(), child.text()
    assert bar.sizeHint().width() <= size[0]


def test_closing_the_window_says_so(desk, qtbot):
    with qtbot.waitSignal(desk.window.closed):
        desk.window.close()


def _title_bar(desk, name):
    return desk.dock(name).dockAreaWidget().titleBar()


def _dialog(desk, title):
    return next(d for d in desk.window.findChildren(QDialog) if d.windowTitle() == title and d.isVisible())


def test_escape_is_left_to_whoever_needs_it(desk, qtbot):
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert desk.window.isVisible()


def _with_one_action(desk, settings, action: DeskAction) -> MainWindow:
    return MainWindow(
        scene=desk.scene,
        selection=desk.selection,
        docks=[Dock("only", "Only", QLabel("only"), Area.CENTRE)],
        perspectives=[Perspective("one", "One", "Ctrl+1", ("only",))],
        link=desk.link,
        orders=desk.orders,
        actions=[action],
        settings=settings,
        look=desk.look,
        operator=OPERATOR,
        version="1",
    )


def test_what_ends_the_work_stands_last_in_the_operators_menu(desk, settings, qtbot):
    leave = DeskAction("Quit", "Ctrl+Q", Group.LEAVE, desk.window)
    window = _with_one_action(desk, settings, leave)
    qtbot.addWidget(window)
    assert window.top_bar.desk_menu.actions()[-1] is leave


def test_keys_that_a_pane_takes_itself_are_shown_but_not_taken_by_the_window(desk, settings, qtbot):
    own = DeskAction("Lasso", "L", Group.MAP, desk.window)
    own.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    done = []
    own.triggered.connect(done.append)
    window = _with_one_action(desk, settings, own)
    qtbot.addWidget(window)
    desk.window.close()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_L)
    assert done == []
    assert own in window.desk_actions()
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert "Lasso" in window.palette_overlay.titles


def test_notices_lie_over_the_docks_and_never_over_what_stands_above_or_below_them(desk, qtbot):
    window, docks = desk.window, desk.window.dock_host
    # The bar at the foot, where one has been given: it is the last in the column.
    foot = QLabel("talk bar")
    foot.setFixedHeight(40)
    window.centralWidget().layout().addWidget(foot)
    for at in range(4):
        window.notices.error(f"It failed, {at}.", "A long sentence about what to do, which is broken over lines.")
    for size in ((1366, 768), (1024, 640), (1600, 900)):
        window.resize(*size)
        qtbot.waitUntil(lambda: docks.geometry().contains(window.notices.geometry()))
        assert not window.notices.geometry().intersects(foot.geometry())
        assert not window.notices.geometry().intersects(window.top_bar.geometry())
    window.notices.close_all()
