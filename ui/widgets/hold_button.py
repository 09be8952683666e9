"""A button that is held while one speaks: by the mouse; Enter, which nobody can hold while speaking, latches."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.push_button import PushButton


class HoldButton(PushButton):
    """
    Signals:
        held(stays): it goes down; with ``stays`` (Shift, or Enter) it need not be held.
        let_go(): it comes up, also when it is hidden or disabled under the hand.
    """

    held = Signal(bool)
    let_go = Signal()

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._is_held = self._is_by_mouse = False
        self.clicked.connect(self._on_clicked)

    @property
    def is_held(self) -> bool:
        """By the mouse, at this moment."""
        return self._is_held

    def come_up(self) -> None:
        """Whatever the hand does."""
        if self._is_held:
            self._is_held = False
            self.let_go.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.isEnabled():
            self._is_held = self._is_by_mouse = True
            self.held.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.come_up()
            self._is_by_mouse = False

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.come_up()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and not self.isEnabled():
            # It would not see the mouse come up.
            self.come_up()

    def _on_clicked(self) -> None:
        if not self._is_by_mouse:
            self.held.emit(True)
