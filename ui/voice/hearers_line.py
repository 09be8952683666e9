"""Whom the talk key means, how many of them hear now, and why the others cannot; a press lists them one by one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QWidget

from app.domain.audience import Audience
from app.picture.changes import Changes
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.voice.choice import TalkChoice
from ui.voice.hearers_list import HearersList
from ui.voice.words import aim_words
from ui.widgets.elided_button import ElidedButton
from ui.widgets.hearers_words import NOBODY, hearers_words, no_link_words

#: Who can hear is counted again this long after the first change.
_COUNT_MS = 200


class HearersLine(ElidedButton):
    """
    Signals:
        unit_chosen(int): somebody wants to see this unit, of those who are meant.
        looked_at(): the pointer or the focus is on it, or no longer.
    """

    unit_chosen = Signal(int)
    looked_at = Signal()

    def __init__(self, choice: TalkChoice, scene: Scene, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_hint(self.tr("Show who can hear"))
        self.setProperty("role", "reading")
        self._choice, self._scene, self._look = choice, scene, look
        self._audience: Audience | None = None
        self._list: HearersList | None = None
        self.heard = NOBODY
        self._is_linked = True
        self.is_looked_at = False
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_MS)
        self._counting.timeout.connect(self._count)
        self.clicked.connect(self._open_list)
        choice.changed.connect(self._on_choice)
        scene.changed.connect(self._on_scene)
        scene.replaced.connect(self._count)
        self._count()

    @property
    def listed(self) -> HearersList | None:
        """What a press opened; None before."""
        return self._list

    def show_link(self, *, is_linked: bool) -> None:
        """Without a link to the station nobody hears, whoever has one."""
        if is_linked != self._is_linked:
            self._is_linked = is_linked
            self._say()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._look_at(True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._look_at(self.hasFocus())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._look_at(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._look_at(self.underMouse())

    def _look_at(self, is_looked_at: bool) -> None:
        if is_looked_at != self.is_looked_at:
            self.is_looked_at = is_looked_at
            self.looked_at.emit()

    def _on_choice(self) -> None:
        if self._choice.audience() != self._audience:
            self._count()
        else:
            self._say()

    def _on_scene(self, changes: Changes) -> None:
        is_about_hearers = changes.units or changes.terminals or changes.voice_links or changes.calls
        # Not put off by each of them: in a large city there is always one.
        if is_about_hearers and not self._counting.isActive():
            self._counting.start()

    def _count(self) -> None:
        self._counting.stop()
        self._audience = audience = self._choice.audience()
        self.heard = self._scene.hearers(audience) if audience is not None else NOBODY
        self._say()
        if self.is_looked_at:
            self.looked_at.emit()

    def _say(self) -> None:
        words = self.tr("No talkgroup yet: put a unit on duty, or select some")
        if self._audience is not None:
            heard = hearers_words(self.heard) if self._is_linked else no_link_words()
            words = aim_words(self._choice.name, heard, self._choice.is_shout)
        self.setText(words)
        if self._list is not None and self._list.isVisible():
            self._list.show_hearers(words, self.heard, self._scene.picture)

    def _open_list(self) -> None:
        if self._list is None:
            self._list = HearersList(self._look, self)
            self._list.unit_chosen.connect(self.unit_chosen)
        self._list.show_hearers(self.text(), self.heard, self._scene.picture)
        self._list.open_over(self.mapToGlobal(QPoint(0, 0)))
