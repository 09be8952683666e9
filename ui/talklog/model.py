"""The talk log as rows: the bursts that a query finds, the newest first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer, Signal

from app.domain.talk import BurstRow
from app.picture.picture import Picture
from ui.models.numbered_rows import Index
from ui.models.scene import Scene
from ui.talklog.query import BurstQuery
from ui.talklog.shelf import BurstShelf

#: A burst that is going on grows this often, and what became too old for the query goes.
_TICK_MS = 500
#: No burst lasts as long.
_LONGEST_S = 600.0
#: Without a find, so many pages are asked for one after the other; then somebody has to want more.
_MOST_PAGES = 10


class BurstModel(QAbstractListModel):
    """
    Args:
        text_of: what a row reads, for those who cannot see it.
    Signals:
        query_changed(): another query.
        state_changed(): rows came or went, or the station was asked or has answered.
    """

    NUMBER_ROLE = Qt.ItemDataRole.UserRole

    query_changed = Signal()
    state_changed = Signal()

    def __init__(
        self,
        scene: Scene,
        shelf: BurstShelf,
        text_of: Callable[[BurstRow, Picture], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self.shelf, self._text_of = scene, shelf, text_of
        self.query = BurstQuery()
        self._numbers: list[int] = []
        self._row_of: dict[int, int] = {}
        self._running: set[int] = set()
        self._pages_left = self._wanted = 0
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self.tick)
        shelf.changed.connect(self._on_changed)
        shelf.replaced.connect(self._fill)
        shelf.asking_changed.connect(self._on_asking_changed)
        self._fill()

    @property
    def picture(self) -> Picture:
        return self._scene.picture

    @property
    def numbers(self) -> list[int]:
        """What is found, the newest first."""
        return self._numbers

    @property
    def has_older(self) -> bool:
        """Whether there may be more that the station has not been asked for."""
        if self.shelf.error is not None and self.shelf.error.code == "role.not_allowed":
            return False
        reach = self.shelf.reach(self.query)
        begin_ms = self.query.begin_ms(self._now_ms)
        oldest = self.shelf.bursts.get(reach)
        return reach > 0 and (oldest is None or oldest.started_at.timestamp() * 1000 >= begin_ms)

    @property
    def has_given_up(self) -> bool:
        """Whether so much was asked for in vain that somebody has to want more."""
        return self.has_older and not self._pages_left and len(self._numbers) < self._wanted

    def burst_at(self, row: int) -> BurstRow:
        return self.shelf.bursts[self._numbers[row]]

    def burst(self, number: int) -> BurstRow | None:
        return self.shelf.bursts.get(number)

    def row_of(self, number: int) -> int | None:
        return self._row_of.get(number)

    def is_running(self, burst: BurstRow) -> bool:
        """Whether somebody is talking; a station that was killed leaves bursts without an end behind."""
        return burst.end is None and self._age_s(burst) < _LONGEST_S

    def length_s(self, burst: BurstRow) -> float | None:
        """How long it is, or has been until now; None where nobody knows."""
        if burst.duration_s is not None:
            return burst.duration_s
        return max(0.0, self._age_s(burst)) if self.is_running(burst) else None

    def set_query(self, query: BurstQuery) -> None:
        if query == self.query:
            return
        self.query = query
        self._pages_left = self._wanted = 0
        self._fill()
        self.query_changed.emit()

    def ask_older(self) -> None:
        """Have the station asked until something is found, or for quite a while nothing."""
        self._pages_left, self._wanted = _MOST_PAGES, len(self._numbers) + 1
        self._ask_page()

    def tick(self) -> None:
        """Time has passed."""
        for number in self._running:
            self._tell(number)
        begin_ms = self.query.begin_ms(self._now_ms)
        if self._numbers and self.burst_at(-1).started_at.timestamp() * 1000 < begin_ms:
            self._fill()

    # --- The model

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._numbers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == self.NUMBER_ROLE:
            return self._numbers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text_of(self.burst_at(index.row()), self.picture)
        return None

    # --- What happens

    @property
    def _now_ms(self) -> int:
        return self._scene.clock.now_ms()

    def _age_s(self, burst: BurstRow) -> float:
        return self._now_ms / 1000 - burst.started_at.timestamp()

    def _fill(self) -> None:
        picture, now_ms, query = self.picture, self._now_ms, self.query
        reach = self.shelf.reach(query)
        bursts = self.shelf.bursts
        found = [number for number in bursts if number >= reach and query.finds(bursts[number], picture, now_ms)]
        self.beginResetModel()
        self._put(sorted(found, reverse=True))
        self.endResetModel()
        self._running.clear()
        self._follow(self._numbers)
        self.state_changed.emit()

    def _on_changed(self, numbers: frozenset[int]) -> None:
        picture, now_ms, query, bursts = self.picture, self._now_ms, self.query, self.shelf.bursts
        # What another question brought is not shown before all that is newer is here.
        reach = self.shelf.reach(query)
        absent = (number for number in numbers if number >= reach and number not in self._row_of)
        new = sorted((n for n in absent if query.finds(bursts[n], picture, now_ms)), reverse=True)
        if new and self._numbers and new[0] > self._numbers[0] > new[-1] > self._numbers[-1]:
            # Never in the order of things; so it need not be cheap.
            self._fill()
            return
        newer = [number for number in new if not self._numbers or number > self._numbers[0]]
        older = new[len(newer) :]
        if newer:
            self.beginInsertRows(QModelIndex(), 0, len(newer) - 1)
            self._put([*newer, *self._numbers])
            self.endInsertRows()
        if older:
            self.beginInsertRows(QModelIndex(), len(self._numbers), len(self._numbers) + len(older) - 1)
            self._put([*self._numbers, *older])
            self.endInsertRows()
        self._follow(numbers)
        for number in numbers - set(new):
            self._tell(number)
        if new:
            self.state_changed.emit()

    def _on_asking_changed(self) -> None:
        is_over = self.shelf.is_asking or self.shelf.error is not None or not self._pages_left
        if not is_over and len(self._numbers) < self._wanted:
            self._ask_page()
        self.state_changed.emit()

    def _ask_page(self) -> None:
        if self.has_older:
            self._pages_left -= 1
            self.shelf.ask_older(self.query)

    def _follow(self, numbers: list[int] | frozenset[int]) -> None:
        """Have those of these grow that are going on."""
        for number in numbers:
            if number in self._row_of and self.is_running(self.shelf.bursts[number]):
                self._running.add(number)
            else:
                self._running.discard(number)
        if (self._running or self.query.last_s is not None) and not self._ticking.isActive():
            self._ticking.start()
        elif not self._running and self.query.last_s is None:
            self._ticking.stop()

    def _put(self, numbers: list[int]) -> None:
        self._numbers = numbers
        self._row_of = {number: row for row, number in enumerate(numbers)}

    def _tell(self, number: int) -> None:
        row = self._row_of.get(number)
        if row is not None:
            index = self.index(row)
            self.dataChanged.emit(index, index)
