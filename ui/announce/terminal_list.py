"""Terminals to be ticked: exactly those are meant."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.picture.changes import Changes
from ui.announce.terminal_rows import TerminalRows
from ui.models.numbered_rows import Index
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.push_button import PushButton, is_enter
from ui.widgets.uniform_rows import RowDelegate, UniformRows

_ROW_PX = 24


class TerminalList(QWidget):
    """
    Signals:
        changed(): others are ticked.
    """

    changed = Signal()

    def __init__(self, scene: Scene, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = TerminalRows(scene, self)
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText(self.tr("Find a terminal"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.all_button = PushButton(self.tr("Tick all"))
        self.all_button.setToolTip(self.tr("All that are found, or none of them (Ctrl+A in the list)"))
        self.list = _TickList(look)
        self.list.setModel(self.rows)
        self.list.setAccessibleName(self.tr("Terminals"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        finding = QHBoxLayout()
        finding.setSpacing(6)
        finding.addWidget(self.search, 1)
        finding.addWidget(self.all_button)
        column.addLayout(finding)
        column.addWidget(self.list, 1)
        self.search.textChanged.connect(self.rows.find)
        self.rows.ticked.connect(self.changed)
        self.list.ticked.connect(self.rows.toggle)
        self.list.all_ticked.connect(self.rows.toggle_all)
        self.all_button.clicked.connect(self.rows.toggle_all)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self.rows.refill)

    @property
    def chosen(self) -> tuple[int, ...]:
        """Their numbers, sorted."""
        return self.rows.chosen

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.rows.refill()

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible():
            self.rows.take(changes)


class _TickList(UniformRows):
    """Enter or a press ticks a row, Ctrl+A all: Space is the talk key.

    Signals:
        ticked(QModelIndex). all_ticked().
    """

    ticked = Signal(QModelIndex)
    all_ticked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(_TickDelegate(look))
        self.clicked.connect(self.ticked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event) and self.currentIndex().isValid():
            self.ticked.emit(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.all_ticked.emit()
        else:
            super().keyPressEvent(event)


class _TickDelegate(RowDelegate):
    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    @property
    def row_height(self) -> int:
        return self._look.theme.px(_ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self._look.theme.accent), 1))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
