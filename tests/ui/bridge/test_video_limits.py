from __future__ import annotations

from types import SimpleNamespace

import psutil
import pytest

from ui.bridge.video_limits import machine_limits


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    found = SimpleNamespace(cores=8, networks={})
    monkeypatch.setattr(psutil, "cpu_count", lambda: found.cores)
    monkeypatch.setattr(psutil, "net_if_stats", lambda: found.networks)
    return found


def network(speed: int, isup: bool = True) -> SimpleNamespace:
    return SimpleNamespace(speed=speed, isup=isup)


def test_the_desk_keeps_what_it_needs_itself(machine):
    assert 5 < machine_limits().cpu < 8
    machine.cores = 2
    assert 1 < machine_limits().cpu < 2
    machine.cores = 1
    assert 0 < machine_limits().cpu < 1


def test_the_line_is_that_of_the_fastest_network_that_is_up(machine):
    machine.networks = {"lo": network(0), "off": network(10_000, isup=False), "lan": network(100)}
    assert 50e6 <= machine_limits().downlink_bps < 100e6


def test_a_network_that_does_not_say_its_speed_is_taken_for_a_usual_one(machine):
    machine.networks = {"lo": network(0), "tunnel": network(65535)}
    assert machine_limits().downlink_bps > 10e6


def test_the_settings_are_obeyed(machine):
    del machine
    limits = machine_limits(1.5, 20)
    assert (limits.cpu, limits.downlink_bps) == (1.5, 20e6)
