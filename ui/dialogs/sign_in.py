"""The sign-in pane: which station, who, and every way in which it may not work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.sync.address import StationAddress
from ui.theme.look import Look
from ui.widgets.enter_buttons import CheckBox
from ui.widgets.form import Field, Form
from ui.widgets.labels import label, set_role
from ui.widgets.push_button import PushButton
from ui.widgets.secret_line import SecretLine
from ui.widgets.sentences import sentence

_WIDTH_PX = 380


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """``station`` is an address, or empty for the station on this machine. ``remember``: stay signed in."""

    station: str
    login: str
    password: str = field(repr=False)
    remember: bool


class SignInDoor(Protocol):
    def sign_in(
        self,
        request: SignInRequest,
        on_ok: Callable[[Operator], None],
        on_error: Callable[[AppError], None],
        owner: QObject,
    ) -> None:
        """Try it in the background.

        One of the two is called on the GUI thread, unless the owner is gone by then.
        """
        ...


class SignInPane(QWidget):
    """Works by keyboard alone: Tab between the fields, Enter signs in.

    Args:
        station, login: what to begin with, usually that of the last time.
        has_station: whether a station is named; otherwise it is the one on this machine.
        can_stay: whether staying signed in is offered.
    Signals:
        signed_in(Operator): the door let somebody in.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        door: SignInDoor,
        look: Look,
        *,
        station: str = "",
        login: str = "",
        remember: bool = True,
        has_station: bool = True,
        can_stay: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Sign in to Watchfloor"))
        self.setObjectName("signIn")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._door, self._look, self._has_station = door, look, has_station
        self._station = Field(
            self.tr("Station"),
            QLineEdit(station, placeholderText="https://station.example.org"),
            self._check_station,
        )
        self._station.setVisible(has_station)
        self._login = Field(self.tr("Login"), QLineEdit(login), self._check_login)
        self._password = Field(
            self.tr("Password"), QLineEdit(echoMode=QLineEdit.EchoMode.Password), self._check_password
        )
        self._form = Form((self._station, self._login, self._password), self)
        self._remember = CheckBox(self.tr("Stay signed in on this machine"))
        self._remember.setChecked(remember)
        self._remember.setVisible(can_stay)
        no_keyring = self.tr("This machine has no keyring, so the desk asks for the password at each start.")
        self._no_keyring = label(no_keyring, "hint", wraps=True)
        self._first = _FirstPassword(look)
        self._note = label(role="error", wraps=True)
        self._button = PushButton()
        self._button.setProperty("role", "primary")
        self._button.clicked.connect(self.submit)
        self._card = QFrame()
        self._lay_out()
        self._form.changed.connect(lambda: self._say(""))
        for one in self._form.fields:
            assert isinstance(one.editor, QLineEdit)
            one.editor.returnPressed.connect(self.submit)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self.show_ready()

    @property
    def is_to_stay(self) -> bool:
        """Whether whoever signs in wishes to stay signed in, and can."""
        return self.can_stay and self._remember.isChecked()

    @property
    def can_stay(self) -> bool:
        """Whether staying signed in is offered."""
        return not self._remember.isHidden()

    def say_no_keyring(self) -> None:
        """Staying signed in is no longer offered, if it was; it is told why."""
        self._no_keyring.setVisible(self.can_stay)
        self._remember.hide()

    def show_starting(self) -> None:
        """The station on this machine is starting; one may type meanwhile."""
        self._set_busy(self.tr("The station is starting …"), is_typing_allowed=True)

    def show_ready(self) -> None:
        """Whoever wants to may sign in now."""
        self._button.setText(self.tr("Sign in"))
        self._button.setEnabled(True)
        self._set_typing(True)

    def show_first_password(self, login: str, password: str) -> None:
        """The very first start: the administrator's password, which is shown this once."""
        self._first.put(login, password)
        self._first.show()
        self._login.put(login)
        self._password.put(password)
        self.show_ready()
        self._button.setFocus()

    def show_failed(self, error: AppError) -> None:
        """Nobody got in, or the station on this machine does not start."""
        said = sentence(error)
        self.show_ready()
        self._say(str(said))
        if error.code in ("session.refused", "session.locked"):
            self._password.put("")
            self._password.editor.setFocus()
        else:
            self._button.setFocus()

    def focus_first(self) -> None:
        """Begin at the first field that is still empty."""
        target = self._password if self._login.text else self._login
        target.editor.setFocus()

    def submit(self) -> None:
        if not self._button.isEnabled() or self._form.reveal():
            return
        assert isinstance(self._password.editor, QLineEdit)
        request = SignInRequest(
            station=self._station.text,
            login=self._login.text,
            # As typed: a blank at its end belongs to it.
            password=self._password.editor.text(),
            remember=self.is_to_stay,
        )
        self._say("")
        self._set_busy(self.tr("Signing in …"), is_typing_allowed=False)
        self._door.sign_in(request, self._on_signed_in, self.show_failed, self)

    def _on_signed_in(self, operator: Operator) -> None:
        self._password.put("")
        self._first.forget()
        self.show_ready()
        self.signed_in.emit(operator)

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _set_busy(self, text: str, *, is_typing_allowed: bool) -> None:
        self._button.setText(text)
        self._button.setEnabled(False)
        self._set_typing(is_typing_allowed)

    def _set_typing(self, is_allowed: bool) -> None:
        for widget in (*self._form.fields, self._remember):
            widget.setEnabled(is_allowed)

    def _check_station(self, text: str) -> str:
        if not self._has_station:
            return ""
        if not text:
            return self.tr("Type the station's address.")
        try:
            StationAddress.parse(text)
        except AppError as error:
            return str(sentence(error))
        return ""

    def _check_login(self, text: str) -> str:
        return "" if text else self.tr("Type your login.")

    def _check_password(self, text: str) -> str:
        assert isinstance(self._password.editor, QLineEdit)
        return "" if self._password.editor.text() else self.tr("Type your password.")

    def _lay_out(self) -> None:
        self._card.setProperty("role", "card")
        form = QVBoxLayout(self._card)
        form.setContentsMargins(24, 20, 24, 24)
        form.setSpacing(12)
        form.addWidget(label(self.tr("Watchfloor"), "heading"))
        form.addWidget(self._first)
        for widget in (*self._form.fields, self._remember, self._no_keyring, self._note, self._button):
            form.addWidget(widget)
        self._no_keyring.hide()
        self._first.hide()
        self._note.hide()
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self._card)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row)
        layout.addStretch(3)

    def _on_look_changed(self) -> None:
        self._card.setFixedWidth(self._look.theme.px(_WIDTH_PX))


class _FirstPassword(QFrame):
    """Says the first password once, with a button that copies it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._text = label(wraps=True)
        self._secret = SecretLine(self.tr("Password"), look, is_secret=False)
        self._warning = label(self.tr("Keep it now: it is not shown again."), "warning", wraps=True)
        set_role(self._text, "secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(6)
        for widget in (self._text, self._secret, self._warning):
            layout.addWidget(widget)

    def put(self, login: str, password: str) -> None:
        text = self.tr("This station is new. It has one operator, {login}, an administrator, with this password:")
        self._text.setText(text.format(login=login))
        self._secret.put(password)

    def forget(self) -> None:
        self._secret.put("")
        self.hide()
