"""What one orders of the chosen units: duty and status. The same actions in every menu and under the same keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from app.domain.command import Command, EndDuty, SetUnitStatus, StartDuty
from app.domain.operator import Role
from app.domain.roles import may_order
from app.domain.unit import Unit, UnitStatus
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.badges import status_icon
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.ports import Orders

_STATUS_OF = {
    "set_available": UnitStatus.AVAILABLE,
    "set_en_route": UnitStatus.EN_ROUTE,
    "set_on_scene": UnitStatus.ON_SCENE,
    "set_busy": UnitStatus.BUSY,
    "set_out_of_service": UnitStatus.OUT_OF_SERVICE,
}


class UnitActions(QObject):
    """Orders for the selection. An action is enabled when it would change at least one of the chosen units.

    Args:
        role: of who is signed in; None orders nothing.
    """

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        orders: Orders,
        look: Look,
        role: Role | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._orders = scene, selection, orders
        self._look, self._role = look, role
        self._actions = actions_of(self, look)
        for changed in (scene.changed, scene.replaced, selection.changed):
            changed.connect(self._refresh)
        look.changed.connect(self._draw_icons)
        self._draw_icons()
        self._refresh()

    @property
    def actions(self) -> list[DeskAction]:
        """Start and end of duty, then the five states, in the order of their keys."""
        return list(self._actions.values())

    def set_role(self, role: Role | None) -> None:
        self._role = role
        self._refresh()

    @action(QT_TRANSLATE_NOOP("action", "Start duty"), "Ctrl+D", Icon.DUTY_START, group=Group.UNITS)
    def start_duty(self) -> None:
        self._order(lambda unit: None if unit.is_on_duty else StartDuty(unit=unit.number))

    @action(QT_TRANSLATE_NOOP("action", "End duty"), "Ctrl+Shift+D", Icon.DUTY_END, group=Group.UNITS)
    def end_duty(self) -> None:
        self._order(lambda unit: EndDuty(unit=unit.number) if unit.is_on_duty else None)

    @action(QT_TRANSLATE_NOOP("action", "Set available"), "Alt+1", Icon.STATUS, group=Group.UNITS)
    def set_available(self) -> None:
        self._set_status(UnitStatus.AVAILABLE)

    @action(QT_TRANSLATE_NOOP("action", "Set en route"), "Alt+2", Icon.STATUS, group=Group.UNITS)
    def set_en_route(self) -> None:
        self._set_status(UnitStatus.EN_ROUTE)

    @action(QT_TRANSLATE_NOOP("action", "Set on scene"), "Alt+3", Icon.STATUS, group=Group.UNITS)
    def set_on_scene(self) -> None:
        self._set_status(UnitStatus.ON_SCENE)

    @action(QT_TRANSLATE_NOOP("action", "Set busy"), "Alt+4", Icon.STATUS, group=Group.UNITS)
    def set_busy(self) -> None:
        self._set_status(UnitStatus.BUSY)

    @action(QT_TRANSLATE_NOOP("action", "Set out of service"), "Alt+5", Icon.STATUS, group=Group.UNITS)
    def set_out_of_service(self) -> None:
        self._set_status(UnitStatus.OUT_OF_SERVICE)

    def _set_status(self, status: UnitStatus) -> None:
        self._order(lambda unit: _status_order(unit, status))

    def _order(self, order_for: Callable[[Unit], Command | None]) -> None:
        for unit in self._chosen():
            command = order_for(unit)
            if command is not None:
                self._orders.send(command)

    def _chosen(self) -> Iterable[Unit]:
        units = self._scene.picture.units
        return [units[number] for number in self._selection.units if number in units]

    def _refresh(self) -> None:
        chosen = self._chosen()
        may = self._role is not None and may_order(self._role, StartDuty(unit=0))
        self._actions["start_duty"].setEnabled(may and any(not unit.is_on_duty for unit in chosen))
        self._actions["end_duty"].setEnabled(may and any(unit.is_on_duty for unit in chosen))
        for name, status in _STATUS_OF.items():
            self._actions[name].setEnabled(may and any(_status_order(unit, status) for unit in chosen))

    def _draw_icons(self) -> None:
        for name, status in _STATUS_OF.items():
            self._actions[name].setIcon(status_icon(self._look.theme, status))


def _status_order(unit: Unit, status: UnitStatus) -> SetUnitStatus | None:
    if not unit.is_on_duty or unit.status is status:
        return None
    return SetUnitStatus(unit=unit.number, status=status)
