"""Trying an address: a button, and what came of it for the address and for that of the smaller picture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.pull import Pull, RtspTransport
from app.media.source import source_of
from ui.dialogs.trial_line import TrialLine
from ui.theme.look import Look
from ui.widgets.form import bring_into_view
from ui.widgets.labels import label
from ui.widgets.ports import Trials
from ui.widgets.push_button import PushButton


class AddressTrial(QWidget):
    """
    Signals:
        asked(): somebody wants to try what is typed; ``start`` does.
    """

    asked = Signal()

    def __init__(self, trials: Trials, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = PushButton()
        self.button.clicked.connect(self._on_button)
        self.main = TrialLine(self.tr("Address"), trials, look)
        self.sub = TrialLine(self.tr("Smaller picture"), trials, look)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(label(self.tr("Shows the first picture, before anything is saved."), "hint", wraps=True), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(row)
        for tried in (self.main, self.sub):
            tried.ended.connect(self._show)
            layout.addWidget(tried)
        self._show()

    @property
    def is_running(self) -> bool:
        return self.main.is_running or self.sub.is_running

    def start(self, pull: Pull) -> None:
        is_udp = pull.transport is RtspTransport.UDP
        self.main.start(source_of(pull.main, udp=is_udp))
        if pull.sub is not None:
            self.sub.start(source_of(pull.sub, udp=is_udp))
        self._show()

    def forget(self) -> None:
        """End what runs, and show nothing: what was seen belongs to what was typed then."""
        self.main.clear()
        self.sub.clear()
        self._show()

    def _on_button(self) -> None:
        if self.is_running:
            self.forget()
        else:
            self.asked.emit()

    def _show(self) -> None:
        self.button.setText(self.tr("Stop trying") if self.is_running else self.tr("Try it"))
        if not (self.main.isHidden() and self.sub.isHidden()):
            bring_into_view(self)
