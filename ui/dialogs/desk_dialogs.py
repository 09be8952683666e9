"""The dialogs as actions: opened by key, from the operator's menu and from the palette."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.operator import Operator
from ui.dialogs.camera_view import MapPlace
from ui.dialogs.password import PasswordDialog
from ui.dialogs.registry import RegistryDialog, RegistryTab
from ui.models.scene import Scene
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.ports import Addresses, Orders, Trials


class DeskDialogs(QObject):
    """Makes each dialog when it is first asked for.

    Args:
        trials: for addresses of video. map_place: where a camera may be put.
        operator: who is signed in; what the role may not change can only be looked at.
    """

    def __init__(
        self,
        *,
        scene: Scene,
        orders: Orders,
        addresses: Addresses,
        trials: Trials,
        map_place: MapPlace,
        look: Look,
        operator: Operator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._orders, self._addresses = scene, orders, addresses
        self._trials, self._map_place = trials, map_place
        self._look, self._operator = look, operator
        self._window: QWidget | None = None
        self._registry: RegistryDialog | None = None
        self._actions = actions_of(self, look)

    @property
    def actions(self) -> list[DeskAction]:
        return list(self._actions.values())

    def set_window(self, window: QWidget) -> None:
        """Whose dialogs they are: they stay in front of it and go with it."""
        self._window = window

    @action(QT_TRANSLATE_NOOP("action", "Units …"), "Ctrl+U", Icon.UNITS, group=Group.STATION)
    def open_units(self) -> None:
        self._open_registry(RegistryTab.UNITS)

    @action(QT_TRANSLATE_NOOP("action", "Terminals …"), "Ctrl+T", Icon.TERMINAL, group=Group.STATION)
    def open_terminals(self) -> None:
        self._open_registry(RegistryTab.TERMINALS)

    @action(QT_TRANSLATE_NOOP("action", "Cameras …"), "Ctrl+Shift+C", Icon.CAMERA, group=Group.STATION)
    def open_cameras(self) -> None:
        self._open_registry(RegistryTab.CAMERAS)

    @action(QT_TRANSLATE_NOOP("action", "Talkgroups …"), "Ctrl+G", Icon.TALK, group=Group.STATION)
    def open_talkgroups(self) -> None:
        self._open_registry(RegistryTab.TALKGROUPS)

    @action(QT_TRANSLATE_NOOP("action", "Operators …"), "Ctrl+Shift+O", Icon.OPERATORS, group=Group.STATION)
    def open_operators(self) -> None:
        self._open_registry(RegistryTab.OPERATORS)

    @action(QT_TRANSLATE_NOOP("action", "Change password …"), "Ctrl+Shift+P", Icon.PASSWORD, group=Group.STATION)
    def change_password(self) -> None:
        PasswordDialog(self._operator, self._orders, self._window).show()

    def _open_registry(self, tab: RegistryTab) -> None:
        if self._registry is None:
            self._registry = RegistryDialog(
                scene=self._scene,
                orders=self._orders,
                addresses=self._addresses,
                trials=self._trials,
                map_place=self._map_place,
                look=self._look,
                role=self._operator.role,
                parent=self._window,
            )
        self._registry.open_at(tab)
