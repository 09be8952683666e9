"""The workplace's voice: what talks and listens, and the bar at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QWidget

from app.sync.rest import StationClient
from ui.bridge.audio_devices import AudioDevices
from ui.bridge.voice import Voice, door_of
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.voice.bar import TalkBar
from ui.voice.choice import TalkChoice
from ui.voice.key import TalkKey


class WorkplaceVoice(QObject):
    """
    Args:
        remembered: keeps devices, groups and the talk key.
    """

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        client: StationClient,
        look: Look,
        remembered: QSettings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.devices = AudioDevices(remembered, self)
        self.voice = Voice(door_of(client), self.devices, self)
        self.key = TalkKey(remembered, parent=self)
        self.choice = TalkChoice(scene, selection, remembered, self)
        self.bar: QWidget = TalkBar(self.voice, self.choice, self.key, scene, look)

    def start(self) -> None:
        self.voice.start()

    def stop(self) -> None:
        self.key.release()
        self.voice.stop()
