"""The fleet as rows: those that a query finds, in its order, each with its age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from app.domain.unit import Unit
from app.picture.changes import Changes
from app.picture.fleet import LatestFix
from app.picture.freshness import Freshness, freshness
from ui.models.fleet_answer import FleetAnswer, FleetCounts, answer
from ui.models.fleet_query import FleetQuery
from ui.models.numbered_rows import Index, NumberedRows
from ui.models.roster import Array, Roster
from ui.models.scene import Scene

#: Ages tick, and an order by age is made anew, this often.
TICK_MS = 1000


class Column(IntEnum):
    CALLSIGN = 0
    NAME = 1
    FORCE = 2
    AGENCY = 3
    STATUS = 4
    BEAT = 5
    AGE = 6
    SPEED = 7
    BATTERY = 8


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One unit as it is at this moment; ``fix`` and ``age_s`` are None while it has no position."""

    unit: Unit
    fix: LatestFix | None
    age_s: float | None

    @property
    def freshness(self) -> Freshness:
        return freshness(self.age_s)


class FleetModel(NumberedRows):
    """A row for each unit that the query finds.

    While it is *held* (somebody is about to press on a row) rows stay where they are: none comes or moves, only
    those of retired units go.

    Args:
        text_of: what a cell reads; ``NUMBER_ROLE`` answers the unit's number.
    Signals:
        counts_changed(): ``counts`` differ.
        query_changed(): another filter or order.
    """

    NUMBER_ROLE = Qt.ItemDataRole.UserRole

    counts_changed = Signal()
    query_changed = Signal()

    def __init__(
        self, scene: Scene, text_of: Callable[[FleetRow, Column], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scene, self._text_of = scene, text_of
        self._query, self._counts = FleetQuery(), FleetCounts()
        self._roster = Roster(scene.picture.units)
        self._found_by_text: tuple[tuple[str, int], Array] = (("", 0), np.empty(0, bool))
        self._is_held = self._is_late = False
        self._arrange()
        self._timer = QTimer(self, interval=TICK_MS)
        self._timer.timeout.connect(self.tick)
        self._timer.start()
        scene.changed.connect(self._on_changed)
        scene.fixes_arrived.connect(self._on_fixes_arrived)
        scene.replaced.connect(self._on_replaced)

    @property
    def query(self) -> FleetQuery:
        return self._query

    @property
    def counts(self) -> FleetCounts:
        return self._counts

    @property
    def agencies(self) -> list[str]:
        """Of all units, on duty or not, in order of the alphabet."""
        return self._roster.agency.names

    @property
    def beats(self) -> list[str]:
        return [beat for beat in self._roster.beat.names if beat]

    def set_query(self, query: FleetQuery) -> None:
        if query == self._query:
            return
        self._query = query
        self._arrange(at_once=True)
        self.query_changed.emit()

    def set_held(self, is_held: bool) -> None:
        self._is_held = is_held
        if self._is_late and not is_held:
            self._arrange()

    def set_watched(self, is_watched: bool) -> None:
        """Whether anybody looks. While nobody does, no second passes; the first look makes up for it."""
        if is_watched == self._timer.isActive():
            return
        if is_watched:
            self._timer.start()
            self.tick()
        else:
            self._timer.stop()

    def row_at(self, row: int) -> FleetRow:
        number = self.number_at(row)
        # From the roster: the picture may be ahead of what has been told, and the unit gone from it.
        return FleetRow(self._roster.unit(number), self._scene.fleet.of(number), self._scene.age_s(number))

    def tick(self) -> None:
        """Let a second pass: ages, the order if it is by age, and who has become stale."""
        self._tell_all(Column.AGE, Column.AGE)
        if self._query.needs_ages:
            self._arrange()
        else:
            self._count(self._ask().counts)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case self.NUMBER_ROLE:
                return self.number_at(index.row())
            case Qt.ItemDataRole.DisplayRole:
                return self._text_of(self.row_at(index.row()), Column(index.column()))
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                row = self.row_at(index.row())
                return ", ".join(text for column in Column if (text := self._text_of(row, column)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (
            self.tr("Callsign"),
            self.tr("Name"),
            self.tr("Force"),
            self.tr("Agency"),
            self.tr("Status"),
            self.tr("Beat"),
            self.tr("Age"),
            self.tr("Speed"),
            self.tr("Battery"),
        )
        return titles[section]

    def _on_changed(self, changes: Changes) -> None:
        if not changes.units:
            return
        version = self._roster.version
        self._roster.update(self._scene.picture.units, changes.units)
        self._arrange()
        first = Column.STATUS if self._roster.version == version else Column.CALLSIGN
        self._tell_numbers(np.fromiter(changes.units, np.int64), first, Column.BATTERY)

    def _on_fixes_arrived(self, moved: Array) -> None:
        self._tell_numbers(moved, Column.AGE, Column.BATTERY)

    def _on_replaced(self) -> None:
        self._roster.rebuild(self._scene.picture.units)
        self._arrange(at_once=True)
        self._tell_all(Column.CALLSIGN, Column.BATTERY)

    def _ask(self) -> FleetAnswer:
        asked = (self._query.text, self._roster.version)
        if self._found_by_text[0] != asked:
            self._found_by_text = (asked, self._roster.has_words(self._query.text.casefold().split()))
        ages_s = self._scene.fleet.ages_s(self._roster.numbers, self._scene.clock.now_ms())
        return answer(self._roster, self._query, ages_s, self._found_by_text[1])

    def _arrange(self, *, at_once: bool = False) -> None:
        answered = self._ask()
        wanted = answered.numbers
        self._is_late = False
        if self._is_held and not at_once:
            stay = self._shown[np.isin(self._shown, self._roster.numbers)]
            self._is_late = not np.array_equal(stay, wanted)
            wanted = stay
        self._rearrange(wanted)
        self._count(answered.counts)

    def _count(self, counts: FleetCounts) -> None:
        if counts != self._counts:
            self._counts = counts
            self.counts_changed.emit()
