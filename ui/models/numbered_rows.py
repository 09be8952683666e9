"""Rows named by a number, in an order that keeps changing; views are told only of what changed where they look."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from ui.models.roster import Array

Index = QModelIndex | QPersistentModelIndex

#: More separate stretches of rows coming or going than this at once, and everything is told anew.
_MOST_STRETCHES = 32


class NumberedRows(QAbstractTableModel):
    """Holds which number stands in which row.

    Signals:
        about_to_rearrange(), rearranged(): rows come, go or move in between, however Qt is told.
    """

    about_to_rearrange = Signal()
    rearranged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown: Array = np.empty(0, np.uint32)
        self._row_of: Array = np.empty(0, np.int32)
        self._window: tuple[int, int] | None = None

    def number_at(self, row: int) -> int:
        return int(self._shown[row])

    def row_of(self, number: int) -> int | None:
        """Where the number stands; None when it is not shown."""
        row = int(self._row_of[number]) if 0 <= number < len(self._row_of) else -1
        return row if row >= 0 else None

    def numbers(self) -> list[int]:
        """All that are shown, in order."""
        shown: list[int] = self._shown.tolist()
        return shown

    def set_window(self, first: int, last: int) -> None:
        """The rows that somebody sees, both included: ``dataChanged`` tells of no others. Until then, of all."""
        self._window = (first, last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def _rearrange(self, wanted: Array) -> None:
        """Show these numbers in this order."""
        if np.array_equal(wanted, self._shown):
            return
        self.about_to_rearrange.emit()
        leaving = stretches(np.flatnonzero(~np.isin(self._shown, wanted)))
        arriving = stretches(np.flatnonzero(~np.isin(wanted, self._shown)))
        if len(leaving) + len(arriving) > _MOST_STRETCHES:
            self.beginResetModel()
            self._put(wanted)
            self.endResetModel()
        else:
            self._move_stepwise(wanted, leaving, arriving)
        self.rearranged.emit()

    def _move_stepwise(
        self, wanted: Array, leaving: list[tuple[int, int]], arriving: list[tuple[int, int]]
    ) -> None:
        staying = wanted[np.isin(wanted, self._shown)]
        for first, last in reversed(leaving):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._put(np.delete(self._shown, slice(first, last + 1)))
            self.endRemoveRows()
        if not np.array_equal(staying, self._shown):
            self._permute(staying)
        for first, last in arriving:
            self.beginInsertRows(QModelIndex(), first, last)
            self._put(np.concatenate([self._shown[:first], wanted[first : last + 1], self._shown[first:]]))
            self.endInsertRows()

    def _permute(self, wanted: Array) -> None:
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        numbers = [self.number_at(index.row()) for index in before]
        self._put(wanted)
        after = [
            self.index(int(self._row_of[number]), index.column())
            for index, number in zip(before, numbers, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _put(self, shown: Array) -> None:
        self._shown = shown
        self._row_of = np.full(int(shown.max()) + 1 if len(shown) else 0, -1, np.int32)
        self._row_of[shown] = np.arange(len(shown), dtype=np.int32)

    def _tell_numbers(self, numbers: Array, first_column: int, last_column: int) -> None:
        """These changed, in these columns: emit ``dataChanged`` for those that are seen."""
        first, last = self._seen()
        rows = self._row_of[numbers[numbers < len(self._row_of)]]
        for stretch in stretches(np.sort(rows[(rows >= first) & (rows <= last)])):
            self._tell(*stretch, first_column, last_column)

    def _tell_all(self, first_column: int, last_column: int) -> None:
        """All rows changed, in these columns."""
        first, last = self._seen()
        if first <= last:
            self._tell(first, last, first_column, last_column)

    def _tell(self, first: int, last: int, first_column: int, last_column: int) -> None:
        self.dataChanged.emit(self.index(first, first_column), self.index(last, last_column))

    def _seen(self) -> tuple[int, int]:
        end = len(self._shown) - 1
        first, last = self._window or (0, end)
        return max(0, first), min(last, end)


def stretches(rows: Array) -> list[tuple[int, int]]:
    """First and last of each stretch of neighbours in ascending, different rows."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[np.r_[0, breaks + 1]], rows[np.r_[breaks, len(rows) - 1]]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
