"""Garbage is collected on the GUI thread and on no other, as often as Python would."""

from __future__ import annotations

import gc
import itertools
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from ui.bridge.garbage import Garbage


@pytest.fixture(autouse=True)
def as_it_was(qapp: object) -> Iterator[None]:
    was_enabled = gc.isenabled()
    yield
    (gc.enable if was_enabled else gc.disable)()


def throw_away(number: int) -> None:
    """Objects that nothing but themselves keep."""
    for _ in range(number):
        circle: list[object] = []
        circle.append(circle)


def fill_up() -> None:
    """Until it is the youngest generation's turn."""
    throw_away(2 * gc.get_threshold()[0])


def test_a_widget_in_a_circle_goes_on_the_gui_thread_however_much_another_throws_away(qtbot: QtBot) -> None:
    gone_on: list[threading.Thread] = []
    garbage = Garbage()
    garbage.start()
    one = QObject()
    one.destroyed.connect(lambda: gone_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection)
    one.circle = one  # type: ignore[attr-defined]
    del one
    worker = threading.Thread(target=throw_away, args=(100_000,))
    worker.start()
    worker.join()
    assert gone_on == []
    qtbot.waitUntil(lambda: bool(gone_on))
    assert gone_on == [threading.main_thread()]
    garbage.stop()
    assert gc.isenabled()


@pytest.fixture
def collected() -> Iterator[list[int]]:
    """The generations collected, one after the other."""
    generations: list[int] = []

    def note(phase: str, info: dict[str, Any]) -> None:
        if phase == "stop":
            generations.append(info["generation"])

    gc.disable()
    gc.collect()
    gc.callbacks.append(note)
    yield generations
    gc.callbacks.remove(note)


def test_the_older_a_generation_the_less_often_it_is_collected(collected: list[int]) -> None:
    garbage = Garbage(clock=lambda: 0.0)
    garbage.collect_due()
    assert collected == []
    _, of_middle, of_old = gc.get_threshold()
    round_of_middle = [0] * (of_middle + 1) + [1]
    expected = round_of_middle * (of_old + 1) + [2]
    while len(collected) < len(expected):
        fill_up()
        garbage.collect_due()
    assert collected == expected


def test_a_full_collection_that_took_long_is_not_soon_followed_by_another(collected: list[int]) -> None:
    looks = iter((0.0, 0.5, 500.4, 500.6, 500.6))
    garbage = Garbage(clock=lambda: next(looks))
    for _ in range(3):
        make_old()
        fill_up()
        garbage.collect_due()
        collected.append(-1)
    assert [generation for generation, then in itertools.pairwise(collected) if then == -1] == [2, 0, 2]


def make_old() -> None:
    """Until it is the oldest generation's turn."""
    while gc.get_count()[2] <= gc.get_threshold()[2]:
        gc.collect(1)
