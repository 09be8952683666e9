"""What a desk hears beside speech, whether it talks or not: recordings, and the sound of tiles."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.voice.listen import Listener
from app.voice.mixer import Source
from app.voice.playback import Playing
from app.voice.wave import Wave
from ui.bridge.audio import Loudspeaker


class Hearing(QObject):
    """A ``Player`` and a ``SoundOutput`` but for ``sound``; who inherits it makes its two parts.

    Signals:
        changed(): another loudspeaker, or none.
    """

    changed = Signal()
    loudspeaker: Loudspeaker
    listener: Listener

    @property
    def fault(self) -> AppError | None:
        """Why nothing is heard here."""
        return None if self.loudspeaker.name else AppError("sound.no_device")

    @property
    def recording(self) -> Playing | None:
        return self.listener.recording

    def join(self, key: Hashable, source: Source) -> None:
        """Hear something beside all else, such as the sound of a video."""
        self.listener.join(key, source)

    def leave(self, key: Hashable) -> None:
        self.listener.leave(key)

    def play_recording(self, wave: Wave, *, speed: float = 1.0, at_s: float = 0.0) -> None:
        self.listener.play_recording(wave, speed=speed, at_s=at_s)

    def stop_recording(self) -> None:
        self.listener.stop_recording()
