"""All that is spoken, was spoken lately, or will be again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from app.domain.errors import AppError
from app.picture.audience import hearers
from app.voice.wave import Wave
from ui.announce.series import Mouth, Plan, Series
from ui.bridge.speech import Sending, SendPhase
from ui.models.scene import Scene
from ui.widgets.talk_port import NewCall

#: Of those that are over, the latest.
_MOST_OVER = 30


class Programme(QObject):
    """Goes on while its dialog is closed, and ends with the desk.

    Signals:
        changed(Series): how it stands with one. listed(): others are there.
        broken(Series, Sending): one was not spoken, or not to its end.
    """

    changed = Signal(object)
    listed = Signal()
    broken = Signal(object, object)

    def __init__(
        self,
        mouth: Mouth,
        scene: Scene,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._mouth, self._clock = _Careful(mouth, scene, self), clock
        #: The latest first.
        self.series: list[Series] = []

    @property
    def limit_s(self) -> float | None:
        """How long a recording may be; None while there is no connection."""
        return self._mouth.limit_s

    def begin(self, name: str, audience: str, target: NewCall, wave: Wave, plan: Plan) -> Series:
        made = Series(name, audience, target, wave, plan, self._mouth, self._clock, self)
        self.series.insert(0, made)
        for old in [one for one in self.series if one.is_over and one is not made][_MOST_OVER:]:
            self.series.remove(old)
            old.deleteLater()
        made.changed.connect(lambda: self.changed.emit(made))
        made.broken.connect(lambda sending: self.broken.emit(made, sending))
        self.listed.emit()
        made.start()
        return made

    def stop(self) -> None:
        for one in self.series:
            if not one.is_over:
                one.stop()


class _Careful(QObject):
    """A mouth that says nothing to nobody: where no terminal could hear it, that is why it failed."""

    changed = Signal(object)

    def __init__(self, mouth: Mouth, scene: Scene, parent: QObject) -> None:
        super().__init__(parent)
        self._mouth, self._scene = mouth, scene
        mouth.changed.connect(self.changed)
        self._last = 0

    @property
    def limit_s(self) -> float | None:
        return self._mouth.limit_s

    def speak(self, target: NewCall, wave: Wave) -> Sending:
        if self.limit_s is None or hearers(target.audience, self._scene.picture).terminals:
            return self._mouth.speak(target, wave)
        # Below the numbers of those that speak.
        self._last -= 1
        return Sending(self._last, SendPhase.FAILED, error=AppError("announcement.nobody"))

    def stop(self, number: int) -> None:
        self._mouth.stop(number)
