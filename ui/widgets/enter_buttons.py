"""Boxes to tick and tool buttons that Enter presses, like all buttons here: the blank is the key to talk with."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QToolButton

from ui.widgets.push_button import is_enter


class CheckBox(QCheckBox):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)


class ToolButton(QToolButton):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_enter(event):
            self.click()
        else:
            super().keyPressEvent(event)
