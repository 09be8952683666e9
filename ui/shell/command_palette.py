"""The command palette: find anything and do it, by keyboard alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.shell import fuzzy
from ui.shell.palette_entries import Entry, Source
from ui.shell.palette_list import PaletteDelegate, PaletteModel
from ui.theme.look import Look
from ui.widgets.labels import label

_WIDTH_PX = 560
_TOP_PX = 44
_MOST_ROWS = 12
_MOST_FOUND = 50

_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS,
    Qt.Key.Key_PageUp: -_MOST_ROWS,
}


class CommandPalette(QFrame):
    """Lies over its window while it is open. Enter chooses, Escape or a click elsewhere closes."""

    def __init__(self, window: QWidget, sources: Sequence[Source], look: Look) -> None:
        super().__init__(window)
        self.setObjectName("palette")
        self._window, self._sources, self._look = window, sources, look
        self._haystacks: list[str] = []
        #: Where each source's part of them begins.
        self._begins: list[int] = []
        self._came_from: QWidget | None = None
        self._line = QLineEdit(placeholderText=self.tr("Find a unit or an action …"))
        self._model = PaletteModel(self)
        self._delegate = PaletteDelegate(look, self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(lambda index: self._choose(index.row()))
        self._nothing = label(
            self.tr("Nothing of this name. Try a callsign, a beat or what you want to do."), "hint"
        )
        self._nothing.setContentsMargins(12, 8, 12, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for widget in (self._line, self._list, self._nothing):
            layout.addWidget(widget)
        self._line.textChanged.connect(self._find)
        self._line.installEventFilter(self)
        window.installEventFilter(self)
        self.hide()

    @property
    def titles(self) -> list[str]:
        """What is listed now."""
        return [self._model.entry(row).title for row in range(self._model.rowCount())]

    def open(self) -> None:
        self._came_from = self.window().focusWidget()
        self._haystacks, self._begins = [], []
        for source in self._sources:
            self._begins.append(len(self._haystacks))
            self._haystacks.extend(source.haystacks())
        with QSignalBlocker(self._line):
            self._line.clear()
        self._find("")
        self.show()
        self.raise_()
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Close, and give the focus back to where it was."""
        came_from, self._came_from = self._came_from, None
        self.hide()
        if came_from is not None and isValid(came_from):
            came_from.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._line and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            return self._take_key(event)
        if watched is self._line and event.type() == QEvent.Type.FocusOut:
            assert isinstance(event, QFocusEvent)
            self._on_focus_lost(event.reason())
        elif watched is self._window and event.type() == QEvent.Type.Resize and not self.isHidden():
            self._fit()
        return False

    def _on_focus_lost(self, reason: Qt.FocusReason) -> None:
        # Not for the line's own menu, nor for a look at another program.
        if reason not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self._came_from = None
            self.hide()

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex().row())
        elif key in _MOVES:
            self._select(self._list.currentIndex().row() + _MOVES[key])
        else:
            return False
        return True

    def _find(self, query: str) -> None:
        found = fuzzy.find(query, self._haystacks, _MOST_FOUND)
        self._model.show([self._entry(index) for index in found])
        self._nothing.setHidden(bool(found))
        self._list.setHidden(not found)
        self._select(0)
        self._fit()

    def _entry(self, index: int) -> Entry:
        which = bisect_right(self._begins, index) - 1
        return self._sources[which].entry(index - self._begins[which])

    def _select(self, row: int) -> None:
        rows = self._model.rowCount()
        if rows:
            index = self._model.index(max(0, min(row, rows - 1)))
            self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _choose(self, row: int) -> None:
        if 0 <= row < self._model.rowCount():
            entry = self._model.entry(row)
            # First closed, so that what is chosen may take the focus.
            self.close_palette()
            entry.choose()

    def _fit(self) -> None:
        theme = self._look.theme
        rows = min(self._model.rowCount(), _MOST_ROWS)
        self._list.setFixedHeight(rows * max(1, self._list.sizeHintForRow(0)) + 2)
        width = min(theme.px(_WIDTH_PX), self._window.width() - theme.px(24))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._window.width() - width) // 2, theme.px(_TOP_PX))
