"""Operators in the registry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.command import ChangeOperator, Command, RegisterOperator, RetireOperator
from app.domain.errors import AppError
from app.domain.event import Fact, OperatorRegistered
from app.domain.operator import OperatorFields, Role
from app.picture.changes import Changes
from ui.dialogs.checks import check_login, check_optional, check_password
from ui.dialogs.registry_entry import EntryWords
from ui.dialogs.registry_rows import Row
from ui.models.scene import Scene
from ui.widgets.form import Field, Form
from ui.widgets.sentences import sentence
from ui.widgets.words import role_name


class OperatorEntry(QObject):
    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._number: int | None = None
        self._password_line = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._login = Field(self.tr("Login"), QLineEdit(), self._check_login)
        self._name = Field(self.tr("Name"), QLineEdit(), check_optional)
        self._role = Field(self.tr("Role"), _role_box())
        self._password = Field(
            self.tr("Password"),
            self._password_line,
            self._check_password,
            self.tr("Of one who is registered already: leave it empty to keep it."),
        )
        self.form = Form((self._login, self._name, self._role, self._password), self)
        self.below: QWidget | None = None
        self.words = EntryWords(
            headers=(self.tr("Login"), self.tr("Name"), self.tr("Role")),
            find=self.tr("Find an operator"),
            empty=self.tr("No operators are registered yet."),
            register=self.tr("Register operator"),
            retire=self.tr("Retire operator"),
            new=self.tr("New operator"),
        )

    def touches(self, changes: Changes) -> bool:
        return bool(changes.operators)

    def rows(self) -> Sequence[Row]:
        operators = sorted(self._scene.picture.operators.values(), key=lambda operator: operator.login)
        return [Row(o.number, (o.login, o.name, role_name(o.role))) for o in operators]

    def fill(self, number: int | None) -> None:
        self._number = number
        operator = self._scene.picture.operators.get(number) if number is not None else None
        self._login.put(operator.login if operator else "")
        self._name.put(operator.name if operator else "")
        self._role.choose(operator.role if operator else Role.DISPATCHER)
        self._password.put("")

    def command(self, number: int | None) -> Command:
        fields = OperatorFields(login=self._login.text, name=self._name.text, role=Role(str(self._role.value)))
        # As typed: a blank at its end belongs to it.
        password = self._password_line.text()
        if number is None:
            return RegisterOperator(operator=fields, password=password)
        return ChangeOperator(number=number, operator=fields, password=password or None)

    def retirement(self, number: int) -> Command:
        return RetireOperator(number=number)

    def question(self, number: int) -> str:
        asked = self.tr("Retire {login}? This operator is signed out everywhere and cannot sign in again.")
        return asked.format(login=self._scene.picture.operators[number].login)

    def welcome(self) -> None:
        """It is on the list: that is enough."""

    def registered(self, fact: Fact) -> int | None:
        return fact.operator.number if isinstance(fact, OperatorRegistered) else None

    def field_of(self, refusal: AppError) -> Field | None:
        return {"login.taken": self._login, "operator.last_administrator": self._role}.get(refusal.code)

    def _check_login(self, text: str) -> str:
        wanted = text.lower()
        holder = next((o.number for o in self._scene.picture.operators.values() if o.login == wanted), None)
        if holder is not None and holder != self._number:
            return str(sentence(AppError("login.taken", login=wanted)))
        return check_login(text)

    def _check_password(self, _: str) -> str:
        text = self._password_line.text()
        return "" if not text and self._number is not None else check_password(text)


def _role_box() -> QComboBox:
    box = QComboBox()
    for role in Role:
        box.addItem(role_name(role), role)
    return box
