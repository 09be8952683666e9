"""Terminals in the registry."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from app.domain.command import ChangeTerminal, Command, RegisterTerminal, RetireTerminal
from app.domain.errors import AppError
from app.domain.event import Fact, TerminalRegistered
from app.domain.terminal import Terminal, TerminalFields, TerminalKind
from ui.dialogs.checks import check_optional
from ui.dialogs.connection import ConnectionPanel
from ui.dialogs.registry_entry import EntryWords
from ui.dialogs.registry_rows import Row
from ui.models.scene import Scene
from ui.widgets.form import Field, Form
from ui.widgets.sentences import sentence
from ui.widgets.words import protocol_name, terminal_kind_name


class TerminalEntry(QObject):
    """
    Args:
        panel: shows how to connect the terminal that the form shows.
    """

    def __init__(self, scene: Scene, panel: ConnectionPanel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._number: int | None = None
        self._unit_box = QComboBox(editable=True)
        self._unit_box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self._unit_box.model(), self._unit_box)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._unit_box.setCompleter(completer)
        self._kind = Field(self.tr("Kind"), _kind_box())
        self._unit = Field(
            self.tr("Unit"), self._unit_box, self._check_unit, self.tr("Who carries it; empty for nobody yet.")
        )
        self._label = Field(self.tr("Label"), QLineEdit(), check_optional)
        self._device_id = Field(
            self.tr("Device identifier"),
            QLineEdit(),
            self._check_device_id,
            self.tr("What the app calls itself; needed when a gateway reports for it."),
        )
        self.form = Form((self._kind, self._unit, self._label, self._device_id), self)
        self.below = panel
        self.words = EntryWords(
            headers=(self.tr("Unit"), self.tr("Label"), self.tr("Kind"), self.tr("First heard by")),
            find=self.tr("Find a terminal"),
            empty=self.tr("No terminals are registered yet. Register one to connect a phone."),
            register=self.tr("Register terminal"),
            retire=self.tr("Retire terminal"),
            new=self.tr("New terminal"),
        )

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
        self.below.show_terminal(terminal)

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
        row = self._row(self._scene.picture.terminals[number])
        name = " · ".join(cell for cell in row.cells[:3] if cell)
        return self.tr("Retire the terminal {name}? Its address stops working at once.").format(name=name)

    def welcome(self) -> None:
        """Next, somebody connects it."""
        self.below.ask()

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

    def _unit_text(self, number: int | None) -> str:
        unit = self._scene.picture.units.get(number) if number is not None else None
        return f"{unit.callsign} {unit.name}".strip() if unit else ""

    def _offer_units(self) -> None:
        units = sorted(self._scene.picture.units.values(), key=lambda unit: unit.callsign.casefold())
        offered = [("", None), *((self._unit_text(unit.number), unit.number) for unit in units)]
        box = self._unit_box
        if [(box.itemText(i), box.itemData(i)) for i in range(box.count())] != offered:
            with QSignalBlocker(box):
                box.clear()
                for text, number in offered:
                    box.addItem(text, number)

    def _chosen_unit(self) -> int | None:
        # What is typed counts, which need not be the entry that was last chosen.
        number: int | None = self._unit_box.itemData(self._unit_box.findText(self._unit.text))
        return number

    def _check_unit(self, text: str) -> str:
        if not text:
            return ""
        if self._unit_box.findText(text) < 0:
            return self.tr("There is no such unit; choose one of the list.")
        if self._kind.value == TerminalKind.GATEWAY:
            return str(sentence(AppError("gateway.has_no_unit")))
        return ""

    def _check_device_id(self, text: str) -> str:
        holder = self._scene.picture.terminal_by_device_id(text) if text else None
        if holder is not None and holder != self._number:
            return str(sentence(AppError("device_id.taken", device_id=text)))
        return check_optional(text)


def _kind_box() -> QComboBox:
    box = QComboBox()
    for kind in TerminalKind:
        box.addItem(terminal_kind_name(kind), kind)
    return box
