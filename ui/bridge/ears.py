"""The ears of a desk that does not talk: a loudspeaker for recordings and for the sound of tiles."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.voice.listen import Listener
from app.voice.mixer import Source
from app.voice.playback import Playing
from app.voice.wave import Wave
from ui.bridge.audio import Loudspeaker
from ui.bridge.audio_devices import AudioDevices
from ui.widgets.talk_port import SoundState


class Ears(QObject):
    """A ``Player`` and a ``SoundOutput`` without a station behind them.

    Signals:
        changed(): another loudspeaker, or none.
    """

    changed = Signal()

    def __init__(self, devices: AudioDevices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loudspeaker = Loudspeaker(devices, self)
        self.loudspeaker.changed.connect(self.changed)
        # It hears nobody, so it has nothing to report.
        self._listener = Listener(lambda _: None)

    @property
    def sound(self) -> SoundState:
        state = self.loudspeaker.state
        return SoundState(loudspeaker=state.name, missed_loudspeaker=state.missed)

    @property
    def fault(self) -> AppError | None:
        """Why nothing is heard here."""
        return None if self.loudspeaker.name else AppError("sound.no_device")

    @property
    def recording(self) -> Playing | None:
        return self._listener.recording

    def start(self) -> None:
        self.loudspeaker.start(self._listener.next_frame)

    def stop(self) -> None:
        self.loudspeaker.stop()

    def join(self, key: Hashable, source: Source) -> None:
        """Hear something beside recordings, such as the sound of a video."""
        self._listener.join(key, source)

    def leave(self, key: Hashable) -> None:
        self._listener.leave(key)

    def play_recording(self, wave: Wave, *, speed: float = 1.0, at_s: float = 0.0) -> None:
        self._listener.play_recording(wave, speed=speed, at_s=at_s)

    def stop_recording(self) -> None:
        self._listener.stop_recording()
