"""A list of units to be checked off, found by what is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListView, QVBoxLayout, QWidget

from ui.dialogs.registry_rows import Index, Row
from ui.theme.look import Look
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton

_LIST_PX = 220


class ChecksModel(QAbstractListModel):
    """Rows in the order given, without those that the filter does not find.

    Signals:
        checked_changed(): others are checked, by the person.
    """

    checked_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Row, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._filter = ""
        self.checked: frozenset[int] = frozenset()

    def put(self, rows: Sequence[Row], checked: Iterable[int]) -> None:
        """Show these; nobody is told."""
        given = tuple(rows), frozenset(checked)
        if given == (self._all, self.checked):
            return
        self.beginResetModel()
        self._all, self.checked = given
        self._find()
        self.endResetModel()

    def set_filter(self, text: str) -> None:
        self.beginResetModel()
        self._filter = text.strip().casefold()
        self._find()
        self.endResetModel()

    def check_found(self, is_checked: bool) -> None:
        """All that are shown now."""
        found = {row.number for row in self._rows}
        self._check(self.checked | found if is_checked else self.checked - found)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if row.number in self.checked else Qt.CheckState.Unchecked
        return " · ".join(cell for cell in row.cells if cell) if role == Qt.ItemDataRole.DisplayRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        number = {self._rows[index.row()].number}
        is_checked = Qt.CheckState(value) is Qt.CheckState.Checked
        self._check(self.checked | number if is_checked else self.checked - number)
        return True

    def _check(self, checked: frozenset[int]) -> None:
        if checked != self.checked:
            self.checked = checked
            last = self.index(max(0, len(self._rows) - 1), 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])
            self.checked_changed.emit()

    def _find(self) -> None:
        found = (row for row in self._all if any(self._filter in cell.casefold() for cell in row.cells))
        self._rows = tuple(found) if self._filter else self._all


class UnitChecks(QWidget):
    """Space checks a row; the buttons check all that is found.

    Signals:
        changed(): others are checked, by the person.
    """

    changed = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.model = ChecksModel(self)
        self.search = QLineEdit(placeholderText=self.tr("Find a unit"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.search.placeholderText())
        self.all_button, self.none_button = PushButton(self.tr("Check all")), PushButton(self.tr("Check none"))
        self.all_button.setToolTip(self.tr("All that are found here"))
        self.none_button.setToolTip(self.all_button.toolTip())
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName(self.tr("Units of the talkgroup"))
        self._count = label(role="hint")
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self.search, 1)
        top.addWidget(self.all_button)
        top.addWidget(self.none_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.list)
        layout.addWidget(self._count)
        self.search.textChanged.connect(self.model.set_filter)
        self.all_button.clicked.connect(lambda: self.model.check_found(True))
        self.none_button.clicked.connect(lambda: self.model.check_found(False))
        self.model.checked_changed.connect(self._on_checked)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def units(self) -> tuple[int, ...]:
        """Those that are checked, found or not."""
        return tuple(sorted(self.model.checked))

    def put(self, rows: Sequence[Row], checked: Iterable[int]) -> None:
        self.model.put(rows, checked)
        self._show_count()

    def _on_checked(self) -> None:
        self._show_count()
        self.changed.emit()

    def _show_count(self) -> None:
        self._count.setText(self.tr("{n} units are checked").format(n=len(self.model.checked)))

    def _on_look_changed(self) -> None:
        self.list.setFixedHeight(self._look.theme.px(_LIST_PX))
