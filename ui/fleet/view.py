"""The view of the fleet's rows: keys, presses, and a place that stays still while one is about to press."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.fleet.choice import chosen
from ui.fleet.delegate import UnitDelegate
from ui.fleet.press import Press
from ui.models.fleet_model import FleetModel
from ui.models.fleet_query import SortKey
from ui.models.numbered_rows import Index
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.uniform_rows import MOVES, UniformRows

#: So long after the last move of hand rows stay where they are; a pointer that merely lies there holds nothing up.
HOLD_MS = 2000

_Keys = Qt.Key
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_STAY = QItemSelectionModel.SelectionFlag.NoUpdate


class FleetView(UniformRows):
    """Shows a ``FleetModel`` and chooses into a ``Selection``.

    What is chosen lives in the selection alone, by number, so that rows may change places under it. Space is left
    to the talk key, letters to the desk's shortcuts.

    Args:
        marks_selection: False where the selection is all there is to see.
    Signals:
        zoom_requested(unit): Enter, or a double press.
        drag_begun(list[int]): the pressed row is dragged, and with it all that are chosen if it is one of them.
        menu_requested(QPoint): a menu for the selection, at this place of the screen; until the slot returns, rows
            hold still.
    """

    zoom_requested = Signal(int)
    drag_begun = Signal(list)
    menu_requested = Signal(QPoint)

    def __init__(
        self,
        model: FleetModel,
        selection: Selection,
        look: Look,
        parent: QWidget | None = None,
        *,
        marks_selection: bool = True,
    ) -> None:
        super().__init__(UnitDelegate(model, selection if marks_selection else None, look), parent)
        self._rows, self._selection = model, selection
        self._anchor: int | None = None
        self._is_choosing = self._is_menu_open = False
        self._press: Press | None = None
        #: Numbers seen, the first row's offset and the current number, while rows are being rearranged.
        self._kept: tuple[list[int], int, int | None] = ([], 0, None)
        self._hold = QTimer(self, singleShot=True, interval=HOLD_MS)
        self._hold.timeout.connect(lambda: model.set_held(False))
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Units"))
        model.about_to_rearrange.connect(self._keep_place)
        model.rearranged.connect(self._find_place)
        selection.changed.connect(self._on_selection_changed)
        look.changed.connect(self._on_look_changed)
        self.verticalScrollBar().valueChanged.connect(self._tell_window)

    @property
    def current(self) -> int | None:
        """The unit that the keys work on."""
        index = self.currentIndex()
        return self._rows.number_at(index.row()) if index.isValid() else None

    def reveal(self, unit: int) -> None:
        """Make the unit current and scroll to it, if it is shown."""
        row = self._rows.row_of(unit)
        if row is not None:
            index = self._rows.index(row, 0)
            self.selectionModel().setCurrentIndex(index, _STAY)
            self.scrollTo(index)

    # --- Hand and keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._stir()
        key, modifiers = event.key(), event.modifiers()
        if key in MOVES:
            self._move_to(self.moveCursor(MOVES[_Keys(key)], modifiers), modifiers)
        elif key in (_Keys.Key_Return, _Keys.Key_Enter) and self.current is not None:
            self._zoom(self.current)
        elif key == _Keys.Key_A and modifiers == _CTRL:
            self._choose_all()
        elif key == _Keys.Key_Space and modifiers == _CTRL and self.current is not None:
            self._choose(self.current, _CTRL)
        elif key == _Keys.Key_Escape and self._selection.units:
            self._selection.clear()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._stir()
        index = self.indexAt(event.position().toPoint())
        if not index.isValid():
            return
        unit = self._rows.number_at(index.row())
        self.selectionModel().setCurrentIndex(index, _STAY)
        if event.button() is Qt.MouseButton.LeftButton:
            # One of several that are chosen: they may be about to be dragged together.
            is_chosen = unit in self._selection and not event.modifiers() & (_CTRL | _SHIFT)
            self._press = Press(unit, event.position().toPoint(), is_chosen)
            if not is_chosen:
                self._choose(unit, event.modifiers())
        elif event.button() is Qt.MouseButton.RightButton and unit not in self._selection:
            self._choose(unit, Qt.KeyboardModifier.NoModifier)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._stir()
        press = self._press
        if press is not None and press.is_drag(event):
            self._press = None
            units = self._selection.units
            self.drag_begun.emit(list(units) if press.unit in units else [press.unit])
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        if press is not None and press.chooses_on_release:
            self._choose(press.unit, Qt.KeyboardModifier.NoModifier)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() is Qt.MouseButton.LeftButton:
            self.zoom_requested.emit(self._rows.number_at(index.row()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._stir()
        super().wheelEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        # A menu that opens takes the pointer away, but it is about the rows.
        if not self._is_menu_open:
            self._hold.stop()
            self._rows.set_held(False)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._selection.units:
            return
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
        self._stir()
        self._hold.stop()
        self._is_menu_open = True
        try:
            self.menu_requested.emit(at)
        finally:
            self._is_menu_open = False
            self._hold.start()

    def _move_to(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        if not index.isValid():
            return
        self.selectionModel().setCurrentIndex(index, _STAY)
        self.scrollTo(index)
        if not modifiers & _CTRL or modifiers & _SHIFT:
            self._choose(self._rows.number_at(index.row()), modifiers & _SHIFT)

    def _choose(self, unit: int, modifiers: Qt.KeyboardModifier) -> None:
        toggles, extends = bool(modifiers & _CTRL), bool(modifiers & _SHIFT)
        if not extends:
            self._anchor = unit
        self._set_selection(
            chosen(
                self._rows.numbers(),
                self._selection.units,
                self._anchor,
                unit,
                toggles=toggles,
                extends=extends,
            )
        )

    def _zoom(self, unit: int) -> None:
        if unit not in self._selection:
            self._choose(unit, Qt.KeyboardModifier.NoModifier)
        self.zoom_requested.emit(unit)

    def _choose_all(self) -> None:
        primary = self._selection.primary
        units = self._rows.numbers()
        # The one that is looked at stays the one that is looked at.
        self._set_selection([*units, primary] if primary in units else units)

    def _set_selection(self, units: list[int]) -> None:
        self._is_choosing = True
        self._selection.set(units)
        self._is_choosing = False

    def _stir(self) -> None:
        self._rows.set_held(True)
        self._hold.start()

    # --- Rows that come, go and move

    def dataChanged(self, top: Index, bottom: Index, _: Sequence[int] = ()) -> None:
        """Repaints the rows: Qt would look at the first column only, and live figures are in others."""
        first = self.visualRect(self._rows.index(top.row(), 0))
        last = self.visualRect(self._rows.index(bottom.row(), 0))
        self.viewport().update(first.united(last))

    def _keep_place(self) -> None:
        first, last = self.rows_seen()
        seen = self._rows.numbers()[first : last + 1]
        self._kept = seen, self.verticalScrollBar().value() % self.row_height, self.current

    def _find_place(self) -> None:
        """At the top one stays at the top; further down, what was seen first is seen first again.

        Not so in an order by age, in which every row travels: there the place stays and the rows pass by.
        """
        seen, offset, current = self._kept
        bar = self.verticalScrollBar()
        before = bar.value()
        self.updateGeometries()
        row = self._rows.row_of(current) if current is not None else None
        if row is not None:
            self.selectionModel().setCurrentIndex(self._rows.index(row, 0), _STAY)
        top = next((row for unit in seen if (row := self._rows.row_of(unit)) is not None), None)
        if self._rows.query.sort is SortKey.AGE:
            bar.setValue(before)
        elif before > 0 and top is not None:
            bar.setValue(top * self.row_height + offset)
        self._tell_window()

    def _tell_window(self) -> None:
        if self.isVisible():
            self._rows.set_window(*self.rows_seen())

    def _on_selection_changed(self) -> None:
        self.viewport().update()
        if not self._is_choosing and self._selection.primary is not None:
            self._anchor = self._selection.primary
            self.reveal(self._selection.primary)

    def _on_look_changed(self) -> None:
        self.updateGeometries()
        self.viewport().update()
        self._tell_window()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_window()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._selection.primary is not None:
            self.reveal(self._selection.primary)
        self._tell_window()
