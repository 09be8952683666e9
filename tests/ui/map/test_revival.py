from __future__ import annotations

import pytest

from ui.map import revival
from ui.map.revival import SOUND_AFTER_S, WAITS_S, Revival


class Watch:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def loads():
    return []


@pytest.fixture
def patient(qapp, monkeypatch, watch, loads):
    monkeypatch.setattr(revival, "WAITS_S", (0.0, 0.001, 0.002))
    made = Revival(lambda: loads.append(watch.now_s), now_s=watch)
    yield made
    made.stop()


def die(patient: Revival, qtbot) -> None:
    with qtbot.waitSignal(patient.revived):
        patient.on_death()


def test_the_first_time_it_comes_back_at_once():
    assert WAITS_S[0] == 0.0


def test_waits_grow():
    assert list(WAITS_S) == sorted(WAITS_S)


def test_after_too_many_deaths_in_a_row_it_stays_down_until_somebody_asks(patient, loads, qtbot):
    for _ in range(3):
        die(patient, qtbot)
    with qtbot.waitSignal(patient.gave_up):
        patient.on_death()
    assert len(loads) == 3
    patient.ask()
    assert len(loads) == 4
    die(patient, qtbot)


def test_deaths_far_apart_are_not_in_a_row(patient, loads, watch, qtbot):
    for _ in range(6):
        die(patient, qtbot)
        watch.now_s += SOUND_AFTER_S + 1
    assert len(loads) == 6
