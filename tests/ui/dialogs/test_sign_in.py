from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.errors import AppError
from app.domain.operator import Operator, Role
from ui.dialogs.sign_in import SignInPane, SignInRequest

MIKA = Operator(number=22, login="mika", role=Role.DISPATCHER)


class FakeDoor:
    """Keeps what it was asked until the test answers."""

    def __init__(self):
        self.requests = []

    def sign_in(self, request, on_ok, on_error, owner):
        self.requests.append(request)
        self.let_in, self.refuse = (
            (lambda: on_ok(MIKA)),
            (lambda code, **params: on_error(AppError(code, **params))),
        )


@pytest.fixture
def door():
    return FakeDoor()


@pytest.fixture
def pane(door, look, qtbot):
    pane = SignInPane(door, look, has_station=False)
    qtbot.addWidget(pane)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.focus_first()
    return pane


def _keys(qtbot, text):
    qtbot.keyClicks(_focused(), text)


def _press(qtbot, key):
    qtbot.keyClick(_focused(), key)


def _focused():
    focused = QApplication.focusWidget()
    # Qt ends the process when it is to send a key to nobody.
    assert focused is not None
    return focused


def _sign_in(qtbot, login="mika", password="nine lives"):
    _keys(qtbot, login)
    _press(qtbot, Qt.Key.Key_Tab)
    _keys(qtbot, password)
    _press(qtbot, Qt.Key.Key_Return)


def test_one_signs_in_by_keyboard_alone(pane, door, qtbot):
    _sign_in(qtbot)
    assert door.requests == [SignInRequest(station="", login="mika", password="nine lives", remember=True)]
    with qtbot.waitSignal(pane.signed_in) as signed_in:
        door.let_in()
    assert signed_in.args == [MIKA]


def test_the_password_is_taken_as_typed_and_not_kept(pane, door, qtbot):
    _sign_in(qtbot, password=" with blanks ")
    assert door.requests[0].password == " with blanks "
    assert "blanks" not in repr(door.requests[0])
    door.let_in()
    assert all("blanks" not in line.text() for line in pane.findChildren(QLineEdit))


def test_while_it_is_tried_nothing_can_be_changed_or_tried_again(pane, door, qtbot):
    _sign_in(qtbot)
    assert pane._button.text() == "Signing in …"
    assert not pane._login.isEnabled()
    pane.submit()
    assert len(door.requests) == 1


def test_a_wrong_password_says_so_and_lets_one_type_it_again(pane, door, qtbot):
    _sign_in(qtbot)
    door.refuse("session.refused")
    assert "wrong" in pane._note.text()
    _keys(qtbot, "other lives")
    assert not pane._note.isVisible()
    _press(qtbot, Qt.Key.Key_Return)
    assert door.requests[1] == SignInRequest(station="", login="mika", password="other lives", remember=True)


def test_a_locked_login_says_until_when(pane, door, qtbot):
    _sign_in(qtbot)
    door.refuse("session.locked", until="2025-11-21T19:58:00.000Z")
    assert "locked until" in pane._note.text()


def test_an_unreachable_station_keeps_what_was_typed(pane, door, qtbot):
    _sign_in(qtbot)
    door.refuse("station.unreachable", reason="refused")
    assert "no station runs" in pane._note.text()
    assert pane._password.editor.text() == "nine lives"
    _press(qtbot, Qt.Key.Key_Space)
    assert len(door.requests) == 2


def test_nothing_is_asked_while_something_is_missing(pane, door, qtbot):
    _press(qtbot, Qt.Key.Key_Return)
    assert door.requests == []
    assert pane._login._note.text() == "Type your login."
    assert QApplication.focusWidget() is pane._login.editor


def test_an_address_is_checked_while_it_is_typed(door, look, qtbot):
    pane = SignInPane(door, look)
    qtbot.addWidget(pane)
    qtbot.keyClicks(pane._station.editor, "station.example")
    assert "not the address of a station" in pane._station._note.text()
    pane._station.editor.clear()
    qtbot.keyClicks(pane._station.editor, "https://station.example")
    assert not pane._station.fault()


def test_while_the_station_starts_one_may_type_but_not_sign_in(pane, door, qtbot):
    pane.show_starting()
    assert pane._button.text() == "The station is starting …"
    _sign_in(qtbot)
    assert door.requests == []
    pane.show_ready()
    _press(qtbot, Qt.Key.Key_Return)
    assert len(door.requests) == 1


def test_a_station_that_does_not_start_says_why(pane):
    pane.show_starting()
    pane.show_failed(AppError("port.in_use", host="127.0.0.1", port=8750))
    assert "8750" in pane._note.text()
    assert pane._button.isEnabled()


def test_the_first_password_is_shown_once_can_be_copied_and_signs_in(pane, door, qtbot):
    pane.show_first_password("admin", "correct horse battery")
    assert pane._first.isVisible()
    assert pane._first._secret.shown_text == "correct horse battery"
    pane._first._secret._copy.click()
    assert QGuiApplication.clipboard().text() == "correct horse battery"
    pane._button.setFocus()
    _press(qtbot, Qt.Key.Key_Space)
    assert door.requests == [
        SignInRequest(station="", login="admin", password="correct horse battery", remember=True)
    ]
    door.let_in()
    assert not pane._first.isVisible()
    assert pane._first._secret.text == ""


def test_who_signed_in_last_need_only_type_the_password(door, look, qtbot):
    pane = SignInPane(door, look, station="https://station.example", login="mika", remember=False)
    qtbot.addWidget(pane)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.focus_first()
    _keys(qtbot, "nine lives")
    _press(qtbot, Qt.Key.Key_Return)
    assert door.requests == [
        SignInRequest(station="https://station.example", login="mika", password="nine lives", remember=False)
    ]


def test_a_desk_that_has_no_station_of_its_own_wants_an_address(door, look, qtbot):
    pane = SignInPane(door, look, login="mika")
    qtbot.addWidget(pane)
    with qtbot.waitActive(pane):
        pane.show()
        pane.activateWindow()
    pane.focus_first()
    _keys(qtbot, "nine lives")
    _press(qtbot, Qt.Key.Key_Return)
    assert door.requests == []
    assert "address" in pane._station._note.text()
    assert _focused() is pane._station.editor


def test_the_first_sign_in_takes_one_press_of_enter(pane, door, qtbot):
    pane.show_first_password("admin", "correct horse battery")
    _press(qtbot, Qt.Key.Key_Return)
    assert [request.login for request in door.requests] == ["admin"]


def test_where_there_is_no_keyring_staying_is_not_offered_and_it_is_told_why(pane, door, qtbot):
    pane.say_no_keyring()
    assert not pane._remember.isVisible()
    assert pane._no_keyring.isVisible()
    assert "no keyring" in pane._no_keyring.text()
    _sign_in(qtbot)
    assert [request.remember for request in door.requests] == [False]


def test_where_there_is_a_keyring_staying_is_offered_without_a_word(pane):
    assert pane._remember.isVisible()
    assert not pane._no_keyring.isVisible()
    assert pane.is_to_stay


def test_a_desk_that_remembers_nobody_does_not_offer_it_and_blames_no_keyring(door, look, qtbot):
    pane = SignInPane(door, look, can_stay=False)
    qtbot.addWidget(pane)
    pane.say_no_keyring()
    assert pane._remember.isHidden()
    assert pane._no_keyring.isHidden()
    assert not pane.is_to_stay
