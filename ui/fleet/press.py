"""A press on a row that may yet become a drag."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication


@dataclass(frozen=True, slots=True)
class Press:
    """
    Args:
        at: where, in the view's pixels.
        chooses_on_release: the unit is chosen with others, who stay chosen unless the button is let go here.
    """

    unit: int
    at: QPoint
    chooses_on_release: bool

    def is_drag(self, event: QMouseEvent) -> bool:
        """Whether the hand has gone far enough with the button held."""
        moved = (event.position().toPoint() - self.at).manhattanLength()
        return bool(event.buttons() & Qt.MouseButton.LeftButton) and moved >= QApplication.startDragDistance()
