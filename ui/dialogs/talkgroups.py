"""Talkgroups in the registry: those that agencies have by themselves, and free ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QSignalBlocker
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.domain.audience import AgencyAudience, Audience, TerminalsAudience, UnitsAudience
from app.domain.command import ChangeTalkgroup, Command, RegisterTalkgroup, RetireTalkgroup
from app.domain.errors import AppError
from app.domain.event import Fact, TalkgroupRegistered
from app.domain.talk import Talkgroup, TalkgroupFields
from app.picture.changes import Changes
from ui.dialogs.checks import check_required
from ui.dialogs.registry_entry import EntryWords
from ui.dialogs.registry_rows import Row
from ui.dialogs.unit_checks import UnitChecks
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.form import Field, Form
from ui.widgets.sentences import sentence


class TalkgroupEntry(QObject):
    def __init__(self, scene: Scene, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._number: int | None = None
        self._name = Field(self.tr("Name"), QLineEdit(), self._check_name)
        self._for = Field(self.tr("For"), QComboBox(), self._check_audience)
        self._checks = UnitChecks(look)
        self.form = Form((self._name, self._for), self, (self._name, self._for, self._checks))
        self._for.changed.connect(self._show_checks)
        # What is checked belongs to the field above it, which says so when it is nobody.
        self._checks.changed.connect(self._for.refresh)
        self._checks.changed.connect(self.form.changed)
        self.below: QWidget | None = None
        self.words = EntryWords(
            headers=(self.tr("Name"), self.tr("For")),
            find=self.tr("Find a talkgroup"),
            empty=self.tr("No talkgroups yet. Each agency has one by itself as soon as it has a unit."),
            register=self.tr("Register talkgroup"),
            retire=self.tr("Retire talkgroup"),
            new=self.tr("New talkgroup"),
        )

    def touches(self, changes: Changes) -> bool:
        return bool(changes.calls or changes.units)

    def rows(self) -> Sequence[Row]:
        groups = sorted(self._scene.picture.talkgroups.values(), key=lambda group: group.name.casefold())
        return [Row(group.number, (group.name, self._audience_words(group.audience))) for group in groups]

    def fill(self, number: int | None) -> None:
        self._number = number
        group = self._scene.picture.talkgroups.get(number) if number is not None else None
        self._name.put(group.name if group else "")
        self._offer(group)
        self._for.choose(_choice_of(group.audience) if group else None)
        units = sorted(self._scene.picture.units.values(), key=lambda unit: unit.callsign.casefold())
        rows = [Row(unit.number, (unit.callsign, unit.name, unit.agency)) for unit in units]
        checked = group.audience.units if group and isinstance(group.audience, UnitsAudience) else ()
        self._checks.put(rows, (number for number in checked if number in self._scene.picture.units))
        self._show_checks()

    def command(self, number: int | None) -> Command:
        fields = TalkgroupFields(name=self._name.text, audience=self._audience())
        if number is None:
            return RegisterTalkgroup(talkgroup=fields)
        return ChangeTalkgroup(number=number, talkgroup=fields)

    def retirement(self, number: int) -> Command:
        return RetireTalkgroup(number=number)

    def question(self, number: int) -> str:
        asked = self.tr("Retire the talkgroup {name}? Whoever talks in it is cut off. What was said in it stays.")
        return asked.format(name=self._scene.picture.talkgroups[number].name)

    def welcome(self) -> None:
        """It is on the list and in every talk bar: that is enough."""

    def registered(self, fact: Fact) -> int | None:
        return fact.talkgroup.number if isinstance(fact, TalkgroupRegistered) else None

    def field_of(self, refusal: AppError) -> Field | None:
        return {"talkgroup.name_taken": self._name, "call.nobody": self._for}.get(refusal.code)

    def _audience(self) -> Audience:
        chosen = self._for.value
        if isinstance(chosen, str):
            return AgencyAudience(agency=chosen)
        if isinstance(chosen, tuple):
            return TerminalsAudience(terminals=chosen)
        return UnitsAudience(units=self._checks.units)

    def _audience_words(self, audience: Audience) -> str:
        match audience:
            case AgencyAudience():
                return self.tr("All units of {agency}").format(agency=audience.agency)
            case UnitsAudience():
                return self.tr("{n} units").format(n=len(audience.units))
            case TerminalsAudience():
                return self.tr("{n} terminals").format(n=len(audience.terminals))

    def _offer(self, group: Talkgroup | None) -> None:
        """The choices: None for checked units, the name of an agency, or the terminals that it is for already."""
        box = self._for.editor
        assert isinstance(box, QComboBox)
        with QSignalBlocker(box):
            box.clear()
            box.addItem(self.tr("Checked units"), None)
            for agency in sorted({unit.agency for unit in self._scene.picture.units.values()}):
                box.addItem(self._audience_words(AgencyAudience(agency=agency)), agency)
            if group is not None and box.findData(_choice_of(group.audience)) < 0:
                box.addItem(self._audience_words(group.audience), _choice_of(group.audience))

    def _show_checks(self) -> None:
        self._checks.setVisible(self._for.value is None)

    def _check_name(self, text: str) -> str:
        groups = self._scene.picture.talkgroups.values()
        holder = next((group.number for group in groups if group.name.casefold() == text.casefold()), None)
        if holder not in (None, self._number):
            return str(sentence(AppError("talkgroup.name_taken", name=text)))
        return check_required(text)

    def _check_audience(self, _: str) -> str:
        is_nobody = self._for.value is None and not self._checks.units
        return self.tr("Check at least one unit below.") if is_nobody else ""


def _choice_of(audience: Audience) -> str | tuple[int, ...] | None:
    match audience:
        case AgencyAudience():
            return audience.agency
        case TerminalsAudience():
            return audience.terminals
    return None
