"""The workplace's announcements: the dialog, and what of it goes on behind."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from ui.announce.programme import Programme
from ui.announce.running_sign import RunningSign
from ui.announce.series import Series
from ui.bridge.jobs import Jobs
from ui.bridge.speech import Sending
from ui.bridge.voice import Voice
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.voice.bar import TalkBar
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.sentences import sentence

if TYPE_CHECKING:
    from ui.announce.dialog import AnnouncementDialog


class WorkplaceAnnounce(QObject):
    """
    Args:
        folder: where announcements are kept. remembered: keeps the voice that speaks texts.
    Signals:
        failed(str what, str why): one was not spoken, or not to its end, and the dialog does not show it.
    """

    failed = Signal(str, str)

    def __init__(
        self,
        voice: Voice,
        scene: Scene,
        selection: Selection,
        jobs: Jobs,
        folder: Path,
        remembered: QSettings,
        look: Look,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.programme = Programme(voice.announcer, scene, parent=self)
        self._voice, self._scene, self._selection, self._jobs = voice, scene, selection, jobs
        self._folder, self._remembered, self._look = folder, remembered, look
        self.dialog: AnnouncementDialog | None = None
        self._window: QWidget | None = None
        self.programme.broken.connect(self._on_broken)
        self._actions = actions_of(self, look)

    @property
    def actions(self) -> list[DeskAction]:
        return list(self._actions.values())

    def set_window(self, window: QWidget) -> None:
        """Whose dialog it is."""
        self._window = window

    def show_sign_in(self, bar: TalkBar) -> None:
        """Have this bar show that something runs, whether the dialog is open or not."""
        sign = RunningSign(self.programme, self._look)
        sign.clicked.connect(self.announce)
        bar.add_sign(sign)

    @action(QT_TRANSLATE_NOOP("action", "Announcement …"), "Ctrl+Shift+E", Icon.SHOUT, group=Group.DESK)
    def announce(self) -> None:
        if self.dialog is None:
            self.dialog = self._made()
        self.dialog.open_for_selection()

    def stop(self) -> None:
        self.programme.stop()

    def _made(self) -> AnnouncementDialog:
        # Not when the desk starts: that is a twentieth of a second, and nobody announces in the first.
        from ui.announce.dialog import AnnouncementDialog
        from ui.announce.kit import AnnounceKit
        from ui.announce.library import Library
        from ui.bridge.speech_engines import engines_here

        kit = AnnounceKit(
            programme=self.programme,
            booth=self._voice,
            library=Library(self._folder),
            engines=engines_here,
            scene=self._scene,
            selection=self._selection,
            jobs=self._jobs,
            settings=self._remembered,
            look=self._look,
        )
        return AnnouncementDialog(kit, self._window)

    def _on_broken(self, series: Series, sending: Sending) -> None:
        is_seen = self.dialog is not None and self.dialog.isVisible()
        if sending.error is not None and not is_seen:
            said = QCoreApplication.translate("announce", "“{name}” was not announced to {audience}").format(
                name=series.name, audience=series.audience
            )
            self.failed.emit(said, str(sentence(sending.error)))
