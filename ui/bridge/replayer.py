"""A loudspeaker for recordings alone, for those who hear what was said and do not talk."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.voice.listen import Listener
from app.voice.playback import Playing
from app.voice.wave import Wave
from ui.bridge.audio import Loudspeaker
from ui.bridge.audio_devices import AudioDevices
from ui.widgets.talk_port import SoundState


class Replayer(QObject):
    """A ``Player`` without a station behind it.

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
    def recording(self) -> Playing | None:
        return self._listener.recording

    def start(self) -> None:
        self.loudspeaker.start(self._listener.next_frame)

    def stop(self) -> None:
        self.loudspeaker.stop()

    def play_recording(self, wave: Wave, *, speed: float = 1.0, at_s: float = 0.0) -> None:
        self._listener.play_recording(wave, speed=speed, at_s=at_s)

    def stop_recording(self) -> None:
        self._listener.stop_recording()
