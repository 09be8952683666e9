"""The editor for an address of video: typed in full or filled in by make, tried before it is saved."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.pull import Pull, RtspTransport
from app.media.source import Source, source_of
from ui.dialogs.address_patterns import PATTERNS, pattern_of
from ui.dialogs.pull_address import fault_of, holds_secret, split_credentials, with_credentials
from ui.dialogs.trial_line import TrialLine
from ui.theme.look import Look
from ui.widgets.form import Field, in_row
from ui.widgets.labels import label
from ui.widgets.ports import Trials
from ui.widgets.push_button import PushButton
from ui.widgets.reveal_button import RevealButton

translate = QCoreApplication.translate


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
        self._make = Field(self.tr("Filled in for"), _make_box())
        self._host = Field(self.tr("Host"), QLineEdit(), hint=self.tr("Name or address, with a port if need be."))
        self._channel = Field(self.tr("Channel"), QLineEdit(), hint=self.tr("Empty is the first."))
        self._main = Field(self.tr("Address"), self._main_line, self._check_main)
        self._sub = Field(
            self.tr("Address of a smaller picture"),
            self._sub_line,
            self._check_sub,
            self.tr("The same view for small tiles; empty where there is none."),
        )
        self._reveal = RevealButton()
        self._user = Field(self.tr("User"), self._user_line, self._check_user)
        self._password = Field(self.tr("Password"), self._password_line, beside=self._reveal)
        self._transport = Field(self.tr("RTSP over"), _transport_box())
        self.fields = (
            self._make,
            self._host,
            self._channel,
            self._main,
            self._sub,
            self._user,
            self._password,
            self._transport,
        )
        self._reveal.guard(self._password_line)
        for line in (self._main_line, self._sub_line):
            self._reveal.guard(line, holds_secret)
            line.editingFinished.connect(self._move_credentials)
        self._try = PushButton(self.tr("Try it"))
        self._try.clicked.connect(self._on_try)
        self._tried = (
            TrialLine(self.tr("Address"), trials, look),
            TrialLine(self.tr("Smaller picture"), trials, look),
        )
        for tried in self._tried:
            tried.ended.connect(self._show_try)
        for field in self.fields:
            field.changed.connect(self._on_edited)
        for field in (self._make, self._host, self._channel):
            field.changed.connect(self._fill_in)
        self._lay_out()
        self.clear()

    def clear(self) -> None:
        """Empty all of it; nothing can be undone to what was there."""
        self._make.choose("")
        self._transport.choose(RtspTransport.TCP)
        for field in (self._host, self._channel, self._main, self._sub, self._user, self._password):
            field.put("")
        self._reveal.hide_again()
        self._forget_trial()
        self._show_make()

    def pull(self) -> Pull:
        """What is typed; it is sound."""
        sub = self._with_credentials(self._sub.text)
        return Pull(
            main=self._with_credentials(self._main.text),
            sub=sub or None,
            transport=RtspTransport(str(self._transport.value)),
        )

    def focus_first(self) -> None:
        self._make.editor.setFocus()

    def _with_credentials(self, url: str) -> str:
        # As typed: a blank at its end belongs to a password.
        return with_credentials(url, self._user.text, self._password_line.text()) if url else ""

    def _move_credentials(self) -> None:
        """What was typed into an address is not left there to be read; an address of its own keeps its own."""
        for line in (self._main_line, self._sub_line):
            bare, user, password = split_credentials(line.text().strip())
            if bare == line.text().strip() or self._user.text or self._password_line.text():
                continue
            line.setText(bare)
            self._user_line.setText(user)
            self._password_line.setText(password)

    def _fill_in(self) -> None:
        self._show_make()
        make = pattern_of(self._make.value)
        if make is not None:
            main, sub = make.addresses(self._host.text, self._channel.text)
            self._main_line.setText(main)
            self._sub_line.setText(sub)

    def _show_make(self) -> None:
        make = pattern_of(self._make.value)
        self._host.setVisible(make is not None)
        self._channel.setVisible(make is not None)
        if make is not None:
            self._channel.set_hint(
                self.tr("Name of the stream.") if make.is_named else self.tr("Empty is the first.")
            )

    def _on_edited(self) -> None:
        self._forget_trial()
        self.changed.emit()

    def _on_try(self) -> None:
        if any(tried.is_running for tried in self._tried):
            self._forget_trial()
            return
        wrong = [field for field in self.fields if field.reveal()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        pull = self.pull()
        for tried, url in zip(self._tried, (pull.main, pull.sub), strict=True):
            if url:
                tried.start(_source(url, pull.transport))
        self._show_try()

    def _forget_trial(self) -> None:
        """What was seen belongs to what was typed then."""
        for tried in self._tried:
            tried.clear()
        self._show_try()

    def _show_try(self) -> None:
        is_running = any(tried.is_running for tried in self._tried)
        self._try.setText(self.tr("Stop trying") if is_running else self.tr("Try it"))

    def _check_main(self, text: str) -> str:
        if self.isHidden():
            return ""
        return fault_of(text) if text else self.tr("This is needed.")

    def _check_sub(self, text: str) -> str:
        return fault_of(text) if text and not self.isHidden() else ""

    def _check_user(self, text: str) -> str:
        if self.isHidden() or text or not self._password_line.text():
            return ""
        return self.tr("Whose password is it?")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self._try)
        row.addWidget(label(self.tr("Shows the first picture, before anything is saved."), "hint", wraps=True), 1)
        for part in (
            in_row(self._make, self._host, self._channel),
            self._main,
            self._sub,
            in_row(self._user, self._password),
            self._transport,
        ):
            layout.addWidget(part)
        layout.addLayout(row)
        for tried in self._tried:
            layout.addWidget(tried)


def _source(url: str, transport: RtspTransport) -> Source:
    return source_of(url, udp=transport is RtspTransport.UDP)


def _make_box() -> QComboBox:
    box = QComboBox()
    box.addItem(translate("AddressEditor", "Typed in full"), "")
    for pattern in PATTERNS:
        box.addItem(pattern.name, pattern.name)
    return box


def _transport_box() -> QComboBox:
    box = QComboBox()
    box.addItem(translate("AddressEditor", "TCP: gets through"), RtspTransport.TCP)
    box.addItem(translate("AddressEditor", "UDP: a little prompter on a good network"), RtspTransport.UDP)
    return box
