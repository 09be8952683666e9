"""The ears of a desk that does not talk: a loudspeaker for recordings and for the sound of tiles."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.voice.listen import Listener
from ui.bridge.audio import Loudspeaker
from ui.bridge.audio_devices import AudioDevices
from ui.bridge.hearing import Hearing
from ui.widgets.talk_port import SoundState


class Ears(Hearing):
    """Hears recordings and tiles, without a station behind it."""

    def __init__(self, devices: AudioDevices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.loudspeaker = Loudspeaker(devices, self)
        self.loudspeaker.changed.connect(self.changed)
        # It hears nobody, so it has nothing to report.
        self.listener = Listener(lambda _: None)

    @property
    def sound(self) -> SoundState:
        state = self.loudspeaker.state
        return SoundState(loudspeaker=state.name, missed_loudspeaker=state.missed)

    def start(self) -> None:
        self.loudspeaker.start(self.listener.next_frame)

    def stop(self) -> None:
        self.loudspeaker.stop()
