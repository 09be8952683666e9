"""The left side of a registry page: what is registered, a line to find it, and a button for a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.dialogs.registry_rows import Row, RowsModel
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.push_button import PushButton
from ui.widgets.state_pane import State, Stateful

_ROW_PX = 28


class RegistryList(QWidget):
    """
    Signals:
        chosen(int): another row. new_asked(): somebody wants to register a new one.
    """

    chosen = Signal(int)
    new_asked = Signal()

    def __init__(
        self,
        headers: Sequence[str],
        find: str,
        register: str,
        empty: str,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._empty = look, empty
        self.model = RowsModel(headers)
        self._table = _table(self.model)
        self._table.selectionModel().currentRowChanged.connect(self._on_current)
        self._stateful = Stateful(self._table, look)
        self._find = QLineEdit(placeholderText=find, clearButtonEnabled=True)
        self._find.textChanged.connect(self._on_find)
        self.new_button = PushButton(register)
        keep_tinted(look, self.new_button, Icon.ADD)
        self.new_button.clicked.connect(self.new_asked)
        bar = QHBoxLayout()
        bar.setContentsMargins(12, 12, 12, 10)
        bar.setSpacing(8)
        bar.addWidget(self._find, 1)
        bar.addWidget(self.new_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stateful, 1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def put(self, rows: Sequence[Row], current: int | None) -> None:
        """Show these rows; the current one stays so."""
        self.model.put(rows)
        self._show_state()
        self.choose(current)

    def choose(self, number: int | None) -> None:
        """Mark a row, or none, without telling anybody."""
        selection = self._table.selectionModel()
        index = self.model.index_of(number)
        flags = QItemSelectionModel.SelectionFlag
        with QSignalBlocker(selection):
            selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        # The view heard nothing of it either.
        self._table.viewport().update()
        if index.isValid():
            self._table.scrollTo(index)

    def focus_find(self) -> None:
        self._find.setFocus()
        self._find.selectAll()

    def focus_rows(self) -> None:
        self._table.setFocus()

    def _on_current(self) -> None:
        number = self.model.number_at(self._table.currentIndex())
        if number is not None:
            self.chosen.emit(number)

    def _on_find(self, text: str) -> None:
        current = self.model.number_at(self._table.currentIndex())
        self.model.set_filter(text)
        self._show_state()
        self.choose(current)

    def _show_state(self) -> None:
        if self.model.rowCount():
            self._stateful.show_content()
        elif self._find.text():
            self._stateful.show_state(State.EMPTY, self.tr("Nothing of this name."))
        else:
            button = (self.new_button.text(), self.new_asked.emit) if self.new_button.isEnabled() else None
            self._stateful.show_state(State.EMPTY, self._empty, button=button)

    def _on_look_changed(self) -> None:
        self._table.verticalHeader().setDefaultSectionSize(self._look.theme.px(_ROW_PX))


def _table(model: RowsModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    # All rows are alike: with thousands of them it matters that none is measured.
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return table
