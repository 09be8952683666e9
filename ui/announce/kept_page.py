"""Announcements that are kept: pick one, rename it, delete it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.voice.wave import Wave
from ui.announce.kit import AnnounceKit, SourcePage, Take
from ui.announce.library import Kept
from ui.widgets.burst_words import clock_words
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton
from ui.widgets.question import ask_before
from ui.widgets.state_pane import State, Stateful

_KEPT = Qt.ItemDataRole.UserRole


class KeptPage(SourcePage):
    def __init__(self, kit: AnnounceKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Kept announcements"))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListWidget.EditTrigger.EditKeyPressed)
        self.rename_button, self.delete_button = PushButton(self.tr("Rename")), PushButton(self.tr("Delete"))
        self.delete_button.setProperty("role", "danger")
        self._text = label(wraps=True, role="secondary")
        self.shown = Stateful(self._laid_out(), kit.look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.shown)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.itemChanged.connect(self._on_renamed)
        self.rename_button.clicked.connect(self._edit)
        self.rename_button.setToolTip(QKeySequence(Qt.Key.Key_F2).toString(QKeySequence.SequenceFormat.NativeText))
        self.delete_button.clicked.connect(self._ask_to_delete)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.list, context=Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._ask_to_delete)
        self.delete_button.setToolTip(delete.key().toString(QKeySequence.SequenceFormat.NativeText))
        self._show_state()

    @property
    def is_ready(self) -> bool:
        return self.current is not None

    @property
    def title(self) -> str:
        return self.current.name if self.current is not None else ""

    @property
    def current(self) -> Kept | None:
        item = self.list.currentItem()
        kept = item.data(_KEPT) if item is not None else None
        return kept if isinstance(kept, Kept) else None

    def fetch(self, then: Callable[[Take], None], owner: QObject) -> None:
        kept = self.current
        if kept is None:
            return

        def on_ok(wave: Wave) -> None:
            then(Take(kept.name, kept.text, wave))

        self._kit.jobs.run(lambda: self._kit.library.load(kept), on_ok, self.failed.emit, owner)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self, then: Kept | None = None) -> None:
        """Read the folder anew.

        Args:
            then: is chosen afterwards.
        """
        self._kit.jobs.run(self._kit.library.all, lambda found: self._put(found, then), self.failed.emit, self)

    def _put(self, found: tuple[Kept, ...], chosen: Kept | None) -> None:
        chosen = chosen or self.current
        with QSignalBlocker(self.list):
            self.list.clear()
            for kept in found:
                item = QListWidgetItem(kept.name)
                item.setData(_KEPT, kept)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
                self.list.addItem(item)
                if chosen is not None and kept.file == chosen.file:
                    self.list.setCurrentItem(item)
            if self.list.currentItem() is None:
                self.list.setCurrentRow(0)
        self._on_current()
        self._show_state()

    def _show_state(self) -> None:
        if self.list.count():
            self.shown.show_content()
            return
        self.shown.show_state(
            State.EMPTY,
            self.tr("No announcement is kept yet."),
            self.tr("Record or type one, and keep it."),
        )

    def _on_current(self) -> None:
        kept = self.current
        for button in (self.rename_button, self.delete_button):
            button.setEnabled(kept is not None)
        if kept is None:
            self._text.setText("")
        else:
            self._text.setText(
                " · ".join(filter(None, (clock_words(kept.duration_s), " ".join(kept.text.split()))))
            )
        self.changed.emit()

    def _edit(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus()
            self.list.editItem(item)

    def _on_renamed(self, item: QListWidgetItem) -> None:
        kept, name = item.data(_KEPT), item.text().strip()
        if not name or name == kept.name:
            item.setText(kept.name)
            return
        self._kit.jobs.run(lambda: self._kit.library.rename(kept, name), self.refresh, self._on_failed, self)

    def _ask_to_delete(self) -> None:
        """It cannot be undone."""
        kept = self.current
        if kept is None:
            return
        ask_before(
            self,
            self.tr("Delete announcement"),
            self.tr("Delete {name}? It cannot be brought back.").format(name=kept.name),
            self.tr("Delete"),
            lambda: self.delete(kept),
        )

    def delete(self, kept: Kept) -> None:
        self._kit.jobs.run(lambda: self._kit.library.delete(kept), lambda _: self.refresh(), self._on_failed, self)

    def _on_failed(self, error: AppError) -> None:
        self.refresh()
        self.failed.emit(error)

    def _laid_out(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self.rename_button)
        row.addWidget(self.delete_button)
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        column.addLayout(row)
        return full
