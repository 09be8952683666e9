from __future__ import annotations

import threading
import time

from app.media.gate import OpeningGate
from tests.app.media.conftest import WITHIN_S, until


def test_no_more_pass_together_than_the_gate_allows():
    gate = OpeningGate(at_once=3, pace_s=0.0, longest_s=600.0)
    opening, most, lock = 0, 0, threading.Lock()
    # Nobody leaves before three are in.
    all_in = threading.Barrier(3, timeout=WITHIN_S)

    def open_one() -> None:
        nonlocal opening, most
        with gate.passed(lambda: False):
            with lock:
                opening += 1
                most = max(most, opening)
            all_in.wait()
            with lock:
                opening -= 1

    threads = [threading.Thread(target=open_one) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 3


def test_openings_are_spread_over_time():
    gate = OpeningGate(at_once=10, pace_s=0.03)
    begun_at = time.monotonic()
    for _ in range(4):
        with gate.passed(lambda: False):
            pass
    assert time.monotonic() - begun_at >= 0.09


def test_dead_sources_hold_the_gate_only_for_so_long():
    gate = OpeningGate(at_once=1, pace_s=0.0, longest_s=0.1)
    # From before the first has passed: somebody may be held up in between.
    begun_at = time.monotonic()
    with gate.passed(lambda: False), gate.passed(lambda: False):
        assert time.monotonic() - begun_at >= 0.09


def test_who_is_told_to_stop_waits_no_longer():
    gate = OpeningGate(at_once=1, longest_s=600.0)
    over = threading.Event()
    with gate.passed(lambda: False):
        waiting = threading.Thread(target=lambda: gate.passed(over.is_set).__enter__())
        waiting.start()
        over.set()
        until(lambda: not waiting.is_alive())


def test_a_place_given_back_early_is_free_at_once():
    gate = OpeningGate(at_once=1, pace_s=0.0, longest_s=600.0)
    with gate.passed(lambda: False) as leave:
        leave()
        leave()
        with gate.passed(lambda: False):
            pass
