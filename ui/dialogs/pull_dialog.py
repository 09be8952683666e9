"""Saying where the video of a terminal is fetched."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.command import SetTerminalPull
from app.domain.errors import AppError
from ui.dialogs.address_editor import AddressEditor
from ui.dialogs.one_order import OneOrder
from ui.dialogs.refusals import refusal_text
from ui.theme.look import Look
from ui.widgets.form import Form
from ui.widgets.labels import label, set_role
from ui.widgets.ports import Orders, Trials
from ui.widgets.push_button import PushButton

_SIZE_PX = (520, 560)


class PullDialog(QDialog):
    """Non-modal. Closes once the station has taken the address; nothing of it is kept here.

    Args:
        name: of the terminal, as the registry lists it.
    """

    def __init__(
        self, terminal: int, name: str, orders: Orders, trials: Trials, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Video of {name}").format(name=name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.terminal = terminal
        self.editor = AddressEditor(trials, look)
        self._form = Form(self.editor.fields, self)
        self._form.changed.connect(lambda: self._say(""))
        for field in self._form.fields:
            if field.line is not None:
                field.line.returnPressed.connect(self.save)
        self._note = label(wraps=True)
        self._save = PushButton(self.tr("Save address"))
        self._save.setProperty("role", "primary")
        self._save.clicked.connect(self.save)
        self._lay_out()
        self.resize(*(look.theme.px(size) for size in _SIZE_PX))
        self._order = OneOrder(orders, self)
        self._order.done.connect(self.close)
        self._order.refused.connect(self._on_refused)
        self._say("")
        self.editor.fields[0].editor.setFocus()

    @property
    def note(self) -> str:
        return self._note.text()

    def save(self) -> None:
        if self._order.is_waiting or self._form.reveal():
            return
        self._order.send(SetTerminalPull(number=self.terminal, pull=self.editor.pull()))
        self._save.setEnabled(False)
        self._say(self.tr("Sent to the station …"))

    def _on_refused(self, refusal: AppError) -> None:
        self._save.setEnabled(True)
        self._say(refusal_text(refusal), "error")

    def _say(self, text: str, role: str = "hint") -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        set_role(self._note, role)

    def _lay_out(self) -> None:
        cancel = PushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(cancel)
        buttons.addStretch()
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(20, 14, 20, 8)
        inner.addWidget(self.editor)
        inner.addStretch()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        below = QVBoxLayout()
        below.setContentsMargins(20, 4, 20, 20)
        below.setSpacing(12)
        below.addWidget(self._note)
        below.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addLayout(below)
