"""The watch on the GUI thread, and the histogram behind it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from ui.bridge import ticks
from ui.bridge.histogram import LONGEST_MS, Histogram
from ui.bridge.ticks import EVERY_MS, TickWatch

DURATIONS = st.lists(st.floats(0, LONGEST_MS - 1), min_size=1, max_size=200)


@given(DURATIONS, st.integers(1, 100))
def test_a_percentile_is_what_that_share_stays_within(durations: list[float], percent: int) -> None:
    histogram = Histogram()
    for duration in durations:
        histogram.add(duration)
    within = histogram.percentile(percent)
    share = sum(duration <= within for duration in durations) / len(durations)
    assert share * 100 >= percent - 1e-9
    exact = sorted(durations)[max(0, -(-len(durations) * percent // 100) - 1)]
    assert exact <= within <= exact + 0.5


@pytest.mark.parametrize("odd", [-5.0, 0.0, 1e9])
def test_no_duration_is_too_odd(odd: float) -> None:
    histogram = Histogram()
    histogram.add(odd)
    assert (histogram.count, histogram.percentile(99)) == (1, max(0.0, odd))


def test_an_empty_histogram_has_no_percentiles() -> None:
    assert Histogram().percentiles(50, 99) == {"p50": 0.0, "p99": 0.0}


def test_adding_is_cheap() -> None:
    histogram = Histogram()
    started_s = time.thread_time()
    for _ in range(20_000):
        histogram.add(3.7)
    assert (time.thread_time() - started_s) / 20_000 < 10e-6


class Bells:
    """A watch whose bells ring when the test says, by a clock that the test sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now_s = 1000.0
        monkeypatch.setattr(ticks, "time", self)
        self.watch = TickWatch()
        self.watch.start()

    def perf_counter(self) -> float:
        return self.now_s

    def ring(self, late_ms: float) -> None:
        self.now_s += (EVERY_MS + late_ms) / 1000
        self.watch._on_ring()


@pytest.fixture
def bells(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bells]:
    made = Bells(monkeypatch)
    yield made
    made.watch.stop()


def test_an_idle_thread_is_as_late_as_its_bells(bells: Bells) -> None:
    for late_ms in (0.1, 0.3, 1.2):
        bells.ring(late_ms)
    assert bells.watch.lateness.count == 3
    assert bells.watch.lateness.percentile(50) == 0.5
    assert bells.watch.lateness.longest_ms == pytest.approx(1.2)


def test_a_stall_counts_for_every_event_that_would_have_come_in_it(bells: Bells) -> None:
    bells.ring(late_ms=291)
    # 291, 271 … 11.
    assert bells.watch.lateness.count == 15
    assert bells.watch.lateness.percentile(50) == pytest.approx(151, abs=0.5)
    assert bells.watch.report()["p99"] == pytest.approx(291, abs=0.5)
    bells.ring(late_ms=0.2)
    assert bells.watch.lateness.count == 16


def test_a_real_stall_is_seen_whole(qtbot: QtBot) -> None:
    watch = TickWatch()
    watch.start()
    time.sleep(0.1)
    qtbot.waitUntil(lambda: watch.lateness.count >= 4)
    watch.stop()
    assert watch.lateness.longest_ms >= 100 - EVERY_MS


def test_starting_it_again_begins_anew(qtbot: QtBot) -> None:
    watch = TickWatch()
    watch.start()
    qtbot.waitUntil(lambda: watch.lateness.count >= 3)
    watch.start()
    assert watch.lateness.count == 0
    watch.stop()
