"""The workplace's talk log: the pane, what it asks of the station, and where it is heard."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.domain.operator import Operator
from app.domain.roles import may_hear_recordings
from app.picture.changes import Changes
from app.sync.rest import StationClient
from ui.bridge.jobs import Jobs
from ui.bridge.talk_past import TalkPast
from ui.bridge.voice import Voice
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.talklog.pane import TalkLog
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.talk_port import Player


class WorkplaceTalkLog(QObject):
    """
    Args:
        loudspeaker: where recordings are heard.
        voice: where this operator talks; None for one who does not.
    Signals:
        shown_asked(): the pane is wanted.
    """

    shown_asked = Signal()

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        client: StationClient,
        jobs: Jobs,
        operator: Operator,
        look: Look,
        loudspeaker: Player,
        voice: Voice | None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._voice = scene, voice
        self._may_hear = may_hear_recordings(operator.role)
        past = TalkPast(client, jobs, self)
        self.pane = TalkLog(
            scene,
            selection,
            past,
            loudspeaker,
            operator,
            look,
            voice.acknowledge if voice is not None else None,
        )
        self.pane.unit_chosen.connect(lambda unit: selection.set([unit]))
        self._actions = actions_of(self, look)
        if voice is not None:
            voice.replay_asked.connect(self.pane.play_last)
            scene.changed.connect(self._on_scene)
            scene.replaced.connect(self._note_past)

    @property
    def actions(self) -> list[DeskAction]:
        return list(self._actions.values())

    @property
    def of_units(self) -> list[DeskAction]:
        """What a menu of units offers."""
        return [self._actions["of_chosen"]]

    @action(QT_TRANSLATE_NOOP("action", "Talk log"), "Ctrl+L", Icon.HISTORY, group=Group.FIND)
    def open(self) -> None:
        self.shown_asked.emit()
        self.pane.focus_rows()

    @action(QT_TRANSLATE_NOOP("action", "Talk log of the chosen unit"), "Alt+L", Icon.FILTER, group=Group.UNITS)
    def of_chosen(self) -> None:
        self.pane.bar.follow(True)
        self.open()

    def stop(self) -> None:
        self.pane.player.stop()

    def _on_scene(self, changes: Changes) -> None:
        if changes.bursts:
            self._note_past()

    def _note_past(self) -> None:
        """What was said before the desk started can be heard again as well."""
        voice = self._voice
        if voice is not None and not voice.has_past and self._may_hear and self.pane.last_heard is not None:
            voice.has_past = True
            voice.changed.emit()
