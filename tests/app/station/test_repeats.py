from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.fixes import Fixes
from app.station.columns import NO_TIME
from app.station.repeats import Repeats, Sifted

NOW_MS = 1_790_000_000_000
PHONE, OTHER = 1, 2


@dataclass
class Memory:
    """A track store that holds what it is told to hold."""

    rows: set[tuple[int, int, int, int]] = field(default_factory=set)

    def has(self, unit: int, at_ms: int, lon_e7: int, lat_e7: int) -> bool:
        return (unit, at_ms, lon_e7, lat_e7) in self.rows

    def put(self, fixes: Fixes) -> None:
        columns = (fixes.unit, fixes.at_ms, fixes.lon_e7, fixes.lat_e7)
        self.rows |= set(zip(*(column.tolist() for column in columns), strict=True))


def message(*seconds: float, unit: int = 7, lat: float = 60.0) -> Fixes:
    return Fixes.of([(unit, NOW_MS + round(s * 1000), 24.9, lat) for s in seconds])


@pytest.fixture
def stored() -> Memory:
    return Memory()


@pytest.fixture
def repeats(stored: Memory) -> Repeats:
    return Repeats(stored)


def sift(repeats: Repeats, fixes: Fixes, sender: int = PHONE) -> Sifted:
    return repeats.sift(sender, fixes, NOW_MS)


def is_retry(sifted: Sifted) -> bool:
    return not sifted.is_new.any() and not sifted.is_replay


def test_what_was_never_sent_is_new(repeats: Repeats) -> None:
    for s in range(100):
        assert sift(repeats, message(s)).is_new.all()


def test_the_last_message_may_come_again_as_often_as_it_likes(repeats: Repeats) -> None:
    sift(repeats, message(1))
    sift(repeats, message(2, 3))
    for _ in range(20):
        assert is_retry(sift(repeats, message(2, 3)))
        assert is_retry(sift(repeats, message(3)))


def test_an_older_message_that_comes_again_is_a_replay(repeats: Repeats) -> None:
    sift(repeats, message(1))
    sift(repeats, message(2))
    assert sift(repeats, message(1)).is_replay


def test_a_queue_that_grew_before_its_retry_gives_its_new_rows(repeats: Repeats) -> None:
    sift(repeats, message(1, 2))
    grown = sift(repeats, message(1, 2, 3))
    assert grown.is_new.tolist() == [False, False, True]
    assert is_retry(sift(repeats, message(1, 2, 3)))


def test_another_place_at_the_same_time_and_another_time_at_the_same_place_are_new(repeats: Repeats) -> None:
    sift(repeats, message(1))
    assert sift(repeats, message(1, lat=60.1)).is_new.all()
    assert sift(repeats, message(2)).is_new.all()
    assert sift(repeats, message(1, unit=8)).is_new.all()


def test_another_terminal_of_the_unit_is_another_queue(repeats: Repeats) -> None:
    sift(repeats, message(1))
    sift(repeats, message(2), OTHER)
    assert is_retry(sift(repeats, message(1)))
    assert sift(repeats, message(1), OTHER).is_replay


def test_reports_without_a_time_cannot_be_told_apart_and_are_new(repeats: Repeats) -> None:
    timeless = message(1)
    timeless.at_ms[:] = NO_TIME
    for _ in range(3):
        assert sift(repeats, timeless).is_new.all()


def test_a_queue_that_is_stuck_behind_a_replay_is_let_go_in_the_end(repeats: Repeats) -> None:
    sift(repeats, message(1))
    sift(repeats, message(2))
    refused = [sift(repeats, message(1)).is_replay for _ in range(12)]
    assert refused == [True] * 5 + [False] + [True] * 5 + [False]


def test_after_a_restart_the_track_store_knows_the_older_ones(stored: Memory, repeats: Repeats) -> None:
    stored.put(message(1, 2, 3))
    repeats.restore(message(3))
    assert is_retry(sift(repeats, message(3)))
    assert sift(repeats, message(1)).is_replay
    assert sift(repeats, message(4)).is_new.all()


def test_without_a_known_newest_what_is_stored_passes_for_a_retry(stored: Memory, repeats: Repeats) -> None:
    stored.put(message(1, 2, 3))
    assert is_retry(sift(repeats, message(2)))


def test_the_track_store_is_not_asked_for_what_is_newer_than_all(repeats: Repeats, stored: Memory) -> None:
    sift(repeats, message(0))
    stored.put(message(1))
    assert sift(repeats, message(1)).is_new.all()


def test_a_clock_that_runs_ahead_does_not_make_all_that_follows_doubtful(repeats: Repeats, stored: Memory) -> None:
    sift(repeats, message(0))
    sift(repeats, message(86_400))
    stored.put(message(1))
    assert sift(repeats, message(1)).is_new.all()


@given(st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=5, unique=True), max_size=30))
def test_a_row_is_new_exactly_once(messages: list[list[int]]) -> None:
    repeats = Repeats(Memory())
    known: set[int] = set()
    for seconds in messages:
        sifted = sift(repeats, message(*seconds))
        assert sifted.is_new.tolist() == [s not in known for s in seconds]
        known |= set(seconds)


def test_a_million_later_reports_push_out_the_oldest_and_memory_stays_as_it_is(repeats: Repeats) -> None:
    sift(repeats, message(0))
    later = Fixes.zeros(1_000_000)
    later.unit[:] = np.arange(1_000_000) % 5_000
    for hour in range(8):
        later.at_ms[:] = NOW_MS + hour * 1_000_000 + np.arange(1_000_000) - 10_000_000
        sift(repeats, later, OTHER)
    assert sift(repeats, message(0)).is_new.all()
