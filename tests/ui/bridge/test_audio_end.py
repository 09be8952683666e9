"""A sound device whose driver does not come back, when the desk lets go of it."""

from __future__ import annotations

import logging
import threading

import pytest
from PySide6.QtCore import QSettings, Qt

from ui.bridge import audio, audio_thread
from ui.bridge.audio import Microphone
from ui.bridge.audio_devices import AudioDevices, Direction, SoundFile
from ui.bridge.audio_thread import AudioThread

PATIENCE_S = 60


class StuckThread(AudioThread):
    """Takes no notice of being told to end."""

    def __init__(self, go: threading.Event) -> None:
        super().__init__("microphone that hangs")
        self.begun, self.go = threading.Event(), go

    def run(self) -> None:
        self.begun.set()
        self.go.wait(PATIENCE_S)


@pytest.fixture
def go() -> threading.Event:
    """Set when the driver is to come back."""
    return threading.Event()


@pytest.fixture
def microphone(tmp_path, qtbot, monkeypatch, go):
    monkeypatch.setattr(audio_thread, "_STOP_MS", 20)
    monkeypatch.setattr(audio, "FileCaptureThread", lambda *_: StuckThread(go))
    kept = QSettings(str(tmp_path / "audio.ini"), QSettings.Format.IniFormat)
    devices = AudioDevices(kept, files={Direction.INPUT: SoundFile(tmp_path / "clip.wav")})
    made = Microphone(devices, devices)
    yield made
    # Whatever came of the test: Qt ends the process with a thread that is deleted at work.
    go.set()
    if made._thread is not None:
        made._thread.wait(PATIENCE_S * 1000)
    devices.deleteLater()


def test_a_driver_that_hangs_is_left_behind_and_does_not_take_the_desk_down_with_it(
    microphone, go, qtbot, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING, "ui.bridge.audio")
    microphone.start(lambda _: None)
    thread, gone_on = microphone._thread, []
    assert thread.begun.wait(PATIENCE_S)
    thread.destroyed.connect(
        lambda: gone_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )
    del thread
    microphone.stop()
    assert "microphone that hangs does not end" in caplog.text
    assert gone_on == []
    go.set()
    qtbot.waitUntil(lambda: bool(gone_on))
    assert gone_on == [threading.main_thread()]
