"""A list whose rows are all of one height, so that no layout has to be kept of them."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.numbered_rows import Index

_Move = QAbstractItemView.CursorAction

#: What keys do to the current row.
MOVES = {
    Qt.Key.Key_Up: _Move.MoveUp,
    Qt.Key.Key_Down: _Move.MoveDown,
    Qt.Key.Key_PageUp: _Move.MovePageUp,
    Qt.Key.Key_PageDown: _Move.MovePageDown,
    Qt.Key.Key_Home: _Move.MoveHome,
    Qt.Key.Key_End: _Move.MoveEnd,
}


class RowDelegate(QStyledItemDelegate):
    """Paints rows that are all as high as the first."""

    @property
    @abstractmethod
    def row_height(self) -> int: ...

    def sizeHint(self, _: QStyleOptionViewItem, __: Index) -> QSize:
        return QSize(0, self.row_height)


class UniformRows(QListView):
    """Where rows are, and painting those that are seen.

    A ``QListView`` asks the model for every index again whenever a row moves. For ten thousand rows in Python that
    is a tenth of a second; here the place of a row is a product of two numbers.
    """

    def __init__(self, delegate: RowDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self._hovered = -1
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setMouseTracking(True)

    @property
    def row_height(self) -> int:
        return self._delegate.row_height

    def rows_seen(self) -> tuple[int, int]:
        """The first and the last row of which something is seen; there may be fewer rows."""
        top = self.verticalOffset()
        return top // self.row_height, (top + max(0, self.viewport().height() - 1)) // self.row_height

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        return self._rect(index.row())

    def indexAt(self, place: QPoint) -> QModelIndex:
        row = (place.y() + self.verticalOffset()) // self.row_height
        return self.model().index(row, 0) if 0 <= row < self._count() else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """As far as needed to see all of the row, whatever the hint."""
        if not index.isValid():
            return
        top = index.row() * self.row_height
        bar = self.verticalScrollBar()
        bar.setValue(max(min(bar.value(), top), top + self.row_height - self.viewport().height()))

    def moveCursor(self, action: QAbstractItemView.CursorAction, _: Qt.KeyboardModifier) -> QModelIndex:
        last = self._count() - 1
        page = max(1, self.viewport().height() // self.row_height - 1)
        steps = {
            _Move.MoveUp: -1,
            _Move.MoveDown: 1,
            _Move.MovePageUp: -page,
            _Move.MovePageDown: page,
            _Move.MoveHome: -last - 1,
            _Move.MoveEnd: last + 1,
        }
        current = self.currentIndex()
        row = current.row() + steps.get(action, 0) if current.isValid() else 0
        return self.model().index(max(0, min(row, last)), 0)

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def updateGeometries(self) -> None:
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(self.row_height)
        bar.setPageStep(height)
        bar.setRange(0, max(0, self._count() * self.row_height - height))

    def doItemsLayout(self) -> None:
        # Not QListView's, which is what takes so long.
        QAbstractItemView.doItemsLayout(self)

    def scrollContentsBy(self, _: int, __: int) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        first, last = self.rows_seen()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in range(first, min(last, self._count() - 1) + 1):
            rect = self._rect(row)
            if not rect.intersects(event.rect()):
                continue
            option.rect = rect
            option.state = QStyle.StateFlag.State_Enabled
            if row == current:
                option.state |= QStyle.StateFlag.State_HasFocus
            if row == self._hovered:
                option.state |= QStyle.StateFlag.State_MouseOver
            self._delegate.paint(painter, option, self.model().index(row, 0))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            for one in (row, self._hovered):
                self.viewport().update(self._rect(one))
            self._hovered = row

    def _rect(self, row: int) -> QRect:
        return QRect(0, row * self.row_height - self.verticalOffset(), self.viewport().width(), self.row_height)

    def _count(self) -> int:
        model = self.model()
        return model.rowCount() if model is not None else 0
