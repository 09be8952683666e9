"""What became of one's own last burst, as long as that is news: how many heard it, and why the others did not."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.picture.changes import Changes
from app.voice.talk_state import Phase
from ui.models.scene import Scene
from ui.widgets.heard_words import heard_words, unheard_lines
from ui.widgets.talk_port import Talk

#: From the last news of it on.
_NEWS_MS = 12_000


class LastSaid(QObject):
    """
    Signals:
        changed(): other words, or none any more.
    """

    changed = Signal()

    def __init__(self, talk: Talk, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._talk, self._scene = talk, scene
        self._burst: int | None = None
        self._forgetting = QTimer(self, singleShot=True, interval=_NEWS_MS)
        self._forgetting.timeout.connect(self._forget)
        talk.changed.connect(self._on_talk)
        scene.changed.connect(self._on_scene)
        scene.replaced.connect(self._forget)

    @property
    def words(self) -> str:
        """``Heard by 11 of 12``; empty while one talks, while nobody knows, and when it is no news any more."""
        if self._talk.own.phase is not Phase.IDLE or not self._forgetting.isActive():
            return ""
        picture = self._scene.picture
        return heard_words(picture.bursts.get(self._burst or 0), picture)

    @property
    def reasons(self) -> str:
        """Who did not hear it and why, one a line."""
        picture = self._scene.picture
        return "\n".join(unheard_lines(picture.bursts.get(self._burst or 0), picture))

    def _on_talk(self) -> None:
        own = self._talk.own
        if own.phase is Phase.ON_AIR:
            self._burst = own.burst
            self._forgetting.start()

    def _on_scene(self, changes: Changes) -> None:
        if self._burst in changes.bursts and self._forgetting.isActive():
            self._forgetting.start()
            self.changed.emit()

    def _forget(self) -> None:
        self._forgetting.stop()
        self._burst = None
        self.changed.emit()
