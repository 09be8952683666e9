"""The workplace's speech: what it talks and hears with, and the log of what was said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.domain.roles import may_talk
from ui.bridge.audio_devices import AudioDevices, sound_files
from ui.bridge.ears import Ears
from ui.bridge.voice import Voice
from ui.fleet.detail import UnitDetail
from ui.map.view import MapView
from ui.paths import desk_folder
from ui.shell.window import MainWindow
from ui.widgets.actions import DeskAction
from ui.widgets.video.talk import TileTalk
from ui.workplace_announce import WorkplaceAnnounce
from ui.workplace_kit import WorkplaceKit
from ui.workplace_talk import SourceTalk, WorkplaceTalk
from ui.workplace_talklog import WorkplaceTalkLog
from ui.workplace_voice import WorkplaceVoice


class Speech(QObject):
    """All that is heard goes one way, so that tiles and recordings step back while one talks.

    What is None here is what a desk lacks whose operator does not talk.
    """

    #: Where tiles and recordings are heard.
    output: Voice | Ears
    talk_log: WorkplaceTalkLog
    voice: WorkplaceVoice | None = None
    announce: WorkplaceAnnounce | None = None
    #: Talks to the unit of a tile.
    tile_talk: TileTalk | None = None
    #: Aims the talk key at what is chosen.
    call: DeskAction | None = None
    #: Stands at the foot of the window.
    bar: QWidget | None = None
    #: Makes what tells of talk where the bar is not to be seen.
    make_line: Callable[[], QWidget] | None = None

    @property
    def actions(self) -> list[DeskAction]:
        return self.talk_log.actions

    @property
    def of_units(self) -> list[DeskAction]:
        """What a menu of units offers."""
        return self.talk_log.of_units

    def serve(self, map_view: MapView, detail: UnitDetail) -> None:
        """Have the talk key do what these ask, and them show whom it reaches."""

    def set_window(self, window: MainWindow) -> None:
        """Where it opens its dialogs, and tells what went wrong."""

    def start(self) -> None:
        self.output.start()

    def stop(self) -> None:
        self.talk_log.stop()
        self.output.stop()


class Listening(Speech):
    """Ears and the talk log."""

    def __init__(self, kit: WorkplaceKit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        files = sound_files(kit.settings.microphone_file, kit.settings.loudspeaker_file)
        self.output = Ears(AudioDevices(kit.remembered, self, files=files), self)
        self.talk_log = _talk_log(kit, self.output, None, self)


class Talking(Speech):
    """The talk key, the bar and what they talk through; announcements; and the talk log."""

    voice: WorkplaceVoice
    announce: WorkplaceAnnounce

    def __init__(self, kit: WorkplaceKit, parent: QObject | None = None) -> None:
        super().__init__(parent)
        scene, selection, settings = kit.scene, kit.selection, kit.settings
        files = sound_files(settings.microphone_file, settings.loudspeaker_file)
        self.voice = WorkplaceVoice(
            scene, selection, kit.client, kit.look, kit.remembered, files, kit.operator.number, self
        )
        self.output = self.voice.voice
        folder = desk_folder(settings) / "announcements"
        self.announce = WorkplaceAnnounce(
            self.output, scene, selection, kit.jobs, folder, kit.remembered, kit.look, self
        )
        self.announce.show_sign_in(self.voice.bar)
        self.talk_log = _talk_log(kit, self.output, self.output, self)
        self.tile_talk = SourceTalk(self.voice, scene)
        self.call, self.bar, self.make_line = self.voice.call, self.voice.bar, self.voice.make_line
        self._scene = scene

    @property
    def actions(self) -> list[DeskAction]:
        return [*self.voice.actions, *self.announce.actions, *self.talk_log.actions]

    @property
    def of_units(self) -> list[DeskAction]:
        return [*self.voice.of_units, *self.talk_log.of_units, *self.announce.actions]

    def serve(self, map_view: MapView, detail: UnitDetail) -> None:
        self._talk = WorkplaceTalk(self.voice, self._scene, map_view, detail, self)

    def set_window(self, window: MainWindow) -> None:
        self.announce.set_window(window)
        self.announce.failed.connect(window.notices.error)

    def start(self) -> None:
        self.voice.start()

    def stop(self) -> None:
        self.talk_log.stop()
        self.announce.stop()
        self.voice.stop()


def speech_of(kit: WorkplaceKit, parent: QObject | None = None) -> Speech:
    """What this operator may have of it."""
    return Talking(kit, parent) if may_talk(kit.operator.role) else Listening(kit, parent)


def _talk_log(kit: WorkplaceKit, output: Voice | Ears, voice: Voice | None, parent: QObject) -> WorkplaceTalkLog:
    return WorkplaceTalkLog(
        kit.scene, kit.selection, kit.client, kit.jobs, kit.operator, kit.look, output, voice, parent
    )
