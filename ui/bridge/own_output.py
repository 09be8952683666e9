"""The loudspeaker of a desk that neither talks nor listens to talk: there only while something is to be heard."""

from __future__ import annotations

import time
from collections.abc import Hashable, Mapping

from PySide6.QtCore import QObject, QSettings

from app.domain.errors import AppError
from app.voice.mixer import Mixer, Source
from ui.bridge.audio import Loudspeaker
from ui.bridge.audio_devices import AudioDevices, Direction
from ui.bridge.audio_files import SoundFile


class OwnOutput(QObject):
    """A ``SoundOutput``, on the GUI thread.

    Args:
        remembered: has the chosen device. files: that stand for devices.
    """

    def __init__(
        self, remembered: QSettings, files: Mapping[Direction, SoundFile], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._mixer = Mixer()
        self._keys: set[Hashable] = set()
        self._loudspeaker = Loudspeaker(AudioDevices(remembered, self, files=files), self)

    @property
    def fault(self) -> AppError | None:
        return None if self._loudspeaker.name else AppError("sound.no_device")

    def join(self, key: Hashable, source: Source) -> None:
        self._mixer.add(key, source)
        if not self._keys:
            self._loudspeaker.start(lambda: self._mixer.take(time.monotonic()))
        self._keys.add(key)

    def leave(self, key: Hashable) -> None:
        self._mixer.remove(key)
        self._keys.discard(key)
        if not self._keys:
            self._loudspeaker.stop()
