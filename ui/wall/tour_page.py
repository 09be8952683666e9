"""One guard tour to be edited: its name and its stops. Every change is taken at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from ui.theme.icons import Icon, keep_tinted
from ui.wall.kit import WallKit
from ui.wall.source_box import SourceBox
from ui.wall.stop_list import StopList
from ui.wall.tour import LONGEST_S, SHORTEST_S, USUAL_S, Stop, Tour
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton

_LONGEST_NAME = 80


class TourPage(QWidget):
    def __init__(self, kit: WallKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._number: int | None = None
        self._name = QLineEdit(maxLength=_LONGEST_NAME)
        self._name.editingFinished.connect(self._rename)
        self.stops = StopList(kit.sources)
        self._find = SourceBox(kit)
        self._find.picked.connect(lambda number: self.add([number]))
        self._chosen = PushButton(self.tr("Add the chosen units"))
        self._dwell = QSpinBox(minimum=SHORTEST_S, maximum=LONGEST_S, value=USUAL_S, suffix=self.tr(" s"))
        self._dwell.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._dwell.setAccessibleName(self.tr("Seconds at each chosen stop"))
        self._up = self._tool(self.tr("Earlier"), Icon.UP, lambda: self._shift(-1))
        self._down = self._tool(self.tr("Later"), Icon.DOWN, lambda: self._shift(1))
        self._remove = self._tool(self.tr("Remove (Del)"), Icon.CLOSE, self._remove_chosen)
        self._lay_out()
        self.stops.numbers_dropped.connect(self._insert)
        self.stops.removal_asked.connect(self._remove_chosen)
        self.stops.itemSelectionChanged.connect(self._show_choice)
        self._chosen.clicked.connect(self._add_selection)
        self._dwell.valueChanged.connect(self._set_dwell)
        kit.selection.changed.connect(self._show_choice)

    @property
    def _tour(self) -> Tour | None:
        return None if self._number is None else self._kit.tours.of(self._number)

    def show_tour(self, number: int | None) -> None:
        self._number = number
        self.setEnabled(self._tour is not None)
        self._name.setText(self._tour.name if self._tour is not None else "")
        self._show([])

    def focus_name(self) -> None:
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def add(self, numbers: Sequence[int]) -> None:
        """Units, terminals or cameras become the last stops."""
        self._insert(numbers, len(self._stops))

    @property
    def _stops(self) -> tuple[Stop, ...]:
        return self._tour.stops if self._tour is not None else ()

    def _show(self, chosen: Sequence[int]) -> None:
        self.stops.put(self._stops, chosen)
        self._show_choice()

    def _show_choice(self) -> None:
        chosen = self.stops.chosen
        for widget in (self._up, self._down, self._remove, self._dwell):
            widget.setEnabled(bool(chosen))
        selection = self._kit.selection
        self._chosen.setEnabled(bool(selection.units) or selection.camera is not None)
        with QSignalBlocker(self._dwell):
            self._dwell.setValue(self._stops[chosen[0]].dwell_s if chosen else USUAL_S)

    def _rename(self) -> None:
        name = self._name.text().strip()
        if self._tour is None:
            return
        if name:
            self._kit.tours.change(self._tour.number, name=name)
        else:
            self._name.setText(self._tour.name)

    def _insert(self, numbers: Sequence[int], at: int) -> None:
        found = [source for number in numbers if (source := self._kit.sources.resolve(number)) is not None]
        dwell_s = self._stops[-1].dwell_s if self._stops else USUAL_S
        new = [Stop(source, dwell_s) for source in found]
        self._change([*self._stops[:at], *new, *self._stops[at:]], list(range(at, at + len(new))))

    def _add_selection(self) -> None:
        selection = self._kit.selection
        self.add(selection.units if selection.camera is None else (selection.camera,))

    def _remove_chosen(self) -> None:
        chosen = self.stops.chosen
        left = [stop for i, stop in enumerate(self._stops) if i not in chosen]
        self._change(left, [min(chosen[0], len(left) - 1)] if chosen else [])

    def _shift(self, step: int) -> None:
        """The chosen stops go one place up or down together, until one of them is at the end."""
        chosen, stops = self.stops.chosen, list(self._stops)
        if not chosen or chosen[0] + step < 0 or chosen[-1] + step >= len(stops):
            return
        for i in chosen if step < 0 else reversed(chosen):
            stops[i], stops[i + step] = stops[i + step], stops[i]
        self._change(stops, [i + step for i in chosen])

    def _set_dwell(self, dwell_s: int) -> None:
        chosen = self.stops.chosen
        stops = [replace(one, dwell_s=dwell_s) if i in chosen else one for i, one in enumerate(self._stops)]
        self._change(stops, chosen)

    def _change(self, stops: Sequence[Stop], chosen: Sequence[int]) -> None:
        if self._tour is not None:
            self._kit.tours.change(self._tour.number, stops=stops)
            self._show(chosen)

    def _tool(self, tip: str, which: Icon, then: Callable[[], object]) -> PushButton:
        button = PushButton()
        button.setProperty("role", "quiet")
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        keep_tinted(self._kit.look, button, which)
        button.clicked.connect(then)
        return button

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for widget in (self._up, self._down, self._remove):
            tools.addWidget(widget)
        tools.addStretch(1)
        tools.addWidget(label(self.tr("Time at the chosen stops"), "caption"))
        tools.addWidget(self._dwell)
        adding = QHBoxLayout()
        adding.setSpacing(8)
        adding.addWidget(self._find, 1)
        adding.addWidget(self._chosen)
        name = label(self.tr("Name"), "caption")
        name.setBuddy(self._name)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(name)
        column.addWidget(self._name)
        column.addWidget(self.stops, 1)
        column.addLayout(tools)
        column.addLayout(adding)
