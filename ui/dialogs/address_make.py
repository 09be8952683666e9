"""Filling an address in: the make of a camera or server, its host and its channel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from ui.dialogs.address_patterns import PATTERNS, pattern_of
from ui.widgets.form import Field, in_row


class AddressMake(QWidget):
    """
    Signals:
        filled(main, sub): the addresses that this make has its video at; empty while no host is known.
    """

    filled = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        box = QComboBox()
        box.addItem(self.tr("Any other"), "")
        for pattern in PATTERNS:
            box.addItem(pattern.name, pattern.name)
        self.make = Field(self.tr("Make or server"), box)
        self.host = Field(self.tr("Host"), QLineEdit(), hint=self.tr("Or host:port."))
        self.channel = Field(self.tr("Channel"), QLineEdit(), hint=" ")
        self.fields = (self.make, self.host, self.channel)
        for field in self.fields:
            field.changed.connect(self._fill_in)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(in_row(*self.fields))

    def clear(self) -> None:
        self.make.choose("")
        self.host.put("")
        self.channel.put("")
        self._show()

    def _fill_in(self) -> None:
        self._show()
        pattern = pattern_of(self.make.value)
        if pattern is not None:
            self.filled.emit(*pattern.addresses(self.host.text, self.channel.text))

    def _show(self) -> None:
        pattern = pattern_of(self.make.value)
        self.host.setVisible(pattern is not None)
        self.channel.setVisible(pattern is not None)
        if pattern is not None:
            named, counted = self.tr("Name of the stream."), self.tr("1 when left empty.")
            self.channel.set_hint(named if pattern.is_named else counted)
