"""The talk bar: the key, the groups, who talks and who hears, in one line at the foot of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from app.voice.listen import Sound
from app.voice.talk_state import Phase
from ui.models.scene import Scene
from ui.theme.icons import Icon, keep_tinted
from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.voice.aim_chips import AimChips
from ui.voice.choice import TalkChoice
from ui.voice.group_chips import GroupChips
from ui.voice.hearers_line import HearersLine
from ui.voice.key import TalkKey
from ui.voice.sound_note import SoundNote
from ui.voice.status_line import StatusLine
from ui.voice.words import path_told, path_words
from ui.widgets.hold_button import HoldButton
from ui.widgets.labels import key_cap, label, set_role
from ui.widgets.level_meter import LevelMeter
from ui.widgets.push_button import PushButton
from ui.widgets.talk_port import Talk
from ui.widgets.typed_keys import is_typed

_HEIGHT_PX, _BUTTON_PX, _STATUS_PX, _METER_PX = 40, 80, 168, (44, 16)
#: Levels and times move while somebody talks, and only then.
_MOVE_MS = 100
#: The groups and whom the key means have at least so much; names of devices are told where the latter has plenty.
_CHIPS_PX, _HEARERS_PX, _HEARERS_PLENTY_PX = 160, 200, 320
_ROLES = {Phase.ON_AIR: "primary", Phase.DENIED: "danger", Phase.REVOKED: "danger"}
_SHOUT_ROLES = {Phase.ON_AIR: "alarm_on"}


class TalkBar(QFrame):
    """Esc in it: the key means the talkgroup again.

    Signals:
        settings_asked(): devices or the talk key are to be chosen.
    """

    settings_asked = Signal()

    def __init__(
        self,
        talk: Talk,
        choice: TalkChoice,
        key: TalkKey,
        scene: Scene,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("talkBar")
        self.setProperty("role", "panel")
        self._talk, self._choice, self._key, self._scene, self._look = talk, choice, key, scene, look
        self._sounds: dict[int, Sound] = {}
        self._compose()
        key.pressed.connect(lambda: talk.press(choice.target(), is_emergency=key.is_emergency))
        key.released.connect(talk.release)
        key.latched_changed.connect(self._show)
        key.key_changed.connect(self._show_key)
        # What has lost the focus may be on its way out just then.
        self._cap_soon = QTimer(self, singleShot=True, interval=0)
        self._cap_soon.timeout.connect(self._show_cap)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus)
        talk.changed.connect(self._show)
        choice.changed.connect(self._on_choice)
        scene.replaced.connect(self._on_choice)
        look.changed.connect(self._on_look_changed)
        self._moving = QTimer(self, interval=_MOVE_MS)
        self._moving.timeout.connect(self._move)
        self._on_look_changed()
        self._show_key()
        self._on_choice()

    @property
    def said(self) -> str:
        """What stands in the middle: one's own state, or who talks."""
        return self._status.text()

    @property
    def hearers_said(self) -> str:
        """Whom the key means, how many of them hear now, and why the others cannot."""
        return self.hearers.text()

    def _compose(self) -> None:
        self.button = HoldButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.held.connect(lambda stays: self._key.down(stays=stays))
        self.button.let_go.connect(self._key.up)
        self._cap = key_cap("")
        self.chips = GroupChips(self._talk, self._choice, self._look)
        self.aims = AimChips(self._choice, self._look)
        self._status = StatusLine(self._talk, self._choice, self._scene)
        self._status.changed.connect(self._show)
        self._meter = LevelMeter(self._look, _METER_PX)
        self.hearers = HearersLine(self._choice, self._scene, self._look)
        self._sound = SoundNote(self._look)
        self._path = label(role="hint")
        self.last, self.settings = PushButton(self.tr("↺ last")), PushButton()
        for button in (self.last, self.settings):
            button.setProperty("role", "quiet")
        self.last.setToolTip(self.tr("Hear the last burst again"))
        self.last.clicked.connect(self._talk.replay)
        keep_tinted(self._look, self.settings, Icon.SOUND_ON)
        self.settings.setToolTip(self.tr("Microphone, loudspeaker and talk key"))
        self.settings.setAccessibleName(self.settings.toolTip())
        self.settings.clicked.connect(self.settings_asked)
        self._row = QHBoxLayout(self)
        widget: QWidget
        for widget in (self.button, self._cap, self.chips, self.aims, _rule(), self._meter):
            self._row.addWidget(widget)
        # What is said of oneself and of who talks has its room; who hears gets the rest.
        self._row.addWidget(self._status)
        self._row.addWidget(self.hearers, 1)
        self._row.addWidget(self._sound)
        for widget in (_rule(), self._path, self.last, self.settings):
            self._row.addWidget(widget)

    def add_sign(self, sign: QWidget) -> None:
        """Give what else is heard from this desk a place beside the devices."""
        self._row.insertWidget(self._row.indexOf(self._sound), sign)

    def add_alarm(self, sign: QWidget) -> None:
        """Give what must not be overlooked a place before who talks now."""
        self._row.insertWidget(self._row.indexOf(self._meter), sign)

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            # Something in it needs more room, or less.
            self._share_room()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._choice.is_aimed:
            self._choice.back()
        else:
            super().keyPressEvent(event)

    # --- What happens

    def _on_choice(self) -> None:
        sounds = self._choice.sounds()
        if sounds != self._sounds:
            # The station is told; whoever walks through the fleet selects ten units a second.
            self._sounds = sounds
            self._talk.hear(sounds)
        self.aims.show_state()
        self._show()

    def _show(self) -> None:
        own, held = self._talk.own, self._status.current
        if own.phase in {Phase.DENIED, Phase.REVOKED}:
            self._key.spend()
        self._show_button(own.phase)
        self.chips.show_state()
        is_moving = own.phase is not Phase.IDLE or bool(self._talk.held)
        self._meter.setVisible(own.phase is Phase.ON_AIR or held is not None)
        self._path.setText(path_words(self._talk.voice))
        set_role(self._path, "hint" if self._talk.voice.path is not None else "warning")
        self.hearers.show_link(is_linked=self._talk.voice.path is not None)
        self._path.setToolTip(path_told(self._talk.voice, self._talk.heard_after_ms))
        self._sound.show_sound(self._talk.sound)
        self.last.setEnabled(self._talk.can_replay)
        self._share_room()
        if is_moving and not self._moving.isActive():
            self._moving.start()
        elif not is_moving:
            self._moving.stop()
        self._move()

    def _move(self) -> None:
        """What changes while somebody talks."""
        self._status.show_now()
        held = self._status.current
        if self._talk.own.phase is Phase.ON_AIR:
            self._meter.show_level(self._talk.own_level().peak_dbfs)
        elif held is not None:
            self._meter.show_level(self._talk.level(held.call).peak_dbfs)

    def _show_button(self, phase: Phase) -> None:
        is_shout = self._choice.is_shout
        role = _SHOUT_ROLES.get(phase, "alarm") if is_shout else ""
        set_role(self.button, role or _ROLES.get(phase, ""))
        name = self.tr("SHOUT") if is_shout else self.tr("TALK")
        if self._talk.own.is_emergency:
            set_role(self.button, "alarm_on")
            name = self.tr("EMERGENCY")
        if phase is Phase.ON_AIR and not self._talk.sound.microphone:
            set_role(self.button, "danger")
        self.button.setText(self.tr("{name} ▼ latched").format(name=name) if self._key.is_latched else name)
        # Bold or not, nothing beside it moves; and it is never cut.
        self.button.setMinimumWidth(max(self._look.theme.px(_BUTTON_PX), self.button.sizeHint().width()))

    def _on_focus(self) -> None:
        self._cap_soon.start()

    def _show_cap(self) -> None:
        """Where somebody types, the key is a letter like others; who looks here is to see that."""
        has_text = is_typed(self._key.key)
        self._cap.setEnabled(not has_text)
        font = self._cap.font()
        font.setStrikeOut(has_text)
        self._cap.setFont(font)
        told = self.tr("{key} is typed into the field that has the focus; {urgent} still talks, as an emergency")
        told = told.format(key=self._key.name, urgent=self._key.emergency_name)
        self._cap.setToolTip(told if has_text else "")

    def _show_key(self) -> None:
        self._cap.setText(self._key.name)
        self._show_cap()
        told = self.tr("Hold to talk ({keys}); with Shift, or pressed twice, it stays. {urgent}: emergency")
        told = told.format(keys=self._key.name, urgent=self._key.emergency_name)
        self.button.setToolTip(told)
        self.button.setAccessibleName(told)

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self.setFixedHeight(px(_HEIGHT_PX))
        self._row.setContentsMargins(px(8), 0, px(8), 0)
        self._row.setSpacing(px(8))
        self.settings.setIconSize(QSize(px(ICON_PX), px(ICON_PX)))
        # Whether one is on the air, and for how long yet, is read whatever else there is to say.
        self._status.setMinimumWidth(px(_STATUS_PX))
        self.hearers.setMinimumWidth(px(_HEARERS_PX))
        self._share_room()

    def _share_room(self) -> None:
        """All groups, where there is room for them and for what is said of talk; and then names of devices.

        What is said only while somebody talks keeps its room meanwhile, or chips would move under the hand.
        """
        px, row = self._look.theme.px, self._row
        sharing = {self.chips, self._status, self._meter, self.hearers, self._sound}
        all_of_it = self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        others = [widget for widget in all_of_it if widget not in sharing and not widget.isHidden()]
        margins = row.contentsMargins()
        taken = margins.left() + margins.right() + row.spacing() * (len(others) + len(sharing) - 1)
        taken += sum(max(widget.sizeHint().width(), widget.minimumWidth()) for widget in others)
        taken += self._meter.sizeHint().width() + px(_STATUS_PX)
        room = self.width() - taken
        # By the window and not by what is said now: where one group more fits, it fits to stay.
        for_hearers = min(px(_HEARERS_PLENTY_PX), max(px(_HEARERS_PX), room // 3))
        for_chips = max(px(_CHIPS_PX), room - for_hearers - self._sound.least_px)
        if for_chips != self.chips.maximumWidth():
            self.chips.setMaximumWidth(for_chips)
            self.chips.show_state()
        self._sound.give_room(room - self.chips.used_px - px(_HEARERS_PLENTY_PX))


def _rule() -> QFrame:
    made = QFrame()
    made.setProperty("role", "rule")
    made.setFixedWidth(1)
    return made
