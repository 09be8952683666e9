"""A desk without a sound device, whose settings name files."""

from __future__ import annotations

import logging

import numpy as np
import pytest
from PySide6.QtCore import QSettings

from app.voice.sound_file import RollingWav
from app.voice.wav import read_wav
from app.voice.wave import FRAME_SAMPLES
from ui.bridge import audio_files, audio_thread
from ui.bridge.audio import AudioState, Loudspeaker, Microphone
from ui.bridge.audio_devices import AudioDevices, DeviceName, Direction, sound_files

WAIT_MS = 30_000


@pytest.fixture
def devices(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("ui.bridge.audio_devices._listed", lambda _: [])
    monkeypatch.setattr("ui.bridge.audio_devices._usual", lambda _: None)
    # A disk that everybody uses may be slow to take the last of a file.
    monkeypatch.setattr(audio_thread, "_STOP_MS", WAIT_MS)
    kept = QSettings(str(tmp_path / "audio.ini"), QSettings.Format.IniFormat)
    made = AudioDevices(kept, files=sound_files(tmp_path / "clip.wav", tmp_path / "heard.wav"))
    yield made
    made.deleteLater()


def write(file, values) -> None:
    with RollingWav(file) as written:
        for value in values:
            written(np.full((FRAME_SAMPLES, 2), value, np.int16))


def test_files_are_offered_like_devices_and_named_as_what_they_are(devices, tmp_path):
    name = DeviceName(f"file:{tmp_path / 'clip.wav'}", "File: clip.wav")
    assert devices.names(Direction.INPUT) == (name,)
    assert devices.names(Direction.OUTPUT)[0].description == "File: heard.wav"
    assert Microphone(devices).state == AudioState("File: clip.wav", is_file=True)


def test_the_microphone_says_its_file_again_and_again_with_a_pause_between(devices, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(audio_files, "PAUSE_S", 0.04)
    write(tmp_path / "clip.wav", (1000, 2000, 3000))
    heard: list[int] = []
    microphone = Microphone(devices)
    microphone.start(lambda frame: heard.append(round(float(frame[0]) * 32768)))
    qtbot.waitUntil(lambda: len(heard) >= 7, timeout=WAIT_MS)
    microphone.stop()
    assert heard[:7] == [1000, 2000, 3000, 0, 0, 1000, 2000]


def test_the_loudspeaker_writes_what_would_be_heard(devices, tmp_path, qtbot):
    asked: list[np.ndarray] = []

    def next_frame() -> np.ndarray:
        asked.append(np.full((FRAME_SAMPLES, 2), len(asked), np.int16))
        return asked[-1]

    loudspeaker = Loudspeaker(devices)
    loudspeaker.start(next_frame)
    qtbot.waitUntil(lambda: len(asked) >= 5, timeout=WAIT_MS)
    loudspeaker.stop()
    written = np.rint(read_wav(tmp_path / "heard.wav")[::FRAME_SAMPLES] * 32768)
    assert written.tolist() == list(range(len(asked)))


def test_a_file_that_cannot_be_read_is_missed_by_its_name_and_time_goes_on_in_silence(
    devices, qtbot, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.WARNING)
    frames: list[np.ndarray] = []
    microphone = Microphone(devices)
    microphone.start(frames.append)
    qtbot.waitUntil(lambda: len(frames) >= 5, timeout=WAIT_MS)
    microphone.stop()
    assert microphone.state == AudioState("", missed="File: clip.wav")
    assert not np.concatenate(frames).any()
    assert "microphone clip.wav" in caplog.text


def test_a_device_that_somebody_chose_goes_before_the_file(devices):
    devices.choose(Direction.INPUT, DeviceName("usb-1", "Headset"))
    found = devices.find(Direction.INPUT)
    assert found.missed == "Headset"
