"""The watch on the GUI thread, and the histogram behind it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from ui.bridge.histogram import LONGEST_MS, Histogram
from ui.bridge.ticks import TickWatch

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


def test_an_idle_thread_is_never_late_for_long(qtbot: QtBot) -> None:
    watch = TickWatch()
    watch.start()
    qtbot.waitUntil(lambda: watch.lateness.count >= 30)
    watch.stop()
    # A tenth of this on a machine that has nothing else to do.
    assert watch.lateness.percentile(50) < 20


def test_a_stall_counts_for_every_event_that_would_have_come_in_it(qtbot: QtBot) -> None:
    watch = TickWatch()
    watch.start()
    QTimer.singleShot(0, lambda: time.sleep(0.3))
    qtbot.waitUntil(lambda: watch.lateness.longest_ms > 250)
    watch.stop()
    assert watch.lateness.count >= 14
    assert watch.lateness.longest_ms >= 280
    assert watch.lateness.percentile(50) >= 100
    assert watch.report()["p99"] > 250


def test_starting_it_again_begins_anew(qtbot: QtBot) -> None:
    watch = TickWatch()
    watch.start()
    qtbot.waitUntil(lambda: watch.lateness.count >= 3)
    watch.start()
    assert watch.lateness.count == 0
    watch.stop()
