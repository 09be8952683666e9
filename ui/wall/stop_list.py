"""The stops of a guard tour as rows: who is shown, and for how long."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from ui.models.video_sources import VideoSources
from ui.wall.tour import Stop
from ui.widgets.number_mime import NUMBERS, numbers_in


class StopList(QTreeWidget):
    """Takes units, terminals and cameras that are dragged here from the list, the map or a tile.

    Signals:
        numbers_dropped(list[int], int): to be put before the row of this index.
        removal_asked(): Del.
    """

    numbers_dropped = Signal(list, int)
    removal_asked = Signal()

    def __init__(self, sources: VideoSources, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources = sources
        self.setColumnCount(2)
        self.setRootIsDecorated(False)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Stops of the tour"))
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)

    @property
    def chosen(self) -> list[int]:
        """Indices of the chosen rows, from the top."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def put(self, stops: Sequence[Stop], chosen: Sequence[int]) -> None:
        """Show these, with these rows chosen."""
        self.clear()
        for stop in stops:
            row = QTreeWidgetItem([self._sources.title(stop.source), self.tr("{n} s").format(n=stop.dwell_s)])
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setFlags(row.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
            self.addTopLevelItem(row)
        flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for i in chosen:
            if 0 <= i < len(stops):
                self.selectionModel().setCurrentIndex(self.model().index(i, 0), flags)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.topLevelItemCount() and self.isEnabled():
            room = self.viewport().rect().adjusted(24, 0, -24, 0)
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            words = self.tr("No stops yet. Drag units or cameras here, or find them below.")
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removal_asked.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(NUMBERS):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        numbers = numbers_in(event.mimeData())
        if numbers:
            event.acceptProposedAction()
            index = self.indexAt(event.position().toPoint())
            self.numbers_dropped.emit(numbers, index.row() if index.isValid() else self.topLevelItemCount())
