"""The welcome of an empty wall: how to put something on it."""

from __future__ import annotations

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.theme.look import Look
from ui.wall.actions import WallActions
from ui.wall.board import WallBoard
from ui.widgets.number_mime import NUMBERS, numbers_in
from ui.widgets.state_pane import State, StatePane


class WallWelcome(QFrame):
    """A card that takes what is dropped on it, for the first tiles."""

    def __init__(self, board: WallBoard, actions: WallActions, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAcceptDrops(True)
        self._board = board
        pane = StatePane(look)
        pane.show_state(
            State.EMPTY,
            self.tr("Nothing is on this wall yet."),
            self.tr(
                "Drag units or cameras onto a tile, from the list or the map. Or choose some and press {keys}."
            ).format(keys=actions.named("add_selection").keys),
            actions.named("add_live"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.addWidget(pane)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(NUMBERS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        numbers = numbers_in(event.mimeData())
        if numbers:
            event.acceptProposedAction()
            self._board.drop(0, numbers)
