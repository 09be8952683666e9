"""Whose emergency there was, until somebody here has seen to it: what is said in one may last three seconds."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.talk import BurstRow, Priority
from app.picture.changes import Changes
from ui.models.scene import Scene
from ui.widgets.burst_words import talker_name
from ui.widgets.durations import clock_text
from ui.widgets.push_button import PushButton

#: What is older is not news to a desk that was away, or is signed in only now.
_NEWS_MS = 600_000


class EmergencySign(PushButton):
    """Hidden while there is none. Pressed, it is done with the latest one.

    Args:
        operator: number of who works here, whose own are not news.
    Signals:
        answered(int, int): number of who called, and the call in which.
        changed(): there is another one, or one less.
    """

    answered = Signal(int, int)
    changed = Signal()

    def __init__(self, scene: Scene, operator: int, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._scene, self._operator = scene, operator
        #: The latest of each who called, the latest of all last.
        self._waiting: dict[int, BurstRow] = {}
        #: Numbers of bursts that were taken in, whether they wait or were seen to.
        self._known: set[int] = set()
        self.setProperty("role", "alarm_on")
        self.clicked.connect(self._answer)
        scene.changed.connect(self._on_changed)
        scene.replaced.connect(lambda: self._take(scene.picture.bursts))
        self._take(scene.picture.bursts)

    @property
    def said(self) -> str:
        """Who called; empty while there is none."""
        return self.text() if self._waiting else ""

    def _on_changed(self, changes: Changes) -> None:
        if changes.bursts:
            self._take(changes.bursts)

    def _take(self, numbers: Iterable[int]) -> None:
        bursts = self._scene.picture.bursts
        self._known &= bursts.keys()
        for number in sorted(set(numbers) - self._known):
            burst = bursts.get(number)
            if burst is not None and burst.priority is Priority.EMERGENCY:
                self._known.add(number)
                if burst.by != self._operator and self._is_news(burst):
                    self._waiting.pop(burst.by, None)
                    self._waiting[burst.by] = burst
        self._show()

    def _is_news(self, burst: BurstRow) -> bool:
        return self._scene.clock.now_ms() - burst.started_at.timestamp() * 1000 < _NEWS_MS

    def _answer(self) -> None:
        if self._waiting:
            by, burst = self._waiting.popitem()
            self._show()
            self.answered.emit(by, burst.call)

    def _show(self) -> None:
        self.setVisible(bool(self._waiting))
        if self._waiting:
            self._say()
        self.changed.emit()

    def _say(self) -> None:
        said = [self._words(one) for one in reversed(self._waiting.values())]
        more = self.tr(" +{n}").format(n=len(said) - 1) if len(said) > 1 else ""
        self.setText(said[0] + more)
        told = self.tr("Press, or Alt+E: choose who called, and talk where it was said")
        self.setToolTip("\n".join([*said, told]))
        self.setAccessibleName(self.tr("Emergency: {whose}").format(whose=", ".join(said)))

    def _words(self, burst: BurstRow) -> str:
        name = talker_name(burst.by, self._scene.picture)
        return self.tr("! {name} {time}").format(name=name, time=clock_text(burst.raised_at or burst.started_at))
