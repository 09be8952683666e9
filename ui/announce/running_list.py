"""What is spoken, was spoken lately, or will be again: one row each, and below it every time of it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.picture.changes import Changes
from ui.announce.kit import AnnounceKit
from ui.announce.series import Series
from ui.announce.words import series_words, spoken_words
from ui.bridge.speech import SendPhase
from ui.theme.icons import Icon, icon, keep_tinted
from ui.theme.look import Look
from ui.widgets.durations import clock_text
from ui.widgets.heard_words import unheard_lines
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton

_MARK = Qt.ItemDataRole.DecorationRole
_INDENT_PX, _PADDING_PX, _ICON_PX = 16, 8, 26


class _Wrapped(QStyledItemDelegate):
    """Gives a text all the lines that it needs; the style gives it one, and an ellipsis."""

    def __init__(self, tree: QTreeWidget, look: Look) -> None:
        super().__init__(tree)
        self._tree, self._look = tree, look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        hint = super().sizeHint(option, index)
        px, depth = self._look.theme.px, 1 if index.parent().isValid() else 0
        has_icon = index.data(Qt.ItemDataRole.DecorationRole) is not None
        beside = depth * self._tree.indentation() + px(2 * _PADDING_PX) + (px(_ICON_PX) if has_icon else 0)
        room = QRect(0, 0, self._tree.viewport().width() - beside, 1 << 16)
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        box = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, text)
        return QSize(hint.width(), max(hint.height(), box.height() + px(_PADDING_PX)))


class _Tree(QTreeWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.topLevelItemCount():
            room = self.viewport().rect().adjusted(24, 0, -24, 0)
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().placeholderText().color())
            words = self.tr("Nothing was announced yet. What is sent stands here, with who heard it.")
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


class RunningList(QWidget):
    def __init__(self, kit: AnnounceKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._rows: dict[Series, QTreeWidgetItem] = {}
        self.tree = _Tree()
        self.tree.setHeaderHidden(True)
        self.tree.setWordWrap(True)
        self.tree.setItemDelegate(_Wrapped(self.tree, kit.look))
        self.tree.setRootIsDecorated(False)
        self.tree.setIndentation(kit.look.theme.px(_INDENT_PX))
        self.tree.setAccessibleName(self.tr("Announcements that are running or over"))
        self.stop_button, self.stop_all_button = PushButton(self.tr("Stop")), PushButton(self.tr("Stop all"))
        keep_tinted(kit.look, self.stop_button, Icon.STOP)
        self._lay_out()
        self.stop_button.clicked.connect(self._stop)
        self.stop_all_button.clicked.connect(kit.programme.stop)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.tree, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._stop)
        self.stop_button.setToolTip(delete.key().toString(QKeySequence.SequenceFormat.NativeText))
        self.tree.currentItemChanged.connect(self._enable)
        kit.programme.listed.connect(self._list)
        kit.programme.changed.connect(self._show)
        kit.scene.changed.connect(self._on_scene)
        kit.scene.replaced.connect(self._show_all)
        kit.look.changed.connect(self._show_all)
        self._list()

    @property
    def current(self) -> Series | None:
        """The one that is chosen, by itself or by one of its times."""
        item = self.tree.currentItem()
        if item is not None and item.parent() is not None:
            item = item.parent()
        return next((series for series, row in self._rows.items() if row is item), None)

    def _list(self) -> None:
        """New ones stand above; those that are forgotten go."""
        known = self._kit.programme.series
        for gone in [series for series in self._rows if series not in known]:
            self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(self._rows.pop(gone)))
        for series in reversed(known):
            if series not in self._rows:
                self._rows[series] = row = QTreeWidgetItem()
                self.tree.insertTopLevelItem(0, row)
                self.tree.setCurrentItem(row)
        self._show_all()

    def _on_scene(self, changes: Changes) -> None:
        for series in self._rows if changes.bursts else ():
            if changes.bursts & {one.sending.burst for one in series.spoken}:
                self._show(series)

    def _show_all(self) -> None:
        for series in self._rows:
            self._show(series)
        self._enable()

    def _show(self, series: Series) -> None:
        row, picture, theme = self._rows.get(series), self._kit.scene.picture, self._kit.look.theme
        if row is None:
            return
        row.setText(0, "\n".join(filter(None, (f"{series.name} · {series.audience}", series_words(series)))))
        while row.childCount() < len(series.spoken):
            row.addChild(QTreeWidgetItem())
        row.setExpanded(True)
        failure = icon(theme, Icon.ERROR, theme.error.ink)
        for child, one in zip(_children(row), reversed(series.spoken), strict=False):
            is_failed = one.sending.phase is SendPhase.FAILED
            child.setText(0, f"{clock_text(one.at)}  {spoken_words(one, picture)}")
            child.setForeground(0, QColor(theme.error.ink if is_failed else theme.text_2))
            child.setData(0, _MARK, failure if is_failed else None)
            burst = picture.bursts.get(one.sending.burst or 0)
            child.setToolTip(0, "\n".join(unheard_lines(burst, picture)))
        self._enable()

    def _stop(self) -> None:
        series = self.current
        if series is not None and not series.is_over:
            series.stop()

    def _enable(self) -> None:
        series = self.current
        self.stop_button.setEnabled(series is not None and not series.is_over)
        self.stop_all_button.setEnabled(any(not one.is_over for one in self._rows))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(self.tr("They end when this desk is closed."), "hint", wraps=True), 1)
        row.addWidget(self.stop_button)
        row.addWidget(self.stop_all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Running and sent"), "caption"))
        column.addWidget(self.tree, 1)
        column.addLayout(row)


def _children(row: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for i in range(row.childCount()) if (child := row.child(i)) is not None]
