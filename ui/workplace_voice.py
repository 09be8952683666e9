"""The workplace's voice: what talks and listens, and the bar at the foot of the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, QSettings

from app.domain.audience import MOST_MEMBERS
from app.picture.changes import Changes
from app.sync.rest import StationClient
from ui.bridge.audio_devices import AudioDevices, Direction
from ui.bridge.audio_files import SoundFile
from ui.bridge.key_state import key_state
from ui.bridge.voice import Voice
from ui.bridge.voice_door import door_of
from ui.dialogs.audio import AudioDialog
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.voice.aim import UnitsGroup
from ui.voice.bar import TalkBar
from ui.voice.choice import TalkChoice
from ui.voice.emergency_sign import EmergencySign
from ui.voice.everywhere import EverywhereKey
from ui.voice.key import TalkKey
from ui.voice.talk_line import TalkLine
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.burst_words import carrier_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP


class WorkplaceVoice(QObject):
    """
    Args:
        remembered: keeps devices, groups and the talk key.
        files: that the settings name in place of devices.
        operator: number of who works here.
    """

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        client: StationClient,
        look: Look,
        remembered: QSettings,
        files: Mapping[Direction, SoundFile],
        operator: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.devices = AudioDevices(remembered, self, files=files)
        self.voice = Voice(door_of(client), self.devices, self)
        self.key = TalkKey(remembered, parent=self)
        self.everywhere = EverywhereKey(self.key, remembered, key_state(), self)
        self.choice = TalkChoice(scene, selection, remembered, operator, self)
        self.key.released.connect(self.choice.let_go)
        self._look, self._scene, self._selection = look, scene, selection
        scene.changed.connect(self._on_scene)
        self._dialog: AudioDialog | None = None
        self.bar = TalkBar(self.voice, self.choice, self.key, scene, look)
        self.bar.settings_asked.connect(self.open_settings)
        self.bar.hearers.unit_chosen.connect(lambda unit: selection.set([unit]))
        self.emergency = EmergencySign(scene, operator)
        self.emergency.answered.connect(self._on_answered)
        self.bar.add_alarm(self.emergency)
        self._actions = actions_of(self, look)
        selection.changed.connect(self._on_selection)
        self._on_selection()

    @property
    def actions(self) -> list[DeskAction]:
        return list(self._actions.values())

    @property
    def call(self) -> DeskAction:
        """Aims the talk key at what is chosen."""
        return self._actions["call_chosen"]

    @property
    def of_units(self) -> list[DeskAction]:
        """What a menu of units offers."""
        return [self._actions[name] for name in ("call_chosen", "shout_to_chosen")]

    def make_line(self) -> TalkLine:
        """What the bar says of talk, for where the bar is not to be seen."""
        return TalkLine(self.voice, self.choice, self.key, self.emergency, self._scene, self._look)

    def talk_to(self, units: Sequence[int], *, is_shout: bool = False) -> None:
        """Aim the talk key at exactly these, whatever is chosen later; nobody is talked to yet."""
        self.choice.talk_to(UnitsGroup(units), is_shout=is_shout)

    def hold(self, units: Sequence[int], *, is_shout: bool = False, stays: bool = False) -> None:
        """Talk to exactly these until ``let_go``, or with ``stays`` until the next press of anything that talks.

        What the key is aimed at stays as it is. Where something is latched, this press ends that.
        """
        if self.key.is_latched and not self.key.is_spent:
            self.key.release()
            return
        group = UnitsGroup(units)
        if group.audience() is not None:
            self.key.release()
            self.choice.hold(group, is_shout=is_shout)
            self.key.down(stays=stays)

    def let_go(self) -> None:
        """What was held comes up; what was left down stays."""
        if not self.key.is_latched:
            self.key.release()

    @action(
        QT_TRANSLATE_NOOP("action", "Call the chosen: aim the talk key"), "Alt+T", Icon.TALK, group=Group.UNITS
    )
    def call_chosen(self) -> None:
        self.talk_to(self._selection.units)

    @action(
        QT_TRANSLATE_NOOP("action", "Shout to the chosen: aim the talk key"),
        "Alt+Shift+T",
        Icon.SHOUT,
        group=Group.UNITS,
    )
    def shout_to_chosen(self) -> None:
        self.talk_to(self._selection.units, is_shout=True)

    @action(QT_TRANSLATE_NOOP("action", "Talk into the talkgroup again"), "Alt+G", Icon.RESET, group=Group.DESK)
    def back_to_talkgroup(self) -> None:
        self.choice.back()

    @action(QT_TRANSLATE_NOOP("action", "Answer an emergency"), "Alt+E", Icon.WARNING, group=Group.DESK)
    def answer_emergency(self) -> None:
        self.emergency.click()

    @action(QT_TRANSLATE_NOOP("action", "Sound and talk key …"), "Ctrl+Shift+K", Icon.SOUND_ON, group=Group.DESK)
    def open_settings(self) -> None:
        if self._dialog is None:
            self._dialog = AudioDialog(
                self.voice, self.devices, self.key, self.everywhere, self._look, self.bar.window()
            )
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    @action(QT_TRANSLATE_NOOP("action", "Hear the last burst again"), "Ctrl+Shift+R", Icon.RETRY, group=Group.DESK)
    def replay(self) -> None:
        self.voice.replay()

    def _on_answered(self, by: int, call: int) -> None:
        """Whoever called is chosen, and the key talks where all have heard it, or to them alone."""
        unit = carrier_of(by, self._scene.picture)
        if unit is not None:
            self._selection.set([unit])
        if call in self.choice.calls:
            self.choice.talk_into(call)
        elif unit is not None:
            self.talk_to([unit])

    def _on_selection(self) -> None:
        for one in self.of_units:
            one.setEnabled(0 < len(self._selection.units) <= MOST_MEMBERS)

    def _on_scene(self, changes: Changes) -> None:
        picture = self._scene.picture
        self.voice.forget(changes.calls - picture.calls.keys() - picture.talkgroups.keys())

    def start(self) -> None:
        self.voice.start()

    def stop(self) -> None:
        self.key.release()
        self.voice.stop()
