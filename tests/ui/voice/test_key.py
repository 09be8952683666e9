"""The key to talk with, as a hand, a mouse and a foot use it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QCompleter,
    QDateTimeEdit,
    QLineEdit,
    QListView,
    QMenu,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QTextEdit,
)
from shiboken6 import isValid

from app.domain.talk import BurstEnd
from app.voice.talk_state import Phase
from ui.voice.key import TalkKey
from ui.widgets import key_up
from ui.widgets.enter_buttons import CheckBox, ToolButton
from ui.widgets.push_button import PushButton
from ui.widgets.talk_port import CallTarget
from ui.widgets.typed_keys import TAKES_KEYS, is_typed

Key, Modifier = Qt.Key, Qt.KeyboardModifier
PATROL = 31


def press(stand, key=Key.Key_Space, modifiers=Modifier.NoModifier):
    QTest.keyPress(stand.window.windowHandle(), key, modifiers)


def come_up(stand, key=Key.Key_Space, modifiers=Modifier.NoModifier):
    QTest.keyRelease(stand.window.windowHandle(), key, modifiers)


def test_the_key_is_held_to_talk(stand):
    press(stand)
    assert stand.talk.done == [CallTarget(PATROL)]
    come_up(stand)
    assert stand.talk.done == [CallTarget(PATROL), "release"]


def test_a_text_field_keeps_its_blanks(stand):
    stand.field.setFocus()
    press(stand)
    come_up(stand)
    assert stand.talk.done == []
    assert stand.field.text() == " "


def test_the_bar_shows_that_the_key_is_typed_just_now(stand, qtbot):
    cap = stand.bar._cap
    assert cap.isEnabled()
    stand.field.setFocus()
    qtbot.waitUntil(lambda: not cap.isEnabled(), timeout=20_000)
    assert cap.font().strikeOut() and "still talks, as an emergency" in cap.toolTip()
    stand.key.set_key(int(Key.Key_F13))
    assert cap.isEnabled() and not cap.font().strikeOut()
    stand.key.set_key(int(Key.Key_Space))
    assert not cap.isEnabled()
    stand.bar.button.setFocus()
    qtbot.waitUntil(cap.isEnabled, timeout=20_000)
    assert not cap.toolTip()


def test_a_key_that_types_nothing_talks_from_a_text_field_too(stand):
    stand.key.set_key(int(Key.Key_F13))
    stand.field.setFocus()
    press(stand, Key.Key_F13)
    come_up(stand, Key.Key_F13)
    assert stand.talk.done == [CallTarget(PATROL), "release"]
    assert stand.bar.button.toolTip().startswith("Hold to talk (F13)")


def test_the_repeats_of_a_held_key_are_one_press(stand):
    press(stand)
    for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress) * 3:
        repeat = QKeyEvent(kind, Key.Key_Space, Modifier.NoModifier, " ", True)
        QGuiApplication.sendEvent(stand.window.windowHandle(), repeat)
    assert stand.talk.done == [CallTarget(PATROL)]
    come_up(stand)
    assert stand.talk.done[-1] == "release"


def test_a_repeat_of_which_x11_tells_in_halves_is_no_release(stand, monkeypatch, qtbot):
    monkeypatch.setattr(key_up, "_tells_of_repeats_in_halves", lambda: True)

    def tell(kind, at_ms):
        # As Qt tells of it where the second half has not come when it looks at the first.
        event = QKeyEvent(kind, Key.Key_Space, Modifier.NoModifier, " ")
        event.setTimestamp(at_ms)
        QGuiApplication.sendEvent(stand.window.windowHandle(), event)

    down, up = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
    tell(down, 1000)
    for at_ms in range(1660, 1900, 40):
        tell(up, at_ms)
        tell(down, at_ms)
    assert stand.talk.done == [CallTarget(PATROL)] and not stand.key.is_latched
    tell(up, 1910)
    qtbot.waitUntil(lambda: stand.talk.done[-1] == "release", timeout=20_000)
    stand.now[0] += 1
    tell(down, 2900)
    tell(up, 2950)
    tell(down, 3000)
    assert stand.talk.done[2:] == [CallTarget(PATROL), "release", CallTarget(PATROL)], "pressed twice, by hand"
    assert stand.key.is_latched


def test_a_talk_key_that_nobody_has_any_more_takes_no_keys(qapp, tmp_path):
    key = TalkKey(QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat))
    gone = []
    key.destroyed.connect(lambda: gone.append(True))
    del key
    assert gone, "at once, and not when garbage is looked for"


def test_a_window_that_loses_the_focus_lets_go(stand):
    press(stand)
    QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    assert stand.talk.done == [CallTarget(PATROL), "release"]
    come_up(stand)
    assert stand.talk.done == [CallTarget(PATROL), "release"]


def test_with_shift_it_stays_down_until_it_is_pressed_again(stand):
    press(stand, modifiers=Modifier.ShiftModifier)
    come_up(stand, modifiers=Modifier.ShiftModifier)
    assert stand.talk.done == [CallTarget(PATROL)]
    assert "latched" in stand.bar.button.text()
    press(stand)
    come_up(stand)
    assert stand.talk.done == [CallTarget(PATROL), "release"]


def test_pressed_twice_it_stays_down(stand):
    press(stand)
    come_up(stand)
    stand.now[0] += 0.2
    press(stand)
    come_up(stand)
    assert stand.key.is_latched
    assert stand.talk.done == [CallTarget(PATROL), "release", CallTarget(PATROL)]
    stand.now[0] += 3
    press(stand)
    come_up(stand)
    assert not stand.key.is_latched
    assert stand.talk.done[-1] == "release"


@pytest.mark.parametrize("phase", [Phase.REVOKED, Phase.DENIED])
def test_what_is_latched_and_refused_comes_up_by_itself_and_the_next_press_is_a_new_one(stand, phase):
    for _ in range(2):
        press(stand, modifiers=Modifier.ShiftModifier)
        come_up(stand, modifiers=Modifier.ShiftModifier)
        stand.talk.become(phase, end=BurstEnd.TIME_LIMIT, code="floor.busy")
        assert stand.key.is_latched
    assert stand.talk.done == [CallTarget(PATROL), "release", CallTarget(PATROL)]
    stand.key._coming_up.timeout.emit()
    assert stand.talk.done[-1] == "release" and not stand.key.is_latched
    assert not stand.key._coming_up.isActive()


def test_with_another_modifier_the_key_is_somebody_elses(stand):
    stand.window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    stand.window.setFocus()
    press(stand, modifiers=Modifier.ControlModifier)
    come_up(stand, modifiers=Modifier.ControlModifier)
    assert stand.talk.done == []


def read_only(parent):
    field = QLineEdit("what is shown", parent)
    field.setReadOnly(True)
    return field


def listening(parent):
    button = PushButton("Press a key …", parent)
    button.setProperty(TAKES_KEYS, True)
    return button


HOLDERS = [PushButton, QPushButton, CheckBox, ToolButton, QRadioButton, QComboBox, QListView, QTabBar, QSpinBox]


@pytest.mark.parametrize("kind", [*HOLDERS, read_only])
def test_whatever_has_the_focus_the_key_talks_and_does_nothing_else(stand, kind):
    holder = kind(stand.window)
    holder.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    holder.show()
    holder.setFocus()
    assert QGuiApplication.focusObject() is holder
    press(stand)
    come_up(stand)
    assert stand.talk.done == [CallTarget(PATROL), "release"]
    assert QApplication.activePopupWidget() is None
    assert not (isinstance(holder, QAbstractButton) and holder.isChecked())


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QTextEdit, QDateTimeEdit, listening])
def test_who_types_keeps_the_key(stand, kind):
    holder = kind(stand.window)
    holder.show()
    holder.setFocus()
    press(stand)
    come_up(stand)
    assert stand.talk.done == []


def test_digits_are_typed_where_numbers_are(stand):
    stand.key.set_key(int(Key.Key_7))
    holder = QSpinBox(stand.window, maximum=99)
    holder.show()
    holder.setFocus()
    press(stand, Key.Key_7)
    come_up(stand, Key.Key_7)
    assert stand.talk.done == []
    assert "7" in holder.text()


@pytest.mark.parametrize("kind", [CheckBox, ToolButton])
def test_enter_presses_what_the_blank_does_not(stand, kind):
    pressed = []
    holder = kind(stand.window)
    holder.clicked.connect(lambda: pressed.append(True))
    holder.show()
    holder.setFocus()
    QTest.keyClick(holder, Key.Key_Return)
    QTest.keyClick(holder, Key.Key_Tab)
    assert pressed == [True]


def menu(stand):
    made = QMenu(stand.window)
    made.addAction("Mute").setCheckable(True)
    made.popup(stand.window.mapToGlobal(QPoint(5, 5)))
    made.setActiveAction(made.actions()[0])
    return made


def chosen_from(stand):
    made = QComboBox(stand.window)
    made.addItems(["Patrol", "Traffic"])
    made.show()
    made.showPopup()
    return made.view().window()


def who_hears(stand):
    QTest.keyClick(stand.bar.hearers, Key.Key_Return)
    return stand.bar.hearers.listed


@pytest.mark.parametrize("open_popup", [menu, chosen_from, who_hears])
@pytest.mark.parametrize("has_focus", [True, False])
def test_the_key_talks_while_a_list_or_a_menu_is_open_and_leaves_it_open(stand, qtbot, open_popup, has_focus):
    popup = open_popup(stand)
    to = popup.windowHandle()
    qtbot.waitUntil(lambda: to.isExposed() and QGuiApplication.focusWindow() is to, timeout=20_000)
    if not has_focus:
        # On some systems the window below keeps it, and the popup gets the keys all the same.
        to = stand.window.windowHandle()
        QGuiApplication.instance().focusWindowChanged.emit(to)
    QTest.keyPress(to, Key.Key_Space)
    assert stand.talk.done == [CallTarget(PATROL)]
    QTest.keyRelease(to, Key.Key_Space)
    assert stand.talk.done == [CallTarget(PATROL), "release"]
    assert popup.isVisible()
    popup.close()


def test_a_list_that_is_open_and_that_nobody_holds_can_be_asked(stand, qtbot):
    box = QComboBox(stand.window)
    box.addItems(["Patrol", "Traffic"])
    box.show()
    box.showPopup()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=20_000)
    listed = box.view()
    assert not is_typed(Key.Key_Space)
    assert isValid(listed), "others cannot use it any more"
    box.hidePopup()


def test_the_list_under_a_field_leaves_the_key_to_who_types(stand, qtbot):
    completer = QCompleter(["V-07 north", "V-07 south"], stand.field)
    stand.field.setCompleter(completer)
    stand.field.setFocus()
    QTest.keyClicks(stand.field, "V-07")
    qtbot.waitUntil(lambda: completer.popup().isVisible(), timeout=20_000)
    shown = completer.popup().windowHandle()
    qtbot.waitUntil(lambda: shown.isExposed() and QGuiApplication.focusWindow() is shown, timeout=20_000)
    QTest.keyClick(shown, Key.Key_Space)
    assert (stand.talk.done, stand.field.text()) == ([], "V-07 ")
    completer.popup().hide()


def test_while_a_question_is_asked_the_key_talks_and_answers_nothing(stand, qtbot):
    box = QMessageBox(QMessageBox.Icon.Warning, "", "Delete it?", parent=stand.window)
    box.addButton("Delete", QMessageBox.ButtonRole.DestructiveRole)
    answered = []
    box.buttonClicked.connect(answered.append)
    box.open()
    shown = box.windowHandle()
    qtbot.waitUntil(lambda: shown.isExposed() and QGuiApplication.focusWindow() is shown, timeout=20_000)
    QTest.keyClick(box.windowHandle(), Key.Key_Space)
    assert (stand.talk.done, answered, box.isVisible()) == ([CallTarget(PATROL), "release"], [], True)
    box.close()


def test_the_mouse_holds_the_button(stand):
    QTest.mousePress(stand.bar.button, Qt.MouseButton.LeftButton)
    assert stand.talk.done == [CallTarget(PATROL)]
    QTest.mouseRelease(stand.bar.button, Qt.MouseButton.LeftButton)
    assert stand.talk.done == [CallTarget(PATROL), "release"]


def test_enter_on_the_button_latches(stand):
    QTest.keyClick(stand.bar.button, Key.Key_Return)
    assert stand.key.is_latched
    QTest.keyClick(stand.bar.button, Key.Key_Return)
    assert stand.talk.done == [CallTarget(PATROL), "release"]


def test_another_key_is_remembered(stand, settings):
    stand.key.set_key(int(Key.Key_F8))
    assert TalkKey(settings).key == int(Key.Key_F8)


@pytest.mark.parametrize("rubbish", ["", "space", "[]"])
def test_rubbish_for_a_key_is_the_usual_one(settings, qapp, rubbish):
    settings.setValue("talk/key", rubbish)
    assert TalkKey(settings).key == int(Key.Key_Space)


URGENT = Modifier.ControlModifier | Modifier.ShiftModifier


def test_with_control_and_shift_it_is_an_emergency_wherever_the_focus_is(stand):
    stand.field.setFocus()
    press(stand, modifiers=URGENT)
    assert stand.talk.done == [("emergency", CallTarget(PATROL))]
    assert not stand.key.is_latched
    come_up(stand)
    assert stand.talk.done[-1] == "release"
    assert (stand.field.text(), stand.key.is_emergency) == ("", False)
    press(stand, modifiers=Modifier.ControlModifier)
    assert stand.talk.done[-1] == "release"


def test_what_is_latched_becomes_an_emergency_and_ends_with_the_key(stand):
    press(stand, modifiers=Modifier.ShiftModifier)
    come_up(stand)
    assert stand.key.is_latched
    press(stand, modifiers=URGENT)
    assert stand.talk.done == [CallTarget(PATROL), ("emergency", CallTarget(PATROL))]
    come_up(stand)
    assert stand.talk.done[-1] == "release" and not stand.key.is_down


@pytest.mark.parametrize("key", [Key.Key_F13, Key.Key_MediaPlay, Key.Key_Pause, Key.Key_ScrollLock])
def test_a_foot_switch_that_types_a_key_talks(stand, key):
    stand.key.set_key(int(key))
    stand.field.setFocus()
    press(stand, key)
    come_up(stand, key)
    stand.now[0] += 1
    press(stand, key, Modifier.KeypadModifier)
    come_up(stand, key)
    assert stand.talk.done == [CallTarget(PATROL), "release"] * 2
