"""The dialog in which guard tours are made, changed and deleted."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.theme.icons import Icon, keep_tinted
from ui.wall.kit import WallKit
from ui.wall.tour_page import TourPage
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton

_SIZE_PX = (680, 460)
_LIST_PX = 210
_NUMBER = Qt.ItemDataRole.UserRole


class TourDialog(QDialog):
    """Non-modal: units are dragged in from beside it."""

    def __init__(self, kit: WallKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.setWindowTitle(self.tr("Guard tours"))
        self.resize(*(kit.look.theme.px(side) for side in _SIZE_PX))
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Guard tours"))
        self.page = TourPage(kit)
        self.new_button = PushButton(self.tr("New tour"))
        self.delete_button = PushButton(self.tr("Delete tour"))
        self.delete_button.setProperty("role", "danger")
        keep_tinted(kit.look, self.new_button, Icon.ADD)
        self._lay_out()
        self.list.currentItemChanged.connect(self._on_current)
        self.new_button.clicked.connect(self._add)
        self.delete_button.clicked.connect(self._delete)
        kit.tours.changed.connect(self._show)
        self._show()
        self._choose(kit.tours.tours[0].number if kit.tours.tours else None)
        self._focus()

    @property
    def current(self) -> int | None:
        """The number of the tour that is edited."""
        item = self.list.currentItem()
        return None if item is None else int(item.data(_NUMBER))

    def _show(self) -> None:
        """The names may be others; the one that is edited stays so."""
        current = self.current
        with QSignalBlocker(self.list):
            self.list.clear()
            for tour in self._kit.tours.tours:
                item = QListWidgetItem(tour.name)
                item.setData(_NUMBER, tour.number)
                self.list.addItem(item)
                if tour.number == current:
                    self.list.setCurrentItem(item)
        self.delete_button.setEnabled(self.current is not None)

    def _choose(self, number: int | None) -> None:
        items = (self.list.item(row) for row in range(self.list.count()))
        for item in items:
            if item.data(_NUMBER) == number:
                self.list.setCurrentItem(item)
        self._on_current()

    def _on_current(self) -> None:
        self.page.show_tour(self.current)
        self.delete_button.setEnabled(self.current is not None)

    def _add(self) -> None:
        names = {tour.name for tour in self._kit.tours.tours}
        numbered = (self.tr("Tour {n}").format(n=n) for n in range(1, len(names) + 2))
        tour = self._kit.tours.add(next(name for name in numbered if name not in names))
        self._choose(tour.number)
        self.page.focus_name()

    def _delete(self) -> None:
        if self.current is None:
            return
        row = self.list.currentRow()
        self._kit.tours.remove(self.current)
        left = self._kit.tours.tours
        self._choose(left[min(row, len(left) - 1)].number if left else None)
        self._focus()

    def _focus(self) -> None:
        """An empty list shows no focus, and Enter does nothing there."""
        wanted = self.list if self.current is not None else self.new_button
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        side = QWidget()
        side.setFixedWidth(self._kit.look.theme.px(_LIST_PX))
        column = QVBoxLayout(side)
        column.setContentsMargins(12, 12, 0, 12)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Tours"), "caption"))
        column.addWidget(self.list, 1)
        column.addWidget(self.new_button)
        column.addWidget(self.delete_button)
        rule = QFrame()
        rule.setFixedWidth(1)
        rule.setStyleSheet(f"background: {self._kit.look.theme.line}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(side)
        row.addWidget(rule)
        row.addWidget(self.page, 1)
