"""How to tell an app where the station is: what to type or to paste, and a code to scan instead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme.look import Look
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton
from ui.widgets.qr_code import QrCode
from ui.widgets.secret_line import SecretLine


@dataclass(frozen=True, slots=True)
class Line:
    """``caption`` as the app calls it."""

    caption: str
    text: str
    is_secret: bool = True


class Guide(QWidget):
    """
    Args:
        how: what to do with the code. code: what it says; empty for none.
    """

    def __init__(self, lines: Sequence[Line], how: str, code: str, look: Look) -> None:
        super().__init__()
        self.lines = [SecretLine(line.caption, look, is_secret=line.is_secret) for line in lines]
        self.qr = QrCode(look)
        self.qr.put(code)
        self._show = PushButton(self.tr("Show code"))
        self._show.setCheckable(True)
        self._show.toggled.connect(self._on_shown)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(10)
        for widget, line in zip(self.lines, lines, strict=True):
            widget.put(line.text)
            layout.addWidget(widget)
        layout.addWidget(label(how, "secondary", wraps=True))
        if code:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(self.qr)
            row.addWidget(self._show, 0, Qt.AlignmentFlag.AlignTop)
            row.addStretch()
            layout.addLayout(row)
        layout.addStretch()

    def _on_shown(self, is_shown: bool) -> None:
        self.qr.set_shown(is_shown)
        self._show.setText(self.tr("Hide code") if is_shown else self.tr("Show code"))
