from __future__ import annotations

import time

import pytest

from app.picture.clock import LiveClock


def test_the_live_clock_shows_the_wall_clock_until_it_knows_the_stations() -> None:
    assert abs(LiveClock().now_ms() - time.time() * 1000) < 1000


def test_the_live_clock_shows_the_stations_time() -> None:
    clock = LiveClock()

    clock.set_offset_ms(-90_000)

    assert abs(clock.now_ms() - (time.time() * 1000 - 90_000)) < 1000


def test_setting_the_wall_clock_does_not_age_the_units(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = LiveClock()
    before = clock.now_ms()

    monkeypatch.setattr(time, "time", lambda: 0.0)

    assert 0 <= clock.now_ms() - before < 1000
