"""The lines of the command palette: a small model, and how a line is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.shell.palette_entries import Entry
from ui.theme.badges import Badge, badge_pixmap
from ui.theme.fonts import ui_font
from ui.theme.look import Look
from ui.theme.scale import SECONDARY_PX

_ROW_PX = 32
Index = QModelIndex | QPersistentModelIndex


class PaletteModel(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        return self._entries[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._entries[index.row()].title
        return None


class PaletteDelegate(QStyledItemDelegate):
    """Mark, title and detail on the left, the shortcut as a key on the right."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self._look.theme.px(_ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, PaletteModel)
        entry = model.entry(index.row())
        theme = self._look.theme
        rect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.selected))
        painter.save()
        gap = theme.px(12)
        self._paint_mark(painter, entry, QRect(rect.x() + gap, rect.y(), theme.px(20), rect.height()))
        right = self._paint_keys(painter, entry.keys, rect.adjusted(0, 0, -gap, 0)) - gap
        left = rect.x() + 2 * gap + theme.px(20)
        painter.setFont(option.font)
        metrics = painter.fontMetrics()
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, right - left)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRect(left, rect.y(), right - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, title)
        left += metrics.horizontalAdvance(title) + gap
        painter.setFont(ui_font(theme, SECONDARY_PX))
        painter.setPen(QColor(theme.text_2))
        detail = painter.fontMetrics().elidedText(entry.detail, Qt.TextElideMode.ElideRight, max(0, right - left))
        painter.drawText(QRect(left, rect.y(), right - left, rect.height()), Qt.AlignmentFlag.AlignVCenter, detail)
        painter.restore()

    def _paint_mark(self, painter: QPainter, entry: Entry, box: QRect) -> None:
        theme = self._look.theme
        ratio = painter.device().devicePixelRatioF()
        if isinstance(entry.mark, Badge):
            pixmap = badge_pixmap(theme, entry.mark, device_ratio=ratio)
        elif entry.mark is not None:
            side = theme.px(18)
            pixmap = entry.mark.pixmap(QSize(side, side), ratio)
        else:
            return
        size = pixmap.deviceIndependentSize().toSize()
        painter.drawPixmap(
            box.x() + (box.width() - size.width()) // 2, box.y() + (box.height() - size.height()) // 2, pixmap
        )

    def _paint_keys(self, painter: QPainter, keys: str, rect: QRect) -> int:
        """Returns where the key begins."""
        if not keys:
            return rect.right()
        theme = self._look.theme
        painter.setFont(ui_font(theme, 11, QFont.Weight.Normal))
        width = painter.fontMetrics().horizontalAdvance(keys) + theme.px(12)
        height = theme.px(18)
        cap = QRect(rect.right() - width, rect.y() + (rect.height() - height) // 2, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.edge), 1))
        painter.drawRoundedRect(cap, 3, 3)
        painter.setPen(QColor(theme.text_2))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return cap.left()
