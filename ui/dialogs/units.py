"""Units in the registry."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.command import ChangeUnit, Command, RegisterUnit, RetireUnit
from app.domain.errors import AppError
from app.domain.event import Fact, UnitRegistered
from app.domain.unit import DEFAULT_AGENCIES, Force, UnitFields
from app.picture.changes import Changes
from ui.dialogs.checks import check_optional, check_required
from ui.dialogs.registry_entry import EntryWords
from ui.dialogs.registry_rows import Row
from ui.models.scene import Scene
from ui.widgets.form import Field, Form
from ui.widgets.sentences import sentence
from ui.widgets.words import force_name, status_name


class UnitEntry(QObject):
    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._number: int | None = None
        self._callsign = Field(self.tr("Callsign"), QLineEdit(), self._check_callsign)
        self._name = Field(self.tr("Name"), QLineEdit(), check_optional)
        self._force = Field(self.tr("Force"), _force_box())
        self._agency = Field(self.tr("Agency"), QComboBox(editable=True), check_required)
        self._beat = Field(self.tr("Beat"), QLineEdit(), check_optional)
        self.form = Form((self._callsign, self._name, self._force, self._agency, self._beat), self)
        self.below: QWidget | None = None
        self.words = EntryWords(
            headers=(self.tr("Callsign"), self.tr("Name"), self.tr("Force"), self.tr("Agency"), self.tr("Status")),
            find=self.tr("Find a unit"),
            empty=self.tr("No units are registered yet."),
            register=self.tr("Register unit"),
            retire=self.tr("Retire unit"),
            new=self.tr("New unit"),
        )

    def touches(self, changes: Changes) -> bool:
        return bool(changes.units)

    def rows(self) -> Sequence[Row]:
        units = sorted(self._scene.picture.units.values(), key=lambda unit: unit.callsign.casefold())
        return [
            Row(u.number, (u.callsign, u.name, force_name(u.force), u.agency, status_name(u.status)))
            for u in units
        ]

    def fill(self, number: int | None) -> None:
        self._number = number
        unit = self._scene.picture.units.get(number) if number is not None else None
        _offer(self._agency, self._agencies())
        self._callsign.put(unit.callsign if unit else "")
        self._name.put(unit.name if unit else "")
        self._force.choose(unit.force if unit else Force.DEDICATED)
        self._agency.put(unit.agency if unit else "")
        self._beat.put(unit.beat if unit else "")

    def command(self, number: int | None) -> Command:
        fields = UnitFields(
            callsign=self._callsign.text,
            name=self._name.text,
            force=Force(str(self._force.value)),
            agency=self._agency.text,
            beat=self._beat.text,
        )
        return RegisterUnit(unit=fields) if number is None else ChangeUnit(number=number, unit=fields)

    def retirement(self, number: int) -> Command:
        return RetireUnit(number=number)

    def question(self, number: int) -> str:
        asked = self.tr("Retire {callsign}? It leaves every list and the map. Its history stays.")
        return asked.format(callsign=self._scene.picture.units[number].callsign)

    def welcome(self) -> None:
        """It is on the list: that is enough."""

    def registered(self, fact: Fact) -> int | None:
        return fact.unit.number if isinstance(fact, UnitRegistered) else None

    def field_of(self, refusal: AppError) -> Field | None:
        return self._callsign if refusal.code == "callsign.taken" else None

    def _check_callsign(self, text: str) -> str:
        holder = self._scene.picture.unit_by_callsign(text) if text else None
        if holder is not None and holder != self._number:
            return str(sentence(AppError("callsign.taken", callsign=text)))
        return check_required(text)

    def _agencies(self) -> list[str]:
        in_use = {unit.agency for unit in self._scene.picture.units.values()}
        return [*DEFAULT_AGENCIES, *sorted(in_use - set(DEFAULT_AGENCIES))]


def _force_box() -> QComboBox:
    box = QComboBox()
    for force in Force:
        box.addItem(force_name(force), force)
    return box


def _offer(field: Field, texts: Iterable[str]) -> None:
    box = field.editor
    assert isinstance(box, QComboBox)
    offered = list(texts)
    if [box.itemText(i) for i in range(box.count())] != offered:
        with QSignalBlocker(box):
            box.clear()
            box.addItems(offered)
