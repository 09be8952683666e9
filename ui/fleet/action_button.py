"""A button that does what an action does, in fewer words; its tooltip says the action's shortcut."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.widgets.push_button import PushButton


class ActionButton(PushButton):
    """Follows the action's icon and whether it can be done now.

    Args:
        text: what the button reads, since the action's own label is written for menus.
    """

    def __init__(self, action: QAction, text: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._action, self._look = action, look
        self._is_current = False
        self.setCheckable(action.isCheckable())
        self.clicked.connect(self._on_clicked)
        action.changed.connect(self._follow)
        action.toggled.connect(self._follow)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._follow()

    def set_current(self, is_current: bool) -> None:
        """Show that this is how it is already; it stays legible although there is nothing to do."""
        self._is_current = is_current
        self.setCheckable(is_current or self._action.isCheckable())
        self._follow()

    def _follow(self) -> None:
        self.setIcon(self._action.icon())
        self.setToolTip(self._action.toolTip())
        if self._can_be_pressed or not self.hasFocus():
            self.setEnabled(self._can_be_pressed)
        else:
            # A button that is disabled hands the focus on, and the next press of Enter would order something else.
            # So first let it be known whether it is only that this is the present state.
            QTimer.singleShot(0, self, self._settle)
        self.setChecked(self._is_current or self._action.isChecked())

    @property
    def _can_be_pressed(self) -> bool:
        return self._action.isEnabled() or self._is_current

    def _settle(self) -> None:
        self.setEnabled(self._can_be_pressed)

    def _on_look_changed(self) -> None:
        side = self._look.theme.px(ICON_PX)
        self.setIconSize(QSize(side, side))

    def _on_clicked(self) -> None:
        self._action.trigger()
        self._follow()
