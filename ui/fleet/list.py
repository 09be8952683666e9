"""The fleet list: who is on duty, what they do, and how old what we know is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ui.fleet.bar import FleetBar
from ui.fleet.cells import cell_text
from ui.fleet.chips import FilterChips
from ui.fleet.view import FleetView
from ui.models.fleet_model import FleetModel
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.number_drag import start_drag
from ui.widgets.state_pane import State, Stateful

#: Makes the menu for these units, or None when there is nothing to offer.
UnitMenu = Callable[[Sequence[int]], QMenu | None]


class FleetList(QWidget):
    """Rows of units with filter and order; chooses into the shared selection.

    Args:
        unit_menu: what a right press offers for the chosen units.
        call: aims the talk key at them; None where one does not talk.
    Signals:
        zoom_requested(unit): show it on the map.
        registry_requested(): open where units and terminals are registered.
    """

    zoom_requested = Signal(int)
    registry_requested = Signal()

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        look: Look,
        unit_menu: UnitMenu | None = None,
        call: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._unit_menu = scene, selection, unit_menu
        self.model = FleetModel(scene, cell_text, self)
        self.view = FleetView(self.model, selection, look)
        self._actions = actions_of(self, look)
        self.addActions(self.desk_actions)
        self._bar = FleetBar(self.model, look, self._actions["filter_fleet"].keys, call)
        self._chips = FilterChips(self.model, look)
        self._pane = Stateful(self.view, look)
        self._has_picture = scene.picture.seq > 0
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._bar)
        layout.addWidget(self._chips)
        layout.addWidget(self._pane, 1)
        self.setFocusProxy(self.view)
        self._bar.left.connect(self.view.setFocus)
        self.view.zoom_requested.connect(self.zoom_requested)
        self.view.drag_begun.connect(lambda units: start_drag(self.view, scene.picture, units, look))
        self.view.menu_requested.connect(self._on_menu_requested)
        self.model.counts_changed.connect(self._show_state)
        self.model.query_changed.connect(self._show_state)
        scene.replaced.connect(self._on_replaced)
        self._show_state()

    @property
    def desk_actions(self) -> list[DeskAction]:
        """For the palette and the overview of shortcuts."""
        return list(self._actions.values())

    @action(QT_TRANSLATE_NOOP("action", "Filter the fleet"), "Ctrl+F", Icon.FILTER, group=Group.FIND)
    def filter_fleet(self) -> None:
        self._bar.focus_text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.set_watched(True)

    def hideEvent(self, event: QHideEvent) -> None:
        self.model.set_watched(False)
        super().hideEvent(event)

    def _on_replaced(self) -> None:
        self._has_picture = True
        self._show_state()

    def _show_state(self) -> None:
        counts, query = self.model.counts, self.model.query
        is_empty = not counts.shown
        nobody = not counts.on_duty and not (query.off_duty_too and counts.off_duty)
        self._bar.setEnabled(self._has_picture)
        self._chips.setVisible(self._has_picture and not nobody)
        if not self._has_picture:
            self._pane.show_loading()
        elif nobody and counts.off_duty:
            self._pane.show_state(
                State.EMPTY,
                self.tr("No units on duty."),
                self.tr("Registered and off duty: {n}. Choose one and start its duty.").format(n=counts.off_duty),
                (self.tr("Show units off duty"), self._show_off_duty),
            )
        elif nobody:
            self._pane.show_state(
                State.EMPTY,
                self.tr("No units on duty."),
                self.tr(
                    "Connect a phone: register a unit and its terminal, and type the address shown there into"
                    " Traccar Client or OwnTracks."
                ),
                (self.tr("Register a unit"), self.registry_requested.emit),
            )
        elif is_empty and query.is_filtered:
            self._pane.show_state(
                State.EMPTY,
                self.tr("No unit fits the filter."),
                self.tr("On duty: {n}.").format(n=counts.on_duty),
                (self.tr("Clear the filter"), self._clear_filter),
            )
        else:
            self._pane.show_content()

    def _show_off_duty(self) -> None:
        self.model.set_query(replace(self.model.query, off_duty_too=True))

    def _clear_filter(self) -> None:
        self.model.set_query(self.model.query.unfiltered())

    def _on_menu_requested(self, at: QPoint) -> None:
        menu = self._unit_menu(self._selection.units) if self._unit_menu else None
        if menu is not None:
            menu.exec(at)
