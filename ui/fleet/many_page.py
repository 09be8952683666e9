"""Several chosen units: how many of what, and who they are."""

from __future__ import annotations

from collections import Counter

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.unit import Force, Unit, UnitStatus
from app.picture.freshness import STALE_S
from ui.fleet.cells import cell_text
from ui.fleet.order_bar import OrderBar
from ui.fleet.pending import PendingOrders
from ui.fleet.view import FleetView
from ui.models.fleet_model import FleetModel
from ui.models.fleet_query import FleetQuery
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.labels import label, separator
from ui.widgets.talk_buttons import TalkButtons
from ui.widgets.words import force_name, status_name


class ManyPage(QWidget):
    """A summary of the selection, the orders that make sense for many, and a row for each unit.

    A press on a row chooses that unit alone; with Ctrl it is put out of the selection.

    Signals:
        zoom_requested(unit).
    """

    zoom_requested = Signal(int)

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        look: Look,
        talk: TalkButtons | None,
        bar: OrderBar,
        pending: PendingOrders,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._look = scene, selection, look
        self._talk, self._bar, self._pending = talk, bar, pending
        self._title = label(role="heading")
        self._heard, self._states, self._forces = (label(role="secondary", wraps=True) for _ in range(3))
        self._rows = FleetModel(scene, cell_text, self)
        self._view = FleetView(self._rows, selection, look, marks_selection=False)
        self._view.zoom_requested.connect(self.zoom_requested)
        px = look.theme.px
        head = QVBoxLayout()
        head.setContentsMargins(px(12), px(12), px(12), px(8))
        head.setSpacing(px(6))
        talks = (talk,) if talk is not None else ()
        for widget in (self._title, self._heard, self._states, self._forces, *talks, bar):
            head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(separator())
        layout.addWidget(self._view, 1)
        scene.changed.connect(self.refresh)
        scene.replaced.connect(self.refresh)
        pending.changed.connect(self.refresh)
        look.changed.connect(self.refresh)

    def show_selection(self) -> None:
        self._rows.set_query(FleetQuery(numbers=frozenset(self._selection.units), off_duty_too=True))
        if self._talk is not None:
            self._talk.show_units(self._selection.units)
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._rows.set_watched(True)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._rows.set_watched(False)
        super().hideEvent(event)

    def refresh(self) -> None:
        """Count anew: states change, and positions become stale."""
        if not self.isVisible():
            return
        units = self._chosen()
        self._title.setText(self.tr("{n} units chosen").format(n=len(units)))
        self._heard.setText(self._heard_text(units))
        self._states.setText(self._states_text(units))
        self._forces.setText(self._forces_text(units))
        states = {unit.status for unit in units}
        self._bar.set_status(states.pop() if len(states) == 1 else None)
        self._bar.show_pending(self._pending.of(unit.number for unit in units))

    def _chosen(self) -> list[Unit]:
        units = self._scene.picture.units
        return [units[number] for number in self._selection.units if number in units]

    def _heard_text(self, units: list[Unit]) -> str:
        """How many can be seen now, and how many cannot."""
        on_duty = np.array([unit.number for unit in units if unit.is_on_duty], np.uint32)
        ages_s = self._scene.fleet.ages_s(on_duty, self._scene.clock.now_ms())
        # All at once: of ten thousand each would cost as much as all together.
        stale, none = int((ages_s > STALE_S).sum()), int(np.isnan(ages_s).sum())
        parts = [self.tr("{n} seen within a minute").format(n=len(on_duty) - stale - none)]
        if stale:
            parts.append(self.tr("{n} stale").format(n=stale))
        if none:
            parts.append(self.tr("{n} without a position").format(n=none))
        return " · ".join(parts)

    def _states_text(self, units: list[Unit]) -> str:
        counts = Counter(unit.status for unit in units)
        theme = self._look.theme
        return " · ".join(
            f"{theme.status[status].sign} {status_name(status)} {counts[status]}"
            for status in UnitStatus
            if counts[status]
        )

    def _forces_text(self, units: list[Unit]) -> str:
        counts = Counter(unit.force for unit in units)
        return " · ".join(f"{force_name(force)} {counts[force]}" for force in Force if counts[force])
