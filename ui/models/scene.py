"""The scene: the picture, the fleet and the clock that widgets look at, live or in review."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from app.domain.audience import Audience
from app.domain.event import Event
from app.domain.fixes import Fixes
from app.domain.snapshot import Snapshot
from app.picture.audience import Hearers, hearers
from app.picture.changes import Changes
from app.picture.clock import Clock
from app.picture.fleet import Fleet
from app.picture.picture import Picture

#: Changes are merged and shown at most this often.
SHOW_EVERY_MS = 100


class Scene(QObject):
    """Holds the picture on the GUI thread and tells, at most every 100 ms, what changed.

    Signals:
        happened(list[Event]): the facts folded in over the interval, oldest first; just before ``changed``.
        changed(Changes): rows of the picture, merged over the interval.
        fixes_arrived(numpy u32 array): the units whose fix changed in the interval.
        replaced(): there is a new picture altogether; look at everything anew.
    """

    happened = Signal(list)
    changed = Signal(object)
    fixes_arrived = Signal(object)
    replaced = Signal()

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.picture = Picture()
        self.fleet = Fleet()
        self.clock = clock
        #: By number, who may have a position; number 0 is nobody.
        self._on_duty = np.zeros(1, bool)
        self._heard: tuple[Picture, tuple[int, Audience], Hearers] | None = None
        self._events: list[Event] = []
        self._changes: list[Changes] = []
        self._moved: list[np.ndarray] = []
        self._timer = QTimer(self, singleShot=True, interval=SHOW_EVERY_MS)
        self._timer.timeout.connect(self.show_now)

    def replace(self, snapshot: Snapshot) -> None:
        """Start over from a snapshot. Units still on duty keep their position until the lane brings a newer."""
        self.picture = Picture.from_snapshot(snapshot)
        self._on_duty = np.zeros(1, bool)
        self._note_duty(self.picture.units)
        known = self.fleet.fixes().unit
        self.fleet.drop(known[~self._may_have_position(known)].tolist())
        self._events, self._changes, self._moved = [], [], []
        self.replaced.emit()

    def apply_events(self, events: Iterable[Event]) -> None:
        """Fold events in. Raises AppError("picture.gap") when one is missing."""
        for event in events:
            held = self.picture.seq
            changes = self.picture.apply(event)
            if self.picture.seq == held:
                continue
            self.fleet.drop(changes.positions_gone)
            self._note_duty(changes.units)
            self._events.append(event)
            self._changes.append(changes)
        if self._changes and not self._timer.isActive():
            self._timer.start()

    def apply_fixes(self, fixes: Fixes) -> None:
        """Take a batch of the fix lane; a unit that is not on duty has no position, whatever arrives."""
        on_duty = self._may_have_position(fixes.unit)
        moved = self.fleet.apply(fixes if on_duty.all() else fixes.take(on_duty))
        if len(moved):
            self._moved.append(moved)
            if not self._timer.isActive():
                self._timer.start()

    def show_now(self) -> None:
        """Tell what changed without waiting for the interval."""
        self._timer.stop()
        events, self._events = self._events, []
        changes, self._changes = _merged(self._changes), []
        moved, self._moved = self._moved, []
        if events:
            self.happened.emit(events)
        if changes:
            self.changed.emit(changes)
        if moved:
            self.fixes_arrived.emit(np.unique(np.concatenate(moved)))

    def age_s(self, unit: int) -> float | None:
        """Age of the unit's position at the scene's time; None when it has none."""
        fix = self.fleet.of(unit)
        return None if fix is None else max(0.0, (self.clock.now_ms() - fix.at_ms) / 1000)

    def hearers(self, audience: Audience) -> Hearers:
        """Who of these hears now. Of ten thousand that takes a moment, so several that ask the same share it."""
        now = self.picture.seq, audience
        if self._heard is None or self._heard[0] is not self.picture or self._heard[1] != now:
            self._heard = self.picture, now, hearers(audience, self.picture)
        return self._heard[2]

    def _may_have_position(self, units: np.ndarray) -> np.ndarray:
        """Which of these units are on duty: a column, since ten thousand are asked for every second."""
        return self._on_duty[np.where(units < len(self._on_duty), units, 0)]

    def _note_duty(self, units: Collection[int]) -> None:
        highest = max(units, default=0)
        if highest >= len(self._on_duty):
            self._on_duty = np.pad(self._on_duty, (0, 2 * highest + 1 - len(self._on_duty)))
        for number in units:
            unit = self.picture.units.get(number)
            self._on_duty[number] = unit is not None and unit.is_on_duty


def _merged(parts: list[Changes]) -> Changes:
    # All at once: after a long absence there are thousands, and merging one by one would copy what is merged.
    none: frozenset[int] = frozenset()
    return Changes(
        units=none.union(*(part.units for part in parts)),
        terminals=none.union(*(part.terminals for part in parts)),
        operators=none.union(*(part.operators for part in parts)),
        positions_gone=none.union(*(part.positions_gone for part in parts)),
        streams=none.union(*(part.streams for part in parts)),
        cameras=none.union(*(part.cameras for part in parts)),
        calls=none.union(*(part.calls for part in parts)),
        bursts=none.union(*(part.bursts for part in parts)),
        voice_links=none.union(*(part.voice_links for part in parts)),
    )
