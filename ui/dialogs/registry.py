"""The registry: units, terminals, cameras, talkgroups and operators in one window that stays beside the work."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from app.domain.command import (
    RetireCamera,
    RetireOperator,
    RetireTalkgroup,
    RetireTerminal,
    RetireUnit,
    SetTerminalPull,
)
from app.domain.operator import Role
from app.domain.roles import may_order, may_see_addresses
from ui.dialogs.address_editor import AddressEditor
from ui.dialogs.camera_view import MapPlace
from ui.dialogs.cameras import CameraEntry
from ui.dialogs.connection import ConnectionPanel
from ui.dialogs.operators import OperatorEntry
from ui.dialogs.registry_entry import Entry
from ui.dialogs.registry_page import RegistryPage
from ui.dialogs.talkgroups import TalkgroupEntry
from ui.dialogs.terminal_video import TerminalVideo
from ui.dialogs.terminals import TerminalEntry
from ui.dialogs.units import UnitEntry
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.ports import Addresses, Orders, Trials

_SIZE_PX = (1040, 720)


class RegistryTab(IntEnum):
    UNITS = 0
    TERMINALS = 1
    CAMERAS = 2
    TALKGROUPS = 3
    OPERATORS = 4


class RegistryDialog(QDialog):
    """Non-modal. Who may not change something may look at it.

    Args:
        role: of the operator who is signed in.
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
        role: Role,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Registry"))
        self.resize(*(look.theme.px(size) for size in _SIZE_PX))
        panel = ConnectionPanel(scene, orders, addresses, look, may_see=may_see_addresses(role))

        def page(entry: Entry, may_change: bool) -> RegistryPage:
            return RegistryPage(entry, scene, orders, look, may_change=may_change)

        self.units = page(UnitEntry(scene, self), may_order(role, RetireUnit(number=0)))
        may_pull = may_order(role, SetTerminalPull(number=0, pull=None))
        video = TerminalVideo(scene, orders, trials, look, may_change=may_pull)
        terminals = TerminalEntry(scene, panel, video, self)
        self.terminals = page(terminals, may_order(role, RetireTerminal(number=0)))
        cameras = CameraEntry(scene, AddressEditor(trials, look), map_place, self)
        self.cameras = page(cameras, may_order(role, RetireCamera(number=0)))
        self.talkgroups = page(TalkgroupEntry(scene, look, self), may_order(role, RetireTalkgroup(number=0)))
        self.operators = page(OperatorEntry(scene, self), may_order(role, RetireOperator(number=0)))
        self._tabs = QTabWidget(documentMode=True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(self.units, self.tr("Units"))
        self._tabs.addTab(self.terminals, self.tr("Terminals"))
        self._tabs.addTab(self.cameras, self.tr("Cameras"))
        self._tabs.addTab(self.talkgroups, self.tr("Talkgroups"))
        self._tabs.addTab(self.operators, self.tr("Operators"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addWidget(self._tabs)

    def open_at(self, tab: RegistryTab) -> None:
        self._tabs.setCurrentIndex(tab)
        self.show()
        self.raise_()
        self.activateWindow()
        pages = (self.units, self.terminals, self.cameras, self.talkgroups, self.operators)
        pages[tab].list.focus_find()
