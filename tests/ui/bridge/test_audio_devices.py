"""Which device serves, when some come and go and others fail."""

from __future__ import annotations

import socket
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from ui.bridge.audio_devices import DeviceName, found
from ui.bridge.sound_server import sound_server_runs


@dataclass(frozen=True)
class Device:
    key: str
    name: str

    def id(self) -> QByteArray:
        return QByteArray(self.key.encode())

    def description(self) -> str:
        return self.name


BUILT_IN, HEADSET = Device("pci-1", "Built-in"), Device("usb-1", "Headset")
CHOSEN = DeviceName("usb-1", "Headset")


def test_without_a_choice_the_usual_one_serves():
    assert found(None, [BUILT_IN, HEADSET], BUILT_IN).device is BUILT_IN
    assert found(None, [], None).device is None


def test_the_chosen_one_serves_where_it_is_there():
    assert found(CHOSEN, [BUILT_IN, HEADSET], BUILT_IN).device is HEADSET


def test_another_plug_gives_the_same_device_another_key():
    moved = Device("usb-7", "Headset")
    answer = found(CHOSEN, [BUILT_IN, moved], BUILT_IN)
    assert (answer.device, answer.missed) == (moved, "")


def test_of_two_alike_the_very_one_serves():
    twin = Device("usb-0", "Headset")
    assert found(CHOSEN, [twin, HEADSET], BUILT_IN).device is HEADSET


def test_while_the_chosen_one_is_gone_the_usual_one_stands_in_and_that_is_said():
    answer = found(CHOSEN, [BUILT_IN], BUILT_IN)
    assert (answer.device, answer.missed) == (BUILT_IN, "Headset")
    assert found(CHOSEN, [], None).missed == "Headset"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="sound servers of Linux")
def test_a_sound_server_that_ended_is_told_from_one_that_runs(monkeypatch):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "native"
        monkeypatch.setenv("PULSE_SERVER", f"unix:{path}")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(path))
            server.listen()
            assert sound_server_runs()
        assert not sound_server_runs()
        monkeypatch.setenv("PULSE_SERVER", "tcp:192.0.2.1")
        assert sound_server_runs()
