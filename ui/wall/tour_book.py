"""The tour book: the guard tours that this desk knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ui.wall.tour import Stop, Tour


class TourBook(QObject):
    """
    Signals:
        changed(): a tour is new, different or gone.
    """

    changed = Signal()

    def __init__(self, tours: Iterable[Tour] = (), parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tours = {tour.number: tour for tour in tours}

    @property
    def tours(self) -> tuple[Tour, ...]:
        """By name."""
        return tuple(sorted(self._tours.values(), key=lambda tour: (tour.name.casefold(), tour.number)))

    def of(self, number: int) -> Tour | None:
        return self._tours.get(number)

    def add(self, name: str, stops: Iterable[Stop] = ()) -> Tour:
        tour = Tour(max(self._tours, default=0) + 1, name, tuple(stops))
        self._put(tour)
        return tour

    def change(self, number: int, *, name: str | None = None, stops: Iterable[Stop] | None = None) -> None:
        old = self._tours[number]
        new = replace(
            old, name=old.name if name is None else name, stops=old.stops if stops is None else tuple(stops)
        )
        if new != old:
            self._put(new)

    def remove(self, number: int) -> None:
        del self._tours[number]
        self.changed.emit()

    def _put(self, tour: Tour) -> None:
        self._tours[tour.number] = tour
        self.changed.emit()
