"""An errand gives what its call gave, at whatever moment that comes about."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from app.sync import errand
from app.sync.errand import AbandonedError, run_errand


def test_a_call_that_ends_while_one_looks_whether_it_has_is_not_taken_for_one_that_timed_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Looked at all the time, so that of a few dozen some end while one does.
    monkeypatch.setattr(errand, "_LOOK_EVERY_S", 0.0)
    stopping = threading.Event()

    def call(number: int) -> int:
        threading.Event().wait(0.0002)
        return number

    assert [run_errand(partial(call, n), stopping, "errand") for n in range(40)] == list(range(40))


def test_a_call_that_times_out_says_so_itself() -> None:
    def call() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        run_errand(call, threading.Event(), "errand")


def test_what_an_abandoned_call_gives_is_discarded(never: threading.Event) -> None:
    stopping, discarded = threading.Event(), threading.Event()

    def call() -> str:
        stopping.set()
        never.wait()
        return "opened"

    given: list[str] = []

    def discard(opened: str) -> None:
        given.append(opened)
        discarded.set()

    with pytest.raises(AbandonedError):
        run_errand(call, stopping, "errand", discard)
    assert not given
    never.set()
    assert discarded.wait(60)
    assert given == ["opened"]
