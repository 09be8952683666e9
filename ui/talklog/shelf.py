"""The bursts that the desk knows: those of the picture as they happen, older ones as the station was asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.domain.talk import BurstRow
from app.picture.changes import Changes
from app.picture.talk import MOST_BURSTS
from ui.models.scene import Scene
from ui.talklog.ports import Past
from ui.talklog.query import BurstQuery

PAGE = 200

#: By what the station can sort its bursts: unit and call.
_Key = tuple[int | None, int | None]


class BurstShelf(QObject):
    """
    Signals:
        changed(frozenset[int]): these bursts are new or different.
        replaced(): look at everything anew.
        asking_changed(): the station was asked, or has answered.
    """

    changed = Signal(object)
    replaced = Signal()
    asking_changed = Signal()

    def __init__(self, scene: Scene, past: Past, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene, self._past = scene, past
        self.bursts: dict[int, BurstRow] = {}
        #: The lowest number from which on nothing is missing; 0 for the beginning.
        self._reaches: dict[_Key, int] = {}
        self._asked: _Key | None = None
        #: Asked for once more, because the picture does not know all of them.
        self._completed: set[int] = set()
        #: Why the station did not answer the last question.
        self.error: AppError | None = None
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(self._on_replaced)
        self._on_replaced()

    @property
    def is_asking(self) -> bool:
        return self._asked is not None

    def reach(self, query: BurstQuery) -> int:
        """The lowest number from which on all that the query may find is here; 0 when there is nothing older."""
        everything = self._reaches[(None, None)]
        if query.unit is not None:
            # Whom it was meant for is left out of what is short, so only the station can tell.
            short = max((number for number, burst in self.bursts.items() if burst.is_short), default=0)
            everything = max(everything, short + 1 if short else 0)
        return min(everything, self._reaches.get((query.unit, query.call), everything))

    def ask_older(self, query: BurstQuery) -> None:
        """Have the station tell the next page of what is older; one question at a time."""
        before, key = self.reach(query), (query.unit, query.call)
        if not before or self._asked is not None:
            return
        self._asked, self.error = key, None
        self._past.bursts(
            unit=query.unit,
            call=query.call,
            before=before,
            limit=PAGE,
            on_ok=lambda bursts: self._on_answer(key, before, bursts),
            on_error=self._on_failure,
            owner=self,
        )
        self.asking_changed.emit()

    def complete(self, number: int) -> None:
        """Have the station tell what the picture has left out of a burst."""
        if number in self._completed:
            return
        self._completed.add(number)
        self._past.bursts(
            unit=None,
            call=None,
            before=number + 1,
            limit=1,
            on_ok=self._on_completed,
            on_error=lambda error: self._completed.discard(number),
            owner=self,
        )

    def _on_completed(self, bursts: Sequence[BurstRow]) -> None:
        self.bursts |= {burst.number: burst for burst in bursts}
        self.changed.emit(frozenset(burst.number for burst in bursts))

    def _on_answer(self, key: _Key, before: int, bursts: Sequence[BurstRow]) -> None:
        if self._asked != key:
            return
        self._asked = None
        self._reaches[key] = bursts[-1].number if len(bursts) == PAGE else 0
        for burst in bursts:
            held = self.bursts.get(burst.number)
            # What came by the feed in between is newer than the answer.
            if held is None or held.is_short:
                self.bursts[burst.number] = burst
        # All of them: what was here for another question may be an answer to this one.
        self.changed.emit(frozenset(burst.number for burst in bursts))
        self.asking_changed.emit()

    def _on_failure(self, error: AppError) -> None:
        self._asked, self.error = None, error
        self.asking_changed.emit()

    def _on_changed(self, changes: Changes) -> None:
        known = self._scene.picture.bursts
        news = frozenset(number for number in changes.bursts if number in known)
        if news:
            # What the station was asked for is more than what the picture keeps.
            kept = {number for number in news & self._completed if known[number].is_short}
            self.bursts |= {number: known[number] for number in news - kept}
            self.changed.emit(news)

    def _on_replaced(self) -> None:
        # The number of a burst may mean another one now, so nothing of before is kept.
        held = self._scene.picture.bursts
        self.bursts = dict(held)
        self._reaches = {(None, None): min(held) if len(held) >= MOST_BURSTS else 0}
        self._asked = self.error = None
        self._completed.clear()
        self.replaced.emit()
