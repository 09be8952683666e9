"""The talk line: what the talk bar says of talk, for where the bar is not to be seen. Nothing in it is pressed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.voice.talk_state import Phase
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.voice.choice import TalkChoice
from ui.voice.emergency_sign import EmergencySign
from ui.voice.key import TalkKey
from ui.voice.status_line import StatusLine
from ui.voice.words import path_words
from ui.widgets.burst_words import talker_name
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import key_cap, label
from ui.widgets.level_meter import LevelMeter
from ui.widgets.talk_port import Talk

_HEIGHT_PX, _METER_PX = 28, (44, 14)
#: Levels and times move while somebody talks, and only then.
_MOVE_MS = 100
_STATES = {Phase.ON_AIR: "on_air", Phase.DENIED: "stop", Phase.REVOKED: "stop"}


class TalkLine(QFrame):
    """Whom the key means, who talks, and one's own state; filled while one is on the air, red in an emergency.

    Args:
        emergency: the bar's sign of whoever called and has not been seen to.
    """

    def __init__(
        self,
        talk: Talk,
        choice: TalkChoice,
        key: TalkKey,
        emergency: EmergencySign,
        scene: Scene,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("talkLine")
        self._talk, self._choice, self._key, self._scene, self._look = talk, choice, key, scene, look
        self._emergency = emergency
        self._cap, self._missed = key_cap(""), label(role="alarm")
        self._aim, self._path = ElidedLabel(role="secondary"), label(role="warning")
        self._aim.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._meter = LevelMeter(look, _METER_PX)
        self._status, self._urgent = StatusLine(talk, choice, scene), label(role="alarm")
        self._row = QHBoxLayout(self)
        for widget in (self._cap, self._aim, self._missed, self._meter, self._status, self._urgent):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self._path)
        self._moving = QTimer(self, interval=_MOVE_MS)
        self._moving.timeout.connect(self._move)
        for changed in (talk.changed, choice.changed, scene.replaced, key.key_changed, self._status.changed):
            changed.connect(self._show)
        emergency.changed.connect(self._show)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()

    @property
    def said(self) -> str:
        """Who talks, or one's own state; empty while there is nothing of it."""
        return self._status.text()

    @property
    def urgent_said(self) -> str:
        """Whose emergency there is meanwhile, while one talks oneself; else empty."""
        return self._urgent.text()

    @property
    def missed_said(self) -> str:
        """Who called in an emergency that nobody here has seen to; else empty."""
        return self._missed.text()

    @property
    def aimed_said(self) -> str:
        """Whom the key means."""
        return self._aim.text()

    @property
    def state(self) -> str:
        """``emergency``, ``on_air``, ``stop`` where one was refused or cut off, or empty."""
        return str(self.property("state") or "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._moving.stop()

    def _show(self) -> None:
        self._cap.setText(self._key.name)
        name, is_shout = self._choice.name, self._choice.is_shout
        aim = self.tr("Aloud at {name}") if is_shout else self.tr("To {name}")
        self._aim.setText(aim.format(name=name) if name else self.tr("No talkgroup yet"))
        missed = self._emergency.said
        self._missed.setText(self.tr("{whose}, answer: Alt+E").format(whose=missed) if missed else "")
        self._missed.setVisible(bool(missed))
        self._path.setText("" if self._talk.voice.path is not None else path_words(self._talk.voice))
        self._move()
        is_moving = self._talk.own.phase is not Phase.IDLE or bool(self._talk.held)
        if is_moving and self.isVisible() and not self._moving.isActive():
            self._moving.start()
        elif not is_moving:
            self._moving.stop()

    def _move(self) -> None:
        """What changes while somebody talks."""
        self._status.show_now()
        held, is_on_air = self._status.current, self._talk.own.phase is Phase.ON_AIR
        self._meter.setVisible(is_on_air or held is not None)
        if is_on_air:
            self._meter.show_level(self._talk.own_level().peak_dbfs)
        elif held is not None:
            self._meter.show_level(self._talk.level(held.call).peak_dbfs)
        is_urgent = held is not None and held.is_emergency
        self._urgent.setText(self._urgent_words() if is_urgent and self._talk.own.phase is not Phase.IDLE else "")
        self._urgent.setVisible(bool(self._urgent.text()))
        self._fill(self._state_now(is_urgent=is_urgent))

    def _urgent_words(self) -> str:
        """Of somebody else's; one's own is in one's own words."""
        held = self._status.current
        if held is None or held.burst == self._talk.own.burst:
            return ""
        return self.tr("EMERGENCY: {name} talking").format(name=talker_name(held.by, self._scene.picture))

    def _state_now(self, *, is_urgent: bool) -> str:
        own = self._talk.own
        if own.is_emergency or is_urgent:
            return "emergency"
        if own.phase is Phase.ON_AIR and not self._talk.sound.microphone:
            return "stop"
        return _STATES.get(own.phase, "")

    def _fill(self, state: str) -> None:
        if state != self.state:
            self.setProperty("state", state)
            for widget in (self, *self.findChildren(QLabel)):
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self.setFixedHeight(px(_HEIGHT_PX))
        self._row.setContentsMargins(px(8), 0, px(8), 0)
        self._row.setSpacing(px(8))
        self._show()
