"""Changing one's own password."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.command import ChangePassword
from app.domain.errors import AppError
from app.domain.operator import Operator
from ui.dialogs.checks import check_password
from ui.dialogs.one_order import OneOrder
from ui.dialogs.refusals import refusal_text
from ui.widgets.form import Field, Form
from ui.widgets.labels import label, set_role
from ui.widgets.ports import Orders
from ui.widgets.sentences import sentence


class PasswordDialog(QDialog):
    """Non-modal. Closes once the station has taken the new password."""

    def __init__(self, operator: Operator, orders: Orders, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Change password"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._operator = operator
        self._current_line = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._new_line = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._again_line = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._current = Field(self.tr("Present password"), self._current_line, self._check_current)
        self._new = Field(self.tr("New password"), self._new_line, lambda _: check_password(self._new_line.text()))
        self._again = Field(self.tr("Once more"), self._again_line, self._check_again)
        self._form = Form((self._current, self._new, self._again), self)
        self._note = label(role="hint", wraps=True)
        self._note.hide()
        self._button = QPushButton(self.tr("Change password"))
        self._button.setProperty("role", "primary")
        self._button.setDefault(True)
        self._button.clicked.connect(self.submit)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 20)
        layout.setSpacing(12)
        title = self.tr("Password of {login}").format(login=operator.login)
        for widget in (label(title, "heading"), *self._form.fields, self._note):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        self.setMinimumWidth(380)
        self._order = OneOrder(orders, self)
        self._order.done.connect(self.close)
        self._order.refused.connect(self._on_refused)

    def submit(self) -> None:
        if self._order.is_waiting or self._form.reveal():
            return
        command = ChangePassword(
            number=self._operator.number, current=self._current_line.text(), password=self._new_line.text()
        )
        self._order.send(command)
        self._button.setEnabled(False)
        self._say(self.tr("Sent to the station …"), "hint")

    def _on_refused(self, refusal: AppError) -> None:
        self._button.setEnabled(True)
        if refusal.code == "password.wrong":
            self._note.hide()
            self._current.refuse(str(sentence(refusal)))
            self._current_line.setFocus()
        else:
            self._say(refusal_text(refusal), "error")

    def _say(self, text: str, role: str) -> None:
        self._note.setText(text)
        self._note.show()
        set_role(self._note, role)

    def _check_current(self, _: str) -> str:
        return "" if self._current_line.text() else self.tr("Type the password you signed in with.")

    def _check_again(self, _: str) -> str:
        return "" if self._again_line.text() == self._new_line.text() else self.tr("The two are not the same.")
