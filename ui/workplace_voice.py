"""The workplace's voice: what talks and listens, and the bar at the foot of the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QSettings

from app.picture.changes import Changes
from app.sync.rest import StationClient
from ui.bridge.audio_devices import AudioDevices, Direction
from ui.bridge.audio_files import SoundFile
from ui.bridge.voice import Voice, door_of
from ui.dialogs.audio import AudioDialog
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.voice.bar import TalkBar
from ui.voice.choice import TalkChoice
from ui.voice.key import TalkKey
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP


class WorkplaceVoice(QObject):
    """
    Args:
        remembered: keeps devices, groups and the talk key.
        files: that the settings name in place of devices.
    """

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        client: StationClient,
        look: Look,
        remembered: QSettings,
        files: Mapping[Direction, SoundFile],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.devices = AudioDevices(remembered, self, files=files)
        self.voice = Voice(door_of(client), self.devices, self)
        self.key = TalkKey(remembered, parent=self)
        self.choice = TalkChoice(scene, selection, remembered, self)
        self._look, self._scene = look, scene
        scene.changed.connect(self._on_scene)
        self._dialog: AudioDialog | None = None
        self.bar = TalkBar(self.voice, self.choice, self.key, scene, look)
        self.bar.settings_asked.connect(self.open_settings)
        self._actions = actions_of(self, look)

    @property
    def actions(self) -> list[DeskAction]:
        return list(self._actions.values())

    @action(QT_TRANSLATE_NOOP("action", "Sound and talk key …"), "Ctrl+Shift+K", Icon.SOUND_ON, group=Group.DESK)
    def open_settings(self) -> None:
        if self._dialog is None:
            self._dialog = AudioDialog(self.voice, self.devices, self.key, self._look, self.bar.window())
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @action(QT_TRANSLATE_NOOP("action", "Hear the last burst again"), "Ctrl+Shift+R", Icon.RETRY, group=Group.DESK)
    def replay(self) -> None:
        self.voice.replay()

    def _on_scene(self, changes: Changes) -> None:
        picture = self._scene.picture
        self.voice.forget(changes.calls - picture.calls.keys() - picture.talkgroups.keys())

    def start(self) -> None:
        self.voice.start()

    def stop(self) -> None:
        self.key.release()
        self.voice.stop()
