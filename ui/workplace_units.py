"""The workplace's units: the list of all, the pane of the chosen, and what is done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ui.bridge.orders import Orders
from ui.bridge.sources import StationSources
from ui.fleet.detail import UnitDetail
from ui.fleet.list import FleetList
from ui.widgets.actions import DeskAction
from ui.widgets.unit_actions import UnitActions
from ui.workplace_kit import WorkplaceKit
from ui.workplace_video import WorkplaceVideo


class WorkplaceUnits(QObject):
    """
    Args:
        call: calls the chosen; None where one does not talk.
        offered: what the menu of the chosen offers between what the pane of a unit does and what can be ordered.
    """

    def __init__(
        self,
        kit: WorkplaceKit,
        orders: Orders,
        sources: StationSources,
        video: WorkplaceVideo,
        call: DeskAction | None,
        offered: Sequence[QAction],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        scene, selection, look = kit.scene, kit.selection, kit.look
        self._orders = UnitActions(scene, selection, orders, look, kit.operator.role, self)
        self._offered = offered
        self.fleet = FleetList(scene, selection, look, self._menu, call)
        self.detail = UnitDetail(
            scene, selection, look, self._orders, orders, sources, sources, video.sources, video.make_tile, call
        )
        self.fleet.model.counts_changed.connect(self._count_in_title)

    @property
    def actions(self) -> list[DeskAction]:
        return [*self.fleet.desk_actions, *self._orders.actions, *self.detail.desk_actions]

    def _menu(self, _: Sequence[int]) -> QMenu:
        menu = QMenu(self.fleet.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.detail.desk_actions)
        menu.addActions(self._offered)
        menu.addSeparator()
        menu.addActions(self._orders.actions)
        return menu

    def _count_in_title(self) -> None:
        title = QCoreApplication.translate("desk", "Fleet {count}")
        self.fleet.setWindowTitle(title.format(count=self.fleet.model.counts.on_duty))
