"""The door of the track store."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from app.domain.errors import AppError
from app.domain.fixes import Fixes
from app.station.tracks.block import DAY_MS
from app.station.tracks.box import Box
from app.station.tracks.compaction import SETTLE_AFTER_MS, Compaction
from app.station.tracks.database import Database
from app.station.tracks.faults import Faults
from app.station.tracks.loop import Loop
from app.station.tracks.order import last_of_each, of_unit, resolved
from app.station.tracks.recent import Recent
from app.station.tracks.search import search
from app.station.tracks.shelf import Shelf

#: How long what came in waits in memory alone; with the writing itself it is on disk within the second.
SAVE_EVERY_S = 0.5
FOLD_EVERY_S = 60.0
HOUSEKEEPING_EVERY_S = 3600.0
#: Folded before its minute is over beyond this many, so that memory stays bounded: some 15 MB.
FOLD_FIXES = 500_000
#: What is held when nothing can be written, some 45 MB. Beyond it fixes are dropped, and counted.
HELD_FIXES = 1_500_000
#: Free pages that the file keeps for the minutes to come: 16 MB.
KEPT_PAGES = 16_384

DEFAULT_KEEP_S = 30 * 86_400.0

#: Later than all days that a fix can have.
_NO_DAY = 1 << 62


def _wall_clock_ms() -> int:
    return time.time_ns() // 1_000_000


class TrackStore:
    """Where units have been. ``append`` from one thread, everything else from any.

    A fix is named by its unit and its time: the same one stored twice is one, in whatever order they come. What
    comes back is rounded as ``quantum`` says, and never changes afterwards.
    """

    def __init__(self, folder: Path, keep_s: float, now_ms: Callable[[], int]) -> None:
        self._keep_ms = int(keep_s * 1000)
        self._now_ms = now_ms
        self._database = Database(folder)
        try:
            self._shelf = Shelf(self._database)
            self._recent = Recent(self._shelf.heads())
            self._compaction = Compaction(self._database, self._recent, self._shelf)
        except AppError:
            self._database.close()
            raise
        self._faults = Faults()
        self._dropped = 0
        self._newest_ms: dict[int, int] = {}
        self._newest_lock = threading.Lock()
        self._note_newest(self.latest())
        self._housekeeping_due_s = time.monotonic()
        self._saving = Loop("tracks-save", SAVE_EVERY_S, self._save)
        self._compacting = Loop("tracks-compact", FOLD_EVERY_S, self._compact)

    @classmethod
    def open(
        cls, folder: Path, keep_s: float = DEFAULT_KEEP_S, now_ms: Callable[[], int] = _wall_clock_ms
    ) -> TrackStore:
        """The store in this folder, made when missing, with its threads running.

        Args:
            keep_s: how long fixes are kept; older ones are forgotten every hour.
            now_ms: the station's clock, Unix milliseconds.
        Raises:
            AppError("tracks.not_writable", "tracks.damaged", "tracks.too_new"): see ``Database``.
        """
        store = cls(folder, keep_s, now_ms)
        store._saving.start()
        store._compacting.start()
        return store

    @property
    def fault(self) -> AppError | None:
        """Why nothing can be written or compacted at present; None when all is well."""
        return self._faults.first

    @property
    def dropped(self) -> int:
        """How many fixes were lost because nothing could be written for too long."""
        return self._dropped

    def append(self, fixes: Fixes) -> None:
        """Take fixes in any order; on disk within a second. The columns are kept: do not write into them again."""
        if not len(fixes):
            return
        if len(self._recent) > HELD_FIXES:
            self._dropped += len(fixes)
            return
        self._recent.add(fixes)
        self._note_newest(fixes)

    def track(self, unit: int, from_ms: int, to_ms: int) -> Fixes:
        """One unit's fixes from from_ms to to_ms, both included, oldest first.

        Raises:
            AppError("tracks.unreadable", "tracks.damaged"): the file, or a block in it.
        """
        if from_ms > self._newest_ms.get(unit, from_ms - 1):
            return Fixes.empty()
        # Memory first: what is folded in between is then seen twice, and not never.
        recent = self._recent.chunks(from_ms, to_ms)
        parts = [*self._shelf.of_unit(unit, from_ms, to_ms), *recent]
        found = [part for part in (of_unit(part, unit, from_ms, to_ms) for part in parts) if len(part)]
        return resolved(found) if found else Fixes.empty()

    def search(
        self, from_ms: int, to_ms: int, box: tuple[float, float, float, float]
    ) -> Iterator[tuple[int, Fixes]]:
        """Each unit that was in the box from from_ms to to_ms, both included, with its fixes there, oldest first.

        Args:
            box: west, south, east, north in degrees, bounds included; across the date line when west > east.
        Raises:
            AppError("tracks.unreadable", "tracks.damaged"): the file, or a block in it.
        """
        recent = Fixes.empty()
        if chunks := self._recent.chunks(from_ms, to_ms):
            recent = resolved(chunks)
            recent = recent.take((recent.at_ms >= from_ms) & (recent.at_ms <= to_ms))
        return search(self._shelf, recent, from_ms, to_ms, Box.of_degrees(*box))

    def has(self, unit: int, at_ms: int) -> bool:
        """Whether a fix of this unit and time is stored. Costs nothing for one newer than all of its unit.

        Raises:
            AppError("tracks.unreadable", "tracks.damaged"): the file, or a block in it.
        """
        return self._newest_ms.get(unit) == at_ms or len(self.track(unit, at_ms, at_ms)) > 0

    def latest(self) -> Fixes:
        """The newest fix of each unit, by unit."""
        recent = [last_of_each(chunk) for chunk in self._recent.chunks()]
        return last_of_each(resolved([self._compaction.latest, *recent]))

    def forget(self, before_ms: int) -> None:
        """Delete every fix older than before_ms.

        Raises:
            AppError("tracks.not_writable"): nothing, or not all of it, could be deleted.
        """
        try:
            self._compaction.forget(before_ms)
        except sqlite3.Error as error:
            raise AppError("tracks.not_writable", reason=str(error)) from error
        with self._newest_lock:
            self._newest_ms = {unit: at_ms for unit, at_ms in self._newest_ms.items() if at_ms >= before_ms}

    def compact(self) -> None:
        """Do at once all that the store does by itself over the day, as if today were over, and shorten the file.

        Raises:
            AppError("tracks.not_writable"): it stopped half-way; nothing is lost.
        """
        try:
            self._compaction.save()
            self._compaction.fold()
            self._compaction.merge()
            self._compaction.settle(before_day=_NO_DAY)
            self._database.give_back(pages_kept=0)
            self._database.checkpoint()
        except sqlite3.Error as error:
            raise AppError("tracks.not_writable", reason=str(error)) from error

    def close(self) -> None:
        """Stop the threads and bring everything to disk."""
        self._compacting.stop()
        self._saving.stop()
        self._save()
        self._database.close()

    def _note_newest(self, fixes: Fixes) -> None:
        with self._newest_lock:
            newest = self._newest_ms
            for unit, at_ms in zip(fixes.unit.tolist(), fixes.at_ms.tolist(), strict=True):
                if at_ms > newest.get(unit, at_ms - 1):
                    newest[unit] = at_ms

    def _save(self) -> None:
        with self._faults.watch("saving positions"):
            self._compaction.save()
        # On a full disk folding would fail as well, and much more slowly.
        if len(self._recent) > FOLD_FIXES and self._faults.first is None:
            self._compacting.wake()

    def _compact(self) -> None:
        def is_stopping() -> bool:
            return self._compacting.is_stopping

        with self._faults.watch("compacting positions"):
            self._compaction.fold()
            self._compaction.merge(is_stopping)
        if time.monotonic() >= self._housekeeping_due_s and not is_stopping():
            self._housekeeping_due_s = time.monotonic() + HOUSEKEEPING_EVERY_S
            with self._faults.watch("keeping positions tidy"):
                self._compaction.forget(self._now_ms() - self._keep_ms, is_stopping)
                self._compaction.settle((self._now_ms() - SETTLE_AFTER_MS) // DAY_MS, is_stopping)
                self._database.give_back(KEPT_PAGES)
                self._database.checkpoint()
