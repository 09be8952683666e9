"""The home of a wall: its place in the main window, also while it fills a screen of its own."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedLayout, QWidget

from ui.theme.look import Look
from ui.wall.pane import WallPane
from ui.widgets.actions import DeskAction
from ui.widgets.state_pane import State, StatePane


class WallHome(QWidget):
    """Holds the pane, or says where it is.

    Args:
        back: the action that brings it back.
    """

    def __init__(self, pane: WallPane, back: DeskAction, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pane = pane
        self._away = StatePane(look)
        self._away.show_state(
            State.EMPTY,
            self.tr("The wall fills a screen of its own."),
            self.tr("{keys}, or Esc there, brings it back.").format(keys=back.keys),
            (self.tr("Bring it back"), back.trigger),
        )
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._away)
        self.take_back()

    def take_back(self) -> None:
        self._stack.addWidget(self._pane)
        self._stack.setCurrentWidget(self._pane)
        self.setFocusProxy(self._pane)

    def say_away(self) -> None:
        """The pane is in another window now."""
        self.setFocusProxy(self._away)
        self._stack.setCurrentWidget(self._away)
