"""One page of the registry: a list, and a form that registers, changes and retires."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.domain.command import Command, Receipt
from app.domain.errors import AppError
from app.picture.changes import Changes
from ui.dialogs.one_order import OneOrder
from ui.dialogs.refusals import refusal_text
from ui.dialogs.registry_entry import Entry
from ui.dialogs.registry_list import RegistryList
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.labels import label, set_role
from ui.widgets.ports import Orders
from ui.widgets.push_button import PushButton
from ui.widgets.question import ask_before
from ui.widgets.sentences import sentence


class RegistryPage(QWidget):
    """
    Args:
        may_change: whether the operator's role may; otherwise one can only look.
    """

    def __init__(self, entry: Entry, scene: Scene, orders: Orders, look: Look, *, may_change: bool) -> None:
        super().__init__()
        self._entry, self._may_change = entry, may_change
        self._number: int | None = None
        #: The order of what the form shows, while it has no answer.
        self._order = OneOrder(orders, self)
        #: Just registered, but not yet on the picture.
        self._awaited: int | None = None
        self._is_edited = False
        words = entry.words
        self.list = RegistryList(words.headers, words.find, words.register, words.empty, look)
        self.list.chosen.connect(self.show_number)
        self.list.new_asked.connect(self.begin_new)
        self._title = label(role="heading")
        self._note = label(wraps=True)
        self._save = _button("", "primary")
        self._retire = _button(words.retire, "danger")
        self._bind("Ctrl+N", self.list.new_button, self.begin_new)
        self._bind("Ctrl+S", self._save, self.save)
        self._bind("Ctrl+Del", self._retire, self.ask_to_retire)
        self._fields = QWidget()
        self._lay_out(look)
        self._save.clicked.connect(self.save)
        self._retire.clicked.connect(self.ask_to_retire)
        for field in entry.form.fields:
            if field.line is not None:
                field.line.returnPressed.connect(self.save)
        entry.form.changed.connect(self._on_edited)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self._refresh)
        self._order.held.connect(self._on_held)
        self._order.done.connect(self._on_done)
        self._order.refused.connect(self._on_refused)
        self._refresh()
        numbers = self.list.model.numbers
        self.show_number(numbers[0] if numbers else None)

    @property
    def number(self) -> int | None:
        """Which one the form shows; None is a new one."""
        return self._number

    @property
    def note(self) -> str:
        return self._note.text()

    def show_number(self, number: int | None) -> None:
        self._number, self._is_edited = number, False
        self._order.forget()
        self._entry.fill(number)
        self.list.choose(number)
        words = self._entry.words
        self._title.setText(words.new if number is None else self._name(number))
        self._save.setText(words.register if number is None else self.tr("Save changes"))
        self._retire.setVisible(number is not None)
        self._say("" if self._may_change else self.tr("Your role may look at this, but not change it."))
        self._enable()

    def begin_new(self) -> None:
        if not self._may_change:
            return
        self.show_number(None)
        self._entry.form.fields[0].editor.setFocus()

    def save(self) -> None:
        if self._save.isEnabled() and not self._entry.form.reveal():
            self._send(self._entry.command(self._number))

    def ask_to_retire(self) -> None:
        """The one thing that is asked twice: it cannot be undone."""
        number, words = self._number, self._entry.words
        if number is None or not self._retire.isEnabled():
            return
        ask_before(
            self,
            words.retire,
            self._entry.question(number),
            words.retire,
            lambda: self._send(self._entry.retirement(number)),
        )

    def _send(self, command: Command) -> None:
        self._order.send(command)
        self._say(self.tr("Sent to the station …"))
        self._enable()

    def _on_held(self) -> None:
        self._say(self.tr("The station cannot be reached. The order waits and goes out by itself."), "warning")

    def _on_done(self, receipt: Receipt) -> None:
        self._is_edited = False
        new = [number for event in receipt.events if (number := self._entry.registered(event.fact)) is not None]
        if new:
            self._awaited = new[0]
        self._refresh()
        self._say(self.tr("Done."), "good")
        self._enable()
        if self._number is not None:
            self.list.focus_rows()

    def _on_refused(self, refusal: AppError) -> None:
        self._enable()
        field = self._entry.field_of(refusal)
        if field is not None:
            field.refuse(str(sentence(refusal)))
            self._say("")
        else:
            self._say(refusal_text(refusal), "error")
        # Sending took the focus out of the form.
        (field or self._entry.form.fields[0]).editor.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def _on_changed(self, changes: Changes) -> None:
        if self.isVisible() and self._entry.touches(changes):
            self._refresh()

    def _refresh(self) -> None:
        """The picture is another: show it, but never over what somebody is typing."""
        self.list.put(self._entry.rows(), self._number)
        known = self.list.model.all_numbers
        if self._awaited in known:
            self._number, self._awaited = self._awaited, None
            note, role = self._note.text(), self._note.property("role")
            self.show_number(self._number)
            self._say(note, role)
            self.list.focus_rows()
            self._entry.welcome()
        elif self._number is not None and self._number not in known:
            self.show_number(None)
            self._say(self.tr("It was retired."))
        elif not self._is_edited and not self._order.is_waiting and self._number is not None:
            self._entry.fill(self._number)
            self._title.setText(self._name(self._number))

    def _on_edited(self) -> None:
        self._is_edited = True
        if not self._order.is_waiting:
            self._say("")
        self._enable()

    def _bind(self, keys: str, button: PushButton, then: Callable[[], None]) -> None:
        """A shortcut of the page, said by its button. A button's own would press it only after a while."""
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(then)
        button.setToolTip(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))

    def _name(self, number: int) -> str:
        return " · ".join(self.list.model.row_of(number).cells[:2]).strip(" ·")

    def _say(self, text: str, role: str = "hint") -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        set_role(self._note, role)

    def _enable(self) -> None:
        is_free = self._may_change and not self._order.is_waiting
        self._fields.setEnabled(is_free)
        self._save.setEnabled(is_free and (self._is_edited or self._number is None))
        self._retire.setEnabled(is_free)
        self.list.new_button.setEnabled(self._may_change)

    def _lay_out(self, look: Look) -> None:
        fields = QVBoxLayout(self._fields)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(12)
        for part in self._entry.form.parts:
            fields.addWidget(part)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._retire)
        buttons.addStretch()
        content = QWidget()
        form = QVBoxLayout(content)
        form.setContentsMargins(20, 14, 20, 20)
        form.setSpacing(12)
        form.addWidget(self._title)
        form.addWidget(self._fields)
        form.addWidget(self._note)
        form.addLayout(buttons)
        if self._entry.below is not None:
            form.addWidget(self._entry.below)
        form.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.addWidget(self.list)
        splitter.addWidget(area)
        splitter.setSizes([look.theme.px(520), look.theme.px(440)])
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)


def _button(text: str, role: str) -> PushButton:
    made = PushButton(text)
    made.setProperty("role", role)
    return made
