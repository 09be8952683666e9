"""What stands in the middle of the talk bar: one's own state, or who talks, or who heard what one said last."""

from __future__ import annotations

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.voice.talk_state import Phase
from ui.models.scene import Scene
from ui.voice.choice import TalkChoice
from ui.voice.last_said import LastSaid
from ui.voice.words import held_words, own_words
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import set_role
from ui.widgets.talk_port import Held, Talk


class StatusLine(ElidedLabel):
    """
    Signals:
        changed(): there is something to show that was not asked for.
    """

    changed = Signal()

    def __init__(self, talk: Talk, choice: TalkChoice, scene: Scene, parent: QWidget | None = None) -> None:
        super().__init__(role="strong", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._talk, self._choice, self._scene = talk, choice, scene
        self._last = LastSaid(talk, scene, self)
        self._last.changed.connect(self.changed)

    @property
    def current(self) -> Held | None:
        """Who talks: in an emergency, else in the call that the key talks into, else where it was taken last."""
        held, call = self._talk.held, self._choice.call
        urgent = [one for one in held.values() if one.is_emergency]
        if urgent:
            return max(urgent, key=lambda one: one.since_s)
        if call is not None and call in held:
            return held[call]
        return max(held.values(), key=lambda one: one.since_s, default=None)

    def show_now(self) -> None:
        """As it is at this moment; times go on while somebody talks."""
        now_s, picture, held = time.monotonic(), self._scene.picture, self.current
        words, hint = own_words(self._talk, now_s, picture), ""
        if not words and held is not None:
            is_muted = self._choice.is_muted(held.call)
            words = held_words(held, self._talk.queue(held.call), now_s, picture, is_muted=is_muted)
        elif not words:
            words, hint = self._last.words, self._last.reasons
        set_role(self, self._role(held, now_s))
        self.set_hint(hint)
        self.setText(words)
        self.setVisible(bool(words))

    def _role(self, held: Held | None, now_s: float) -> str:
        own = self._talk.own
        is_on_air = own.phase is Phase.ON_AIR
        if own.phase in {Phase.DENIED, Phase.REVOKED} or (is_on_air and not self._talk.sound.microphone):
            return "stop"
        if own.phase is not Phase.IDLE:
            is_near = is_on_air and own.left_s(now_s) <= own.near_s
            return "alarm" if own.is_emergency else "soon" if is_near else "strong"
        if held is None:
            return "secondary"
        return "alarm" if held.is_emergency else "strong"
