"""Terminals to be ticked: exactly those are meant."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.domain.audience import TerminalsAudience
from app.domain.terminal import Terminal, TerminalKind
from app.picture.audience import hearers
from app.picture.changes import Changes
from ui.models.scene import Scene
from ui.widgets.hearers_words import deaf_words

_NUMBER = Qt.ItemDataRole.UserRole


class TerminalList(QWidget):
    """
    Signals:
        changed(): others are ticked.
    """

    changed = Signal()

    def __init__(self, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._items: dict[int, QListWidgetItem] = {}
        self._of_unit: dict[int, set[int]] = {}
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Find a terminal"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Terminals"))
        self.list.setUniformItemSizes(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self._filter)
        self.list.itemChanged.connect(self.changed)
        # Enter, or a second click: Space is the talk key.
        self.list.itemActivated.connect(_toggle)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self._fill)

    @property
    def chosen(self) -> tuple[int, ...]:
        """Their numbers, sorted."""
        return tuple(n for n, item in sorted(self._items.items()) if item.checkState() is Qt.CheckState.Checked)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fill()

    def _on_changed(self, changes: Changes) -> None:
        if not self.isVisible():
            return
        if changes.terminals:
            self._fill()
            return
        of_units = (self._of_unit.get(unit, set()) for unit in changes.units)
        self._name(changes.voice_links.union(*of_units) & self._items.keys())

    def _fill(self) -> None:
        """Show those that a unit carries, by the unit's name; what is ticked stays so."""
        terminals = self._scene.picture.terminals.values()
        carried = [one for one in terminals if one.unit and one.kind is not TerminalKind.GATEWAY]
        self._of_unit = {}
        for one in carried:
            self._of_unit.setdefault(one.unit or 0, set()).add(one.number)
        numbers = [number for _, number in sorted((self._title(one), one.number) for one in carried)]
        if numbers != list(self._items):
            self._rebuild(numbers)
        self._name(numbers)
        self._filter()

    def _name(self, numbers: Iterable[int]) -> None:
        picture = self._scene.picture
        with QSignalBlocker(self.list):
            for number in numbers:
                heard = hearers(TerminalsAudience(terminals=(number,)), picture)
                reason, title = next(iter(heard.deaf.values()), None), self._title(picture.terminals[number])
                self._items[number].setText(f"{title} – {deaf_words(reason)}" if reason is not None else title)

    def _rebuild(self, numbers: list[int]) -> None:
        ticked = set(self.chosen)
        with QSignalBlocker(self.list):
            self.list.clear()
        self._items = {}
        for number in numbers:
            item = QListWidgetItem()
            item.setData(_NUMBER, number)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if number in ticked else Qt.CheckState.Unchecked)
            self._items[number] = item
            self.list.addItem(item)

    def _title(self, terminal: Terminal) -> str:
        unit = self._scene.picture.units.get(terminal.unit or 0)
        callsign = unit.callsign if unit is not None else ""
        return " · ".join(filter(None, (callsign, terminal.label or self.tr("No. {n}").format(n=terminal.number))))

    def _filter(self) -> None:
        sought = self.search.text().casefold()
        for item in self._items.values():
            item.setHidden(sought not in item.text().casefold())


def _toggle(item: QListWidgetItem) -> None:
    is_ticked = item.checkState() is Qt.CheckState.Checked
    item.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)
