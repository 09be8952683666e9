"""The view of the talk log's rows: keys, presses, and older pages as one gets near the end."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from ui.models.numbered_rows import Index
from ui.models.scene import Scene
from ui.talklog.delegate import BurstDelegate
from ui.talklog.model import BurstModel
from ui.talklog.player import BurstPlayer
from ui.theme.look import Look
from ui.widgets.uniform_rows import MOVES, UniformRows

#: Older ones are asked for when so many rows are left below.
_AHEAD = 20
_SEEK_S = 2.0

_Keys = Qt.Key
_ENTER = (_Keys.Key_Return, _Keys.Key_Enter)


class PlayKeys:
    """The keys that play, the same wherever in the talk log they are pressed.

    Enter plays and stops, with Shift it goes on with those that follow; Left and Right seek; plus and minus change
    the speed. Space does as Enter where it is not the talk key.
    """

    def __init__(self, player: BurstPlayer) -> None:
        self._player = player

    def take(self, event: QKeyEvent) -> bool:
        """Whether it was one of them; Shift and Enter is the talk log's."""
        key = event.key()
        if key in (*_ENTER, _Keys.Key_Space):
            self._player.toggle()
        elif key in (_Keys.Key_Left, _Keys.Key_Right):
            step_s = _SEEK_S if key == _Keys.Key_Right else -_SEEK_S
            self._player.seek(self._player.position_s + step_s)
        elif key in (_Keys.Key_Plus, _Keys.Key_Minus):
            self._player.next_speed(1 if key == _Keys.Key_Plus else -1)
        elif key == _Keys.Key_Escape and self._player.is_playing:
            self._player.stop()
        else:
            return False
        return True


class BurstView(UniformRows):
    """
    Signals:
        chosen(int): this burst is looked at.
        run_asked(): play this one and those that follow.
        acknowledge_asked(): say that it was heard.
    """

    chosen = Signal(int)
    run_asked = Signal()
    acknowledge_asked = Signal()

    def __init__(
        self, model: BurstModel, keys: PlayKeys, scene: Scene, look: Look, parent: QWidget | None = None
    ) -> None:
        self.rows = BurstDelegate(model, scene, look)
        super().__init__(self.rows, parent)
        self._model, self._keys = model, keys
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Bursts"))
        model.rowsInserted.connect(self._on_inserted)
        model.modelReset.connect(self._on_reset)
        look.changed.connect(self._on_look_changed)
        self.verticalScrollBar().valueChanged.connect(self._ask_older)

    def show_row(self, row: int) -> None:
        """Have it in sight, for the keys to go on from there."""
        self._put_current(row)
        self.scrollTo(self._model.index(row))

    def mark(self, chosen: int | None, played: int | None) -> None:
        self.rows.chosen, self.rows.played = chosen, played
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        if key in _ENTER and self.rows.chosen is None and self.currentIndex().isValid():
            self._choose_row(self.currentIndex().row())
        if key in MOVES:
            index = self.moveCursor(MOVES[_Keys(key)], modifiers)
            if index.isValid():
                self._put_current(index.row())
                self.scrollTo(index)
                self._choose_row(index.row())
        elif key in _ENTER and modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.run_asked.emit()
        elif key == _Keys.Key_A and not modifiers:
            self.acknowledge_asked.emit()
        elif not self._keys.take(event):
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self._put_current(index.row())
            self._choose_row(index.row())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.indexAt(event.position().toPoint()).isValid():
            self._keys.take(QKeyEvent(event.Type.KeyPress, _Keys.Key_Return, Qt.KeyboardModifier.NoModifier))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_in_sight(event.oldSize().height())
        self._ask_older()

    def _keep_in_sight(self, height_before: int) -> None:
        """What is told of the chosen burst opens below, and takes room: its row is not to go because of that."""
        row = self._model.row_of(self.rows.chosen) if self.rows.chosen is not None else None
        if row is not None and 0 <= row * self.row_height - self.verticalOffset() < height_before:
            self.scrollTo(self._model.index(row))

    def _put_current(self, row: int) -> None:
        index: Index = self._model.index(row)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.viewport().update()

    def _choose_row(self, row: int) -> None:
        self.chosen.emit(self._model.numbers[row])

    def _on_inserted(self, _: Index, first: int, last: int) -> None:
        self.updateGeometries()
        bar = self.verticalScrollBar()
        # What somebody reads stays where it is; at the top, the news is what one reads.
        if first == 0 and bar.value() > 0:
            bar.setValue(bar.value() + (last - first + 1) * self.row_height)
        self.viewport().update()
        if first > 0:
            self._ask_older()

    def _on_reset(self) -> None:
        row = self._model.row_of(self.rows.chosen) if self.rows.chosen is not None else None
        self.updateGeometries()
        if row is not None:
            self._put_current(row)
            self.scrollTo(self._model.index(row))
        self.viewport().update()
        self._ask_older()

    def _ask_older(self) -> None:
        if self.isVisible() and self.rows_seen()[1] + _AHEAD >= self._model.rowCount() and self._model.has_older:
            self._model.ask_older()

    def _on_look_changed(self) -> None:
        self.updateGeometries()
        self.viewport().update()
