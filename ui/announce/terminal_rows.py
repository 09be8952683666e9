"""Terminals as rows, by the callsigns of those who carry them: what a row reads is made when it is seen."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal

from app.domain.audience import TerminalsAudience
from app.domain.terminal import Terminal, TerminalKind
from app.picture.audience import hearers
from app.picture.changes import Changes
from ui.models.numbered_rows import Index
from ui.models.scene import Scene
from ui.widgets.hearers_words import deaf_words


class TerminalRows(QAbstractListModel):
    """
    Signals:
        ticked(): others are ticked.
    """

    ticked = Signal()

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._sought = ""
        #: By number, in their order, whether they are found or not.
        self._titles: dict[int, str] = {}
        #: By the numbers of the units that carry them.
        self._callsigns: dict[int, str] = {}
        self._numbers: list[int] = []
        self._ticked: set[int] = set()

    @property
    def chosen(self) -> tuple[int, ...]:
        """Numbers of those that are ticked, sorted; also of those that are not found."""
        return tuple(sorted(self._ticked & self._titles.keys()))

    def find(self, sought: str) -> None:
        """Show those of which the callsign or the name contains this."""
        self._sought = sought
        self._show()

    def refill(self) -> None:
        """Take those that a unit carries; what is ticked stays so."""
        picture, unnamed = self._scene.picture, self.tr("No. {n}")
        terminals = picture.terminals.values()
        carried = [(one, one.unit) for one in terminals if one.unit and one.kind is not TerminalKind.GATEWAY]
        units = {unit: picture.units.get(unit) for _, unit in carried}
        self._callsigns = {number: unit.callsign if unit is not None else "" for number, unit in units.items()}
        titles = [(_title(one, self._callsigns[unit], unnamed), one.number) for one, unit in carried]
        self._titles = {number: title for title, number in sorted(titles)}
        self._show()

    def take(self, changes: Changes) -> None:
        """Something has happened."""
        if changes.terminals or any(self._is_renamed(unit) for unit in changes.units):
            self.refill()
        elif changes.voice_links or not self._callsigns.keys().isdisjoint(changes.units):
            self._tell()

    def toggle(self, index: Index) -> None:
        self._ticked ^= {self._numbers[index.row()]}
        self.dataChanged.emit(index, index)
        self.ticked.emit()

    def toggle_all(self) -> None:
        """Tick all that are found; none of them where all are ticked."""
        found = set(self._numbers)
        self._ticked = self._ticked - found if found <= self._ticked else self._ticked | found
        self._tell()
        self.ticked.emit()

    # --- The model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        number = self._numbers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(number)
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if number in self._ticked else Qt.CheckState.Unchecked
        return None

    def _show(self) -> None:
        sought = self._sought.casefold()
        found = [number for number, title in self._titles.items() if sought in title.casefold()]
        if found == self._numbers:
            self._tell()
            return
        self.beginResetModel()
        self._numbers = found
        self.endResetModel()

    def _tell(self) -> None:
        """All of them may read otherwise; those that are seen are read anew."""
        if self._numbers:
            self.dataChanged.emit(self.index(0), self.index(len(self._numbers) - 1))

    def _text(self, number: int) -> str:
        heard = hearers(TerminalsAudience(terminals=(number,)), self._scene.picture)
        reason = next(iter(heard.deaf.values()), None)
        title = self._titles[number]
        return f"{title} – {deaf_words(reason)}" if reason is not None else title

    def _is_renamed(self, unit: int) -> bool:
        known = self._scene.picture.units.get(unit)
        return unit in self._callsigns and (known is None or known.callsign != self._callsigns[unit])


def _title(terminal: Terminal, callsign: str, unnamed: str) -> str:
    return " · ".join(filter(None, (callsign, terminal.label or unnamed.format(n=terminal.number))))
