"""Terminals in the registry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QVBoxLayout, QWidget

from app.domain.command import ChangeTerminal, Command, RegisterTerminal, RetireTerminal
from app.domain.errors import AppError
from app.domain.event import Fact, TerminalRegistered
from app.domain.terminal import Terminal, TerminalFields, TerminalKind
from app.domain.unit import Unit
from app.picture.changes import Changes
from ui.dialogs.checks import check_optional
from ui.dialogs.connection import ConnectionPanel
from ui.dialogs.registry_entry import EntryWords
from ui.dialogs.registry_rows import Row
from ui.dialogs.terminal_video import TerminalVideo
from ui.models.scene import Scene
from ui.widgets.form import Field, Form
from ui.widgets.sentences import sentence
from ui.widgets.words import protocol_name, terminal_kind_name


class TerminalEntry(QObject):
    """
    Args:
        panel: shows how to connect the terminal that the form shows. video: where its video comes from.
    """

    def __init__(
        self, scene: Scene, panel: ConnectionPanel, video: TerminalVideo, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._panel, self._video = scene, panel, video
        self._number: int | None = None
        # Found by typing: a list of ten thousand to open would be of no use, and slow.
        self._offered: dict[str, int] = {}
        self._is_offer_old = True
        self._texts = QStringListModel(self)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self._on_replaced)
        unit_line = QLineEdit(placeholderText=self.tr("Type a callsign or a name"))
        unit_line.setCompleter(self._completer(unit_line))
        self._kind = Field(self.tr("Kind"), _kind_box())
        self._unit = Field(
            self.tr("Unit"), unit_line, self._check_unit, self.tr("Who carries it; empty for nobody yet.")
        )
        self._label = Field(self.tr("Label"), QLineEdit(), check_optional)
        self._device_id = Field(
            self.tr("Device identifier"),
            QLineEdit(),
            self._check_device_id,
            self.tr("What the app calls itself; needed when a gateway reports for it."),
        )
        self.form = Form((self._kind, self._unit, self._label, self._device_id), self)
        self.below = _column(panel, video)
        self.words = EntryWords(
            headers=(self.tr("Unit"), self.tr("Label"), self.tr("Kind"), self.tr("First heard by")),
            find=self.tr("Find a terminal"),
            empty=self.tr("No terminals are registered yet. Register one to connect a phone."),
            register=self.tr("Register terminal"),
            retire=self.tr("Retire terminal"),
            new=self.tr("New terminal"),
        )

    def touches(self, changes: Changes) -> bool:
        return bool(changes.terminals or changes.units)

    def rows(self) -> Sequence[Row]:
        rows = [self._row(terminal) for terminal in self._scene.picture.terminals.values()]
        return sorted(rows, key=lambda row: (not row.cells[0], row.cells[0].casefold(), row.number))

    def fill(self, number: int | None) -> None:
        self._number = number
        terminal = self._scene.picture.terminals.get(number) if number is not None else None
        self._offer_units()
        self._kind.choose(terminal.kind if terminal else TerminalKind.PHONE)
        self._unit.put(self._unit_text(terminal.unit if terminal else None))
        self._label.put(terminal.label if terminal else "")
        self._device_id.put(terminal.device_id if terminal else "")
        self._panel.show_terminal(terminal)
        self._video.show_terminal(terminal, self._name_of(terminal) if terminal else "")

    def command(self, number: int | None) -> Command:
        fields = TerminalFields(
            kind=TerminalKind(str(self._kind.value)),
            unit=self._chosen_unit(),
            label=self._label.text,
            device_id=self._device_id.text,
        )
        if number is None:
            return RegisterTerminal(terminal=fields)
        return ChangeTerminal(number=number, terminal=fields)

    def retirement(self, number: int) -> Command:
        return RetireTerminal(number=number)

    def question(self, number: int) -> str:
        name = self._name_of(self._scene.picture.terminals[number])
        return self.tr("Retire the terminal {name}? Its address stops working at once.").format(name=name)

    def welcome(self) -> None:
        """Next, somebody connects it."""
        self._panel.ask()

    def registered(self, fact: Fact) -> int | None:
        return fact.terminal.number if isinstance(fact, TerminalRegistered) else None

    def field_of(self, refusal: AppError) -> Field | None:
        fields = {
            "device_id.taken": self._device_id,
            "gateway.has_no_unit": self._unit,
            "unit.unknown": self._unit,
        }
        return fields.get(refusal.code)

    def _row(self, terminal: Terminal) -> Row:
        heard = protocol_name(terminal.first_heard_by) if terminal.first_heard_at else self.tr("not yet")
        unit = self._unit_text(terminal.unit)
        return Row(terminal.number, (unit, terminal.label, terminal_kind_name(terminal.kind), heard))

    def _name_of(self, terminal: Terminal) -> str:
        return " · ".join(cell for cell in self._row(terminal).cells[:3] if cell)

    def _unit_text(self, number: int | None) -> str:
        unit = self._scene.picture.units.get(number) if number is not None else None
        return _text_of(unit) if unit else ""

    def _offer_units(self) -> None:
        if not self._is_offer_old:
            return
        self._is_offer_old = False
        units = sorted(self._scene.picture.units.values(), key=lambda unit: unit.callsign.casefold())
        self._offered = {_text_of(unit): unit.number for unit in units}
        self._texts.setStringList(list(self._offered))

    def _completer(self, line: QLineEdit) -> QCompleter:
        completer = QCompleter(self._texts, line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        return completer

    def _on_changed(self, changes: Changes) -> None:
        if changes.units:
            self._is_offer_old = True

    def _on_replaced(self) -> None:
        self._is_offer_old = True

    def _chosen_unit(self) -> int | None:
        return self._offered.get(self._unit.text)

    def _check_unit(self, text: str) -> str:
        if not text:
            return ""
        if text not in self._offered:
            return self.tr("There is no such unit; choose one of those that appear while you type.")
        if self._kind.value == TerminalKind.GATEWAY:
            return str(sentence(AppError("gateway.has_no_unit")))
        return ""

    def _check_device_id(self, text: str) -> str:
        holder = self._scene.picture.terminal_by_device_id(text) if text else None
        if holder is not None and holder != self._number:
            return str(sentence(AppError("device_id.taken", device_id=text)))
        return check_optional(text)


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget)
    return column


def _text_of(unit: Unit) -> str:
    return f"{unit.callsign} {unit.name}".strip()


def _kind_box() -> QComboBox:
    box = QComboBox()
    for kind in TerminalKind:
        box.addItem(terminal_kind_name(kind), kind)
    return box
