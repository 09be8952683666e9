"""What the visit says in the demo as a dispatcher would: into a talkgroup, out of loudspeakers, to a few units."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from app.domain.audience import UnitsAudience
from app.picture.audience import hearers
from ui.models.scene import Scene
from ui.workplace_voice import WorkplaceVoice

#: Longer than the phrase and its pause, so that some of it is said whenever one begins.
_SPOKEN_MS = 2500
#: From the first word into the talkgroup to the shout.
_SHOUT_AFTER_MS = 3500
_LOOK_AGAIN_MS = 500
_FEW = 5


class DemoTalk(QObject):
    def __init__(self, voice: WorkplaceVoice, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voice, self._scene = voice, scene
        self._next = QTimer(self, singleShot=True)
        self._next.timeout.connect(self._say)

    def say_and_shout(self) -> None:
        """Into the talkgroup that the key means, and then out of loudspeakers.

        A city that comes late, on a busy machine, is waited for: nobody would be seen to have heard it.
        """
        self._next.start(0)

    def begin(self) -> None:
        """Talk to a few units until ``end``."""
        self._next.stop()
        self._voice.hold(self._some())

    def end(self) -> None:
        self._voice.let_go()

    def _say(self) -> None:
        if not self._some():
            self._next.start(_LOOK_AGAIN_MS)
            return
        self._voice.key.down()
        QTimer.singleShot(_SPOKEN_MS, self, self._voice.key.up)
        QTimer.singleShot(_SHOUT_AFTER_MS, self, self._shout)

    def _shout(self) -> None:
        self._voice.hold(self._some(), is_shout=True)
        QTimer.singleShot(_SPOKEN_MS, self, self._voice.let_go)

    def _some(self) -> list[int]:
        """Units that hear now; by their numbers, so that each demo has the same."""
        picture = self._scene.picture
        return sorted(hearers(UnitsAudience(units=tuple(picture.units)), picture).units)[:_FEW]
