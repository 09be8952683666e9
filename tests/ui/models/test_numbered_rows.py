"""Whatever order comes after whatever other, views are told so that they end with the same rows."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.models.numbered_rows import Index, NumberedRows, stretches

_ORDERS = st.lists(st.integers(1, 90), unique=True, max_size=80)


class Rows(NumberedRows):
    def columnCount(self, parent: Index) -> int:
        return 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return str(self.number_at(index.row())) if role == Qt.ItemDataRole.DisplayRole else None

    def show(self, numbers: list[int]) -> None:
        self._rearrange(np.array(numbers, np.uint32))

    def tell(self, numbers: list[int]) -> None:
        self._tell_numbers(np.array(numbers, np.uint32), 0, 1)


class Mirror:
    """Keeps rows by nothing but the model's signals."""

    def __init__(self, model: Rows) -> None:
        self.model, self.rows = model, model.numbers()
        model.rowsRemoved.connect(self._on_removed)
        model.rowsInserted.connect(self._on_inserted)
        model.layoutChanged.connect(self._on_anew)
        model.modelReset.connect(self._on_anew)

    def _on_removed(self, _: Index, first: int, last: int) -> None:
        del self.rows[first : last + 1]

    def _on_inserted(self, _: Index, first: int, last: int) -> None:
        self.rows[first:first] = [self.model.number_at(row) for row in range(first, last + 1)]

    def _on_anew(self, *_: object) -> None:
        self.rows = self.model.numbers()


@given(orders=st.lists(_ORDERS, min_size=1, max_size=6))
@settings(max_examples=60)
def test_a_view_that_follows_the_signals_ends_with_the_same_rows(qapp, orders: list[list[int]]) -> None:
    model = Rows()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    mirror = Mirror(model)

    for order in orders:
        model.show(order)
        assert model.numbers() == mirror.rows == order
        assert [model.row_of(number) for number in order] == list(range(len(order)))
        assert all(model.row_of(number) is None for number in set(range(-1, 100)) - set(order))


@given(before=_ORDERS, after=_ORDERS)
@settings(max_examples=60)
def test_what_points_at_a_number_still_points_at_it(qapp, before: list[int], after: list[int]) -> None:
    model = Rows()
    model.show(before)
    held = {number: QPersistentModelIndex(model.index(row, 0)) for row, number in enumerate(before)}
    was_reset = []
    model.modelReset.connect(lambda: was_reset.append(True))

    model.show(after)

    for number, index in held.items():
        if was_reset or number not in after:
            assert not index.isValid()
        else:
            assert index.row() == after.index(number)


def test_the_same_order_again_tells_nothing(qtbot) -> None:
    model = Rows()
    model.show([3, 1, 2])

    with qtbot.assertNotEmitted(model.about_to_rearrange), qtbot.assertNotEmitted(model.layoutChanged):
        model.show([3, 1, 2])


def test_only_rows_that_are_seen_are_told_of_and_neighbours_together(qtbot) -> None:
    model = Rows()
    model.show(list(range(10, 30)))
    model.set_window(5, 9)
    told = []
    model.dataChanged.connect(lambda top, bottom: told.append((top.row(), bottom.row())))

    model.tell([11, 15, 16, 18, 25, 99])

    assert told == [(5, 6), (8, 8)]


def test_a_window_beyond_the_last_row_is_no_trouble(qtbot) -> None:
    model = Rows()
    model.set_window(0, 50)
    model.show([4, 5])
    told = []
    model.dataChanged.connect(lambda top, bottom: told.append((top.row(), bottom.row())))

    model.tell([4, 5])
    model.show([])
    model.tell([4, 5])

    assert told == [(0, 1)]


@given(st.sets(st.integers(0, 40)))
def test_stretches_are_the_neighbours(rows: set[int]) -> None:
    found = stretches(np.array(sorted(rows), np.int64))

    assert [row for first, last in found for row in range(first, last + 1)] == sorted(rows)
    assert all(later[0] - earlier[1] > 1 for earlier, later in pairwise(found))
