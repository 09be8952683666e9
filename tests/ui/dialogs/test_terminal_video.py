"""Where a terminal's video comes from, and saying where it is fetched."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.domain.command import SetTerminalPull
from app.domain.event import StreamEnded, StreamStarted, TerminalPullSet
from app.domain.operator import Role
from app.domain.pull import Pull
from app.domain.stream import Container, Stream, StreamEnd
from app.domain.terminal import Terminal, TerminalKind
from tests.ui.dialogs.keys import focused, tab_to
from tests.ui.widgets.fakes import AT, TERMINALS, happen
from ui.dialogs.pull_dialog import PullDialog
from ui.dialogs.registry import RegistryTab
from ui.dialogs.terminal_video import TerminalVideo

Key = Qt.Key
PHONE = TERMINALS[0]
HOST = "rtsp://192.0.2.20:554"


@pytest.fixture
def panel(scene, orders, trials, look, qtbot):
    panel = TerminalVideo(scene, orders, trials, look, may_change=True)
    qtbot.addWidget(panel)
    panel.show_terminal(PHONE, "V-07 · Pixel")
    panel.show()
    return panel


@pytest.fixture
def dialog(orders, trials, look, qtbot):
    dialog = PullDialog(PHONE.number, "V-07 · Pixel", orders, trials, look)
    # It deletes itself when it closes.
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
    return dialog


def test_a_terminal_says_whether_it_sends_video_now(panel, scene):
    assert panel.live == "○ It sends no video now."
    stream = Stream(terminal=PHONE.number, number=1, container=Container.MPEG_TS, started_at=AT)
    happen(scene, StreamStarted(stream=stream))
    assert panel.live == "● It sends video now."
    happen(scene, StreamEnded(terminal=PHONE.number, number=1, reason=StreamEnd.CLOSED))
    assert panel.live == "○ It sends no video now."


def test_where_video_is_fetched_is_shown_by_its_host_alone(panel, scene):
    assert panel.fetched == "While it sends none, there is nowhere to fetch it from."
    assert panel._set.text() == "Set address …"
    assert panel._remove.isHidden()
    happen(scene, TerminalPullSet(terminal=PHONE.number, pulls_from=HOST))
    assert panel.fetched == f"While it sends none, video is fetched from {HOST}."
    assert panel._set.text() == "Replace address …"
    assert not panel._remove.isHidden()


def test_a_gateway_has_no_video(panel):
    panel.show_terminal(Terminal(number=14, kind=TerminalKind.GATEWAY), "Gateway")
    assert panel.isHidden()
    panel.show_terminal(PHONE, "V-07 · Pixel")
    assert not panel.isHidden()


def test_an_address_is_removed_after_asking(panel, scene, orders, qtbot):
    happen(scene, TerminalPullSet(terminal=PHONE.number, pulls_from=HOST))
    panel._remove.click()
    box = panel.findChild(QMessageBox)
    assert "V-07 · Pixel" in box.text()
    qtbot.keyClick(box, Key.Key_Escape)
    assert orders.sent == []
    qtbot.waitUntil(lambda: panel.findChild(QMessageBox) is None)
    panel._remove.click()
    box = panel.findChild(QMessageBox)
    next(button for button in box.buttons() if button.text() == "Remove address").click()
    assert orders.sent == [SetTerminalPull(number=PHONE.number, pull=None)]


def test_the_address_is_asked_for_in_a_window_of_its_own(panel, qtbot):
    panel._set.click()
    dialog = panel.window().findChild(PullDialog)
    assert dialog.windowTitle() == "Video of V-07 · Pixel"
    panel._set.click()
    assert panel.window().findChildren(PullDialog) == [dialog]
    dialog.close()
    qtbot.waitUntil(lambda: panel.window().findChild(PullDialog) is None)


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.REVIEWER])
def test_who_may_not_change_terminals_sees_the_host_and_no_button(open_registry, scene, role):
    happen(scene, TerminalPullSet(terminal=PHONE.number, pulls_from=HOST))
    page = open_registry(RegistryTab.TERMINALS, role).terminals
    page.show_number(PHONE.number)
    video = page._entry._video
    assert HOST in video.fetched
    assert video._set.isHidden()
    assert video._remove.isHidden()


class TestSetting:
    def test_an_address_is_set_by_keyboard_alone(self, dialog, orders, scene, qtbot):
        assert focused() is dialog.editor.fields[0].editor
        tab_to(qtbot, dialog.editor._main_line)
        qtbot.keyClicks(focused(), "rtsp://192.0.2.20/1")
        tab_to(qtbot, dialog.editor._user_line)
        qtbot.keyClicks(focused(), "desk")
        tab_to(qtbot, dialog.editor._password_line)
        qtbot.keyClicks(focused(), "a b")
        qtbot.keyClick(focused(), Key.Key_Return)
        pull = Pull(main="rtsp://desk:a%20b@192.0.2.20/1")
        assert orders.sent == [SetTerminalPull(number=PHONE.number, pull=pull)]
        assert dialog.note == "Sent to the station …"
        orders.carry_out(scene, TerminalPullSet(terminal=PHONE.number, pulls_from=HOST))
        assert dialog.isHidden()

    def test_nothing_is_sent_without_an_address(self, dialog, orders):
        dialog.save()
        assert orders.sent == []
        assert dialog.editor._main._note.text() == "This is needed."

    def test_a_refusal_is_told_here_and_lets_one_try_again(self, dialog, orders, qtbot):
        dialog.editor._main_line.setText("rtsp://192.0.2.20/1")
        dialog.save()
        orders.refuse("station.unreachable")
        assert "cannot be reached" in dialog.note
        assert "Give it again" in dialog.note, "what may hold a password does not wait on the disk"
        assert "keeps trying" not in dialog.note
        assert orders.pending == (), "shown here, so not told again in the notices"
        dialog.save()
        assert len(orders.sent) == 2

    def test_an_order_on_its_way_is_not_sent_twice(self, dialog, orders):
        dialog.editor._main_line.setText("rtsp://192.0.2.20/1")
        dialog.save()
        dialog.save()
        assert len(orders.sent) == 1

    def test_escape_leaves_it_as_it_was(self, dialog, orders, qtbot):
        qtbot.keyClick(focused(), Key.Key_Escape)
        assert dialog.isHidden()
        assert orders.sent == []
