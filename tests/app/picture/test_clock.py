from __future__ import annotations

from types import SimpleNamespace

import pytest

from app.picture.clock import LiveClock

#: Of a summer morning; of a machine that was started a minute ago.
WALL_S, RUNNING_S = 1_790_000_000.0, 60.0


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Its two clocks, which stand until the test turns them."""
    machine = SimpleNamespace(wall_s=WALL_S, running_s=RUNNING_S)
    shown = SimpleNamespace(time=lambda: machine.wall_s, monotonic=lambda: machine.running_s)
    monkeypatch.setattr("app.picture.clock.time", shown)
    return machine


def test_the_live_clock_shows_the_wall_clock_until_it_knows_the_stations(machine: SimpleNamespace) -> None:
    clock = LiveClock()
    assert clock.now_ms() == pytest.approx(WALL_S * 1000, abs=1)

    machine.running_s += 5
    assert clock.now_ms() == pytest.approx((WALL_S + 5) * 1000, abs=1)


def test_the_live_clock_shows_the_stations_time(machine: SimpleNamespace) -> None:
    clock = LiveClock()

    clock.set_offset_ms(-90_000)

    assert clock.now_ms() == pytest.approx((WALL_S - 90) * 1000, abs=1)


def test_setting_the_wall_clock_does_not_age_the_units(machine: SimpleNamespace) -> None:
    clock = LiveClock()

    machine.wall_s = 0.0

    assert clock.now_ms() == pytest.approx(WALL_S * 1000, abs=1)
