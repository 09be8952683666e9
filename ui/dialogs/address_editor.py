"""The editor for an address of video: typed in full or filled in by make, tried before it is saved."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from app.domain.pull import Pull, RtspTransport
from ui.dialogs.address_make import AddressMake
from ui.dialogs.address_trial import AddressTrial
from ui.dialogs.pull_address import fault_of, holds_secret, split_credentials, with_credentials
from ui.theme.look import Look
from ui.widgets.form import Field, in_row
from ui.widgets.ports import Trials
from ui.widgets.reveal_button import RevealButton


class AddressEditor(QWidget):
    """User and password have fields of their own: pasted with the address, they move there.

    While it is hidden nothing in it is wrong, so that a form may hold it and not use it.

    Signals:
        changed(): another address.
    """

    changed = Signal()

    def __init__(self, trials: Trials, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._main_line, self._sub_line, self._user_line, self._password_line = (QLineEdit() for _ in range(4))
        self._main_line.setPlaceholderText("rtsp://192.0.2.7/…")
        transports = QComboBox()
        transports.addItem(self.tr("TCP, which gets through"), RtspTransport.TCP)
        transports.addItem(self.tr("UDP, a little prompter on a good network"), RtspTransport.UDP)
        self._reveal = RevealButton()
        self._make = AddressMake()
        self._main = Field(self.tr("Address"), self._main_line, self._check_main)
        self._sub = Field(
            self.tr("Address of a smaller picture"),
            self._sub_line,
            self._check_sub,
            self.tr("The same view for small tiles; empty where there is none."),
        )
        self._user = Field(self.tr("User"), self._user_line, self._check_user)
        self._password = Field(self.tr("Password"), self._password_line, beside=self._reveal)
        self._transport = Field(self.tr("RTSP over"), transports)
        typed = (self._main, self._sub, self._user, self._password, self._transport)
        self.fields = (*self._make.fields, *typed)
        self._trial = AddressTrial(trials, look)
        self._trial.asked.connect(self._on_try)
        self._guard_secrets()
        self._make.filled.connect(self._on_filled)
        for field in self.fields:
            field.changed.connect(self._on_edited)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        login = in_row(self._user, self._password)
        for part in (self._make, self._main, self._sub, login, self._transport, self._trial):
            layout.addWidget(part)
        self.clear()

    def clear(self) -> None:
        """Empty all of it, and forget what was seen; nothing can be undone to what was there."""
        self._make.clear()
        self._transport.choose(RtspTransport.TCP)
        for field in (self._main, self._sub, self._user, self._password):
            field.put("")
        self._reveal.hide_again()
        self._trial.forget()

    def pull(self) -> Pull:
        """What is typed; it is sound."""
        return Pull(
            main=self._with_credentials(self._main.text),
            sub=self._with_credentials(self._sub.text) or None,
            transport=RtspTransport(str(self._transport.value)),
        )

    def _with_credentials(self, url: str) -> str:
        # The password as typed: a blank at its end belongs to it.
        return with_credentials(url, self._user.text, self._password_line.text()) if url else ""

    def _guard_secrets(self) -> None:
        self._reveal.guard(self._password_line)
        for line in (self._main_line, self._sub_line):
            self._reveal.guard(line, holds_secret)
            line.editingFinished.connect(self._move_credentials)

    def _move_credentials(self) -> None:
        """Out of an address, where anybody could read them, unless others were typed already."""
        for line in (self._main_line, self._sub_line):
            bare, user, password = split_credentials(line.text().strip())
            if (user or password) and not (self._user.text or self._password_line.text()):
                self._user_line.setText(user)
                self._password_line.setText(password)
            # Those of the address give way to those that were typed, as they would in what is sent.
            if user or password:
                line.setText(bare)

    def _on_filled(self, main: str, sub: str) -> None:
        self._main_line.setText(main)
        self._sub_line.setText(sub)

    def _on_edited(self) -> None:
        self._trial.forget()
        self.changed.emit()

    def _on_try(self) -> None:
        wrong = [field for field in self.fields if field.reveal()]
        if wrong:
            wrong[0].editor.setFocus()
        else:
            self._trial.start(self.pull())

    def _check_main(self, text: str) -> str:
        if self.isHidden():
            return ""
        return fault_of(text) if text else self.tr("This is needed.")

    def _check_sub(self, text: str) -> str:
        return fault_of(text) if text and not self.isHidden() else ""

    def _check_user(self, text: str) -> str:
        is_missing = not text and bool(self._password_line.text()) and not self.isHidden()
        return self.tr("Whose password is it?") if is_missing else ""
