"""The list of a registry page: rows of text, filtered by what is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """``cells``: one text a column; the first is what one looks for."""

    number: int
    cells: tuple[str, ...]


class RowsModel(QAbstractTableModel):
    """Rows in the order given, without those that the filter does not find in any of their cells."""

    def __init__(self, headers: Sequence[str]) -> None:
        super().__init__()
        self._headers = tuple(headers)
        self._all: tuple[Row, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._filter = ""

    @property
    def numbers(self) -> list[int]:
        """Those that are shown."""
        return [row.number for row in self._rows]

    @property
    def all_numbers(self) -> set[int]:
        return {row.number for row in self._all}

    def row_of(self, number: int) -> Row:
        return next(row for row in self._all if row.number == number)

    def put(self, rows: Sequence[Row]) -> None:
        if tuple(rows) != self._all:
            self._all = tuple(rows)
            self._apply()

    def set_filter(self, text: str) -> None:
        self._filter = text.strip().casefold()
        self._apply()

    def index_of(self, number: int | None) -> QModelIndex:
        for i, row in enumerate(self._rows):
            if row.number == number:
                return self.index(i, 0)
        return QModelIndex()

    def number_at(self, index: Index) -> int | None:
        return self._rows[index.row()].number if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._rows[index.row()].cells[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        return None

    def _apply(self) -> None:
        self.beginResetModel()
        found = (row for row in self._all if any(self._filter in cell.casefold() for cell in row.cells))
        self._rows = tuple(found) if self._filter else self._all
        self.endResetModel()
