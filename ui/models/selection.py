"""The selection: one thing that map, list and detail share."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal


class Selection(QObject):
    """The chosen units, by number, in the order in which they were chosen; the last one chosen is ``primary``.

    Or a chosen camera: one looks at units or at a camera, never at both.

    Signals:
        changed(): other units, or another primary.
        camera_changed(): another camera, or none.
        followed_changed(): the map keeps another unit in the middle, or none.
    """

    changed = Signal()
    camera_changed = Signal()
    followed_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._units: tuple[int, ...] = ()
        # A lasso may hold thousands, and every row that is painted asks.
        self._members: frozenset[int] = frozenset()
        self._camera: int | None = None
        self._followed: int | None = None

    @property
    def units(self) -> tuple[int, ...]:
        return self._units

    @property
    def primary(self) -> int | None:
        return self._units[-1] if self._units else None

    @property
    def camera(self) -> int | None:
        return self._camera

    @property
    def followed(self) -> int | None:
        return self._followed

    def __contains__(self, unit: int) -> bool:
        return unit in self._members

    def set(self, units: Iterable[int]) -> None:
        """Choose exactly these; a unit named twice counts where it comes last."""
        chosen = tuple(dict.fromkeys(reversed(tuple(units))))[::-1]
        self._take(chosen, None)

    def add(self, units: Iterable[int]) -> None:
        self.set((*self._units, *units))

    def toggle(self, unit: int) -> None:
        if unit in self._members:
            self.set(u for u in self._units if u != unit)
        else:
            self.add((unit,))

    def clear(self) -> None:
        self.set(())

    def set_camera(self, camera: int | None) -> None:
        """Choose this camera instead of any unit; None lets go of the one that is chosen."""
        self._take(() if camera is not None else self._units, camera)

    def follow(self, unit: int | None) -> None:
        if unit != self._followed:
            self._followed = unit
            self.followed_changed.emit()

    def _take(self, units: tuple[int, ...], camera: int | None) -> None:
        has_other_units, has_other_camera = units != self._units, camera != self._camera
        # Both before anybody is told: who hears of the one may look at the other.
        if has_other_units:
            self._units, self._members = units, frozenset(units)
        self._camera = camera
        if has_other_units:
            self.changed.emit()
        if has_other_camera:
            self.camera_changed.emit()
