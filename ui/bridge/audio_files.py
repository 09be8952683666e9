"""A file in place of a microphone or a loudspeaker, at work like a device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject

from app.domain.errors import AppError
from app.voice.endpoint import PacedOut, WaveIn
from app.voice.sound_file import RollingWav, read_sound
from app.voice.wave import RATE_HZ, Stereo, Wave, silence
from ui.bridge.audio_thread import AudioThread

#: Between two times that a file is said.
PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class SoundFile:
    """What the settings name in place of a device."""

    path: Path


class FileCaptureThread(AudioThread):
    """Gives what is in a file, again and again with a pause between, at the pace of life."""

    def __init__(self, file: SoundFile, on_frame: Callable[[Wave], None], parent: QObject | None = None) -> None:
        super().__init__(f"microphone {file.path.name}", parent)
        self._file, self._on_frame = file, on_frame

    def run(self) -> None:
        try:
            wave = read_sound(self._file.path)
        except AppError as error:
            self._fail(str(error))
            return
        pause = silence(round(PAUSE_S * RATE_HZ))
        source = WaveIn(np.concatenate((wave, pause)), is_repeated=True, name=self._file.path.name)
        source.start(self._on_frame)
        self.works.emit()
        self.exec()
        source.stop()


class FilePlayThread(AudioThread):
    """Writes what would be heard; a full file begins anew, and the one before is kept."""

    def __init__(self, file: SoundFile, next_frame: Callable[[], Stereo], parent: QObject | None = None) -> None:
        super().__init__(f"loudspeaker {file.path.name}", parent)
        self._file, self._next_frame = file, next_frame

    def run(self) -> None:
        try:
            with RollingWav(self._file.path) as written:
                self._play_into(written)
        except OSError as fault:
            self._fail(fault.strerror or "")

    def _play_into(self, written: RollingWav) -> None:
        is_broken = False

        def write(frame: Stereo) -> None:
            nonlocal is_broken
            try:
                if not is_broken:
                    written(frame)
            except OSError as fault:
                is_broken = True
                self._fail(fault.strerror or "")

        sink = PacedOut(write, self._file.path.name)
        sink.start(self._next_frame)
        self.works.emit()
        self.exec()
        sink.stop()
