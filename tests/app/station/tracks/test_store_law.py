"""The law of the store: an answer depends on what was stored, and on nothing that happened to it since."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from app.domain.fixes import Fixes
from app.station.tracks import TrackStore, block, compaction
from tests.app.station.tracks.made import batches, expected, rows_of, times, units
from tests.app.station.tracks.test_box import boxes

ALWAYS = (-(1 << 50), 1 << 50)


class AnyLife(RuleBasedStateMachine):
    """Fixes come in, are saved, folded, merged, settled, and the station restarts, in any order."""

    def __init__(self) -> None:
        super().__init__()
        # Small, so that a few dozen fixes go through all that a few million would.
        self._patch = pytest.MonkeyPatch()
        self._patch.setattr(block, "SQUAD_FIXES", 12)
        self._patch.setattr(block, "DONE_FIXES", 15)
        self._patch.setattr(compaction, "FAN_IN", 2)
        self._folder = Path(tempfile.mkdtemp())
        self.stored: list[Fixes] = []

    @initialize()
    def open(self) -> None:
        self.store = TrackStore(self._folder, keep_s=1e9, now_ms=lambda: 0)

    @rule(fixes=batches)
    def append(self, fixes: Fixes) -> None:
        self.store.append(fixes)
        self.stored.append(fixes)

    @precondition(lambda self: self.stored)
    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        self.store.append(data.draw(st.sampled_from(self.stored)))

    @rule()
    def save(self) -> None:
        self.steps.save()

    @rule()
    def fold(self) -> None:
        self.steps.save()
        self.steps.fold()

    @rule()
    def merge(self) -> None:
        self.steps.merge()

    @rule(days=st.integers(-1, 2))
    def settle(self, days: int) -> None:
        self.steps.settle(20_000 + days)

    @rule()
    def compact(self) -> None:
        self.store.compact()

    @rule(before_ms=times)
    def forget(self, before_ms: int) -> None:
        self.store.forget(before_ms)
        self.stored = [fixes.take(fixes.at_ms >= before_ms) for fixes in self.stored]

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.open()

    @rule(unit=units, from_ms=times, to_ms=times)
    def a_track_is_what_was_stored(self, unit: int, from_ms: int, to_ms: int) -> None:
        wanted = [row for row in expected(self.stored) if row[0] == unit and from_ms <= row[1] <= to_ms]
        assert rows_of(self.store.track(unit, from_ms, to_ms)) == wanted

    @rule(from_ms=times, to_ms=times, box=boxes)
    def a_search_is_what_was_stored(self, from_ms: int, to_ms: int, box) -> None:
        bounds = (box.west_e7 / 1e7, box.south_e7 / 1e7, box.east_e7 / 1e7, box.north_e7 / 1e7)
        inside = [row for row in expected(self.stored) if from_ms <= row[1] <= to_ms and _is_in(row, box)]
        found = [row for _, fixes in self.store.search(from_ms, to_ms, bounds) for row in rows_of(fixes)]
        assert found == inside

    @rule()
    def the_latest_is_the_last_of_each_unit(self) -> None:
        newest = {row[0]: row for row in expected(self.stored)}
        assert rows_of(self.store.latest()) == list(newest.values())

    @rule(unit=units, at_ms=times)
    def what_is_stored_is_recognised(self, unit: int, at_ms: int) -> None:
        named = {(row[0], row[1]) for row in expected(self.stored)}
        assert self.store.has(unit, at_ms) == ((unit, at_ms) in named)

    @property
    def steps(self) -> compaction.Compaction:
        return self.store._compaction

    def teardown(self) -> None:
        try:
            everything = [row for unit in sorted(ALL_UNITS) for row in rows_of(self.store.track(unit, *ALWAYS))]
            assert everything == expected(self.stored)
        finally:
            self.store.close()
            self._patch.undo()
            shutil.rmtree(self._folder)


ALL_UNITS = (1, 2, 63, 64, 65, 4_000_000_000)


def _is_in(row: tuple[int, ...], box) -> bool:
    lon, lat = row[2], row[3]
    past_west, before_east = lon >= box.west_e7, lon <= box.east_e7
    is_between = (past_west and before_east) if box.west_e7 <= box.east_e7 else (past_west or before_east)
    return is_between and box.south_e7 <= lat <= box.north_e7


AnyLife.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyLife = AnyLife.TestCase
