"""The filter chips: each says how many units it would find."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.domain.unit import Force, UnitStatus
from app.picture.freshness import STALE_S
from ui.fleet.flow import FlowLayout
from ui.models.fleet_model import FleetModel
from ui.models.fleet_query import FleetQuery
from ui.theme.badges import status_icon
from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.widgets.push_button import PushButton
from ui.widgets.words import force_name, status_name

_WORKING = (
    UnitStatus.AVAILABLE,
    UnitStatus.EN_ROUTE,
    UnitStatus.ON_SCENE,
    UnitStatus.BUSY,
    UnitStatus.OUT_OF_SERVICE,
)


class FilterChips(QWidget):
    """Forces, states and staleness to press; agencies and beats that were chosen in the menu, to press away.

    Left and Right go from chip to chip, Enter presses one.
    """

    def __init__(self, model: FleetModel, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._look = model, look
        self._flow = FlowLayout(look.theme.px(4), self)
        self._all = self._chip(lambda: replace(model.query, forces=frozenset()))
        self._forces = {force: self._chip(partial(self._toggled_force, force)) for force in Force}
        self._states = {status: self._chip(partial(self._toggled_status, status)) for status in _WORKING}
        self._stale = self._chip(lambda: replace(model.query, stale_only=not model.query.stale_only))
        self._named: list[PushButton] = []
        self._all.setText(self.tr("All"))
        self._all.setToolTip(self.tr("All forces"))
        self._stale.setToolTip(self.tr("Position older than {n} s, or none yet").format(n=round(STALE_S)))
        for chip in self.findChildren(PushButton):
            self._flow.addWidget(chip)
        model.counts_changed.connect(self._show_counts)
        model.query_changed.connect(self._show_query)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show_query()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Right)
        else:
            super().keyPressEvent(event)

    def _chip(self, asked: Callable[[], FleetQuery]) -> PushButton:
        chip = PushButton(parent=self)
        chip.setCheckable(True)
        chip.setProperty("role", "chip")
        chip.clicked.connect(lambda: self._model.set_query(asked()))
        chip.clicked.connect(self._show_query)
        return chip

    def _toggled_force(self, force: Force) -> FleetQuery:
        return self._model.query.toggled_force(force)

    def _toggled_status(self, status: UnitStatus) -> FleetQuery:
        return self._model.query.toggled_status(status)

    def _show_query(self) -> None:
        query = self._model.query
        self._all.setChecked(not query.forces)
        for force, chip in self._forces.items():
            chip.setChecked(force in query.forces)
        for status, chip in self._states.items():
            chip.setChecked(status in query.statuses)
        self._stale.setChecked(query.stale_only)
        self._show_named()
        self._show_counts()

    def _show_named(self) -> None:
        """One chip for each chosen agency and beat; pressing it takes the choice back."""
        for chip in self._named:
            self._flow.removeWidget(chip)
            chip.deleteLater()
        query = self._model.query
        choices = [(agency, query.toggled_agency(agency)) for agency in sorted(query.agencies)]
        choices += [(beat, query.toggled_beat(beat)) for beat in sorted(query.beats)]
        self._named = [self._named_chip(name, without) for name, without in choices]

    def _named_chip(self, name: str, without: FleetQuery) -> PushButton:
        chip = self._chip(lambda: without)
        chip.setChecked(True)
        chip.setText(self.tr("{name} ×").format(name=name))
        chip.setToolTip(self.tr("No longer only {name}").format(name=name))
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _show_counts(self) -> None:
        counts = self._model.counts
        for force, chip in self._forces.items():
            chip.setText(self.tr("{force} {n}").format(force=force_name(force), n=counts.forces.get(force, 0)))
        for status, chip in self._states.items():
            n = counts.statuses.get(status, 0)
            chip.setText(str(n))
            told = self.tr("{status}: {n}").format(status=status_name(status), n=n)
            chip.setToolTip(told)
            chip.setAccessibleName(told)
        self._stale.setText(self.tr("Stale {n}").format(n=counts.stale))

    def _on_look_changed(self) -> None:
        theme = self._look.theme
        # Narrower than a chip elsewhere: in a dock as wide as it is drawn, they stand in two lines.
        self.setStyleSheet(f"QPushButton {{ padding: 1px {theme.px(7)}px; border-radius: {theme.px(10)}px; }}")
        self._flow.setSpacing(theme.px(4))
        self._flow.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(8))
        for status, chip in self._states.items():
            chip.setIcon(status_icon(theme, status))
            chip.setIconSize(QSize(theme.px(ICON_PX), theme.px(ICON_PX)))
