"""The receipts of the chosen burst, under its figure; live, and as long as there are ends."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.domain.talk import BurstRow, Hearing
from app.picture.picture import Picture
from ui.models.numbered_rows import Index
from ui.talklog.receipts import ReceiptLine, ReceiptModel, receipt_lines
from ui.talklog.words import figure_words
from ui.theme.fonts import ui_font
from ui.theme.look import Look
from ui.theme.scale import SECONDARY_PX
from ui.theme.tokens import Theme
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.push_button import PushButton
from ui.widgets.uniform_rows import RowDelegate, UniformRows

_ROW_PX, _MARGIN_PX, _INDENT_PX = 20, 12, 12
_SIGNS = {Hearing.FAILED: "×", Hearing.SENT: "…", Hearing.PLAYED: "✓", Hearing.ACKNOWLEDGED: "✓✓", None: "×"}


class ReceiptsPane(QWidget):
    """
    Signals:
        unit_chosen(int): show this one.
        acknowledge_asked(): somebody here has heard it.
    """

    unit_chosen = Signal(int)
    acknowledge_asked = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.model = ReceiptModel(self)
        self.view = _ReceiptView(self.model, look)
        self.view.unit_chosen.connect(self.unit_chosen)
        self._figure = ElidedLabel(role="secondary")
        self.acknowledge = PushButton(self.tr("Acknowledge"))
        self.acknowledge.setToolTip(self.tr("Say that you have heard it (A)"))
        self.acknowledge.clicked.connect(self.acknowledge_asked)
        self._head = QHBoxLayout()
        self._head.addWidget(self._figure, 1)
        self._head.addWidget(self.acknowledge)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addWidget(self.view, 1)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    def show_burst(self, burst: BurstRow | None, picture: Picture, *, can_acknowledge: bool) -> None:
        self.acknowledge.setVisible(can_acknowledge)
        self._figure.setText(figure_words(burst) if burst is not None else "")
        self.model.show_lines(receipt_lines(burst, picture) if burst is not None else ())

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self._head.setContentsMargins(px(_MARGIN_PX), px(4), px(_MARGIN_PX), px(4))


class _ReceiptView(UniformRows):
    unit_chosen = Signal(int)

    def __init__(self, model: ReceiptModel, look: Look) -> None:
        super().__init__(_ReceiptDelegate(model, look))
        self._receipts, self._look = model, look
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Who heard it"))
        self.setToolTip(self.tr("Enter, or a double press, chooses the unit"))
        self.setMinimumHeight(look.theme.px(3 * _ROW_PX))
        model.modelReset.connect(self._on_reset)
        look.changed.connect(self._on_reset)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)
            self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._choose(self.indexAt(event.position().toPoint()))

    def _choose(self, index: QModelIndex) -> None:
        unit = self._receipts.lines[index.row()].unit if index.isValid() else None
        if unit is not None:
            self.unit_chosen.emit(unit)

    def _on_reset(self) -> None:
        self.updateGeometries()
        self.viewport().update()


class _ReceiptDelegate(RowDelegate):
    def __init__(self, model: ReceiptModel, look: Look) -> None:
        super().__init__()
        self._model, self._look = model, look
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def row_height(self) -> int:
        return self._look.theme.px(_ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, theme, rect = self._model.lines[index.row()], self._look.theme, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_MouseOver and line.unit is not None:
            painter.fillRect(rect, QColor(theme.raised))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.setFont(self._bold if line.is_heading else self._plain)
        room = rect.adjusted(theme.px(_MARGIN_PX), 0, -theme.px(_MARGIN_PX), 0)
        if line.is_heading:
            self._paint_heading(painter, room, line, theme)
        else:
            self._paint_end(painter, room, line, theme)
        painter.restore()

    def _paint_heading(self, painter: QPainter, room: QRect, line: ReceiptLine, theme: Theme) -> None:
        painter.setPen(QColor(_ink(line, theme)))
        text = f"{_SIGNS[line.outcome]} {line.name} {line.told}"
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_end(self, painter: QPainter, room: QRect, line: ReceiptLine, theme: Theme) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.text_2))
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, line.told)
        room = room.adjusted(theme.px(_INDENT_PX), 0, -self._metrics.horizontalAdvance(line.told) - theme.px(8), 0)
        painter.setPen(QColor(theme.text))
        name = self._metrics.elidedText(line.name, Qt.TextElideMode.ElideRight, max(0, room.width()))
        painter.drawText(room, middle, name)

    def _on_look_changed(self) -> None:
        self._plain, self._bold = ui_font(self._look.theme, SECONDARY_PX), ui_font(self._look.theme, SECONDARY_PX)
        self._bold.setBold(True)
        self._metrics = QFontMetrics(self._plain)


def _ink(line: ReceiptLine, theme: Theme) -> str:
    if line.outcome in (Hearing.FAILED, None):
        return theme.error.ink
    return theme.text_2 if line.outcome is Hearing.SENT else theme.good.ink
