"""What plays the chosen burst: its waveform, where it is, how fast; and why it cannot be heard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.talklog.player import BurstPlayer, Phase
from ui.talklog.view import PlayKeys
from ui.talklog.waveform import Waveform
from ui.talklog.words import position_words, speed_words
from ui.theme.icons import Icon, icon, keep_tinted
from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.labels import label, set_role
from ui.widgets.push_button import PushButton
from ui.widgets.sentences import sentence
from ui.widgets.talk_port import Player


class PlayerPane(QWidget):
    """
    Args:
        why_silent: why nothing may be heard here at all; empty where it may.
    Signals:
        run_toggled(bool): go on with those that follow, or with this one alone.
        stepped(int): the next burst (1) or the one before (-1), in time.
    """

    run_toggled = Signal(bool)
    stepped = Signal(int)

    def __init__(
        self,
        player: BurstPlayer,
        loudspeaker: Player,
        keys: PlayKeys,
        look: Look,
        why_silent: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._player, self._loudspeaker, self._keys, self._look = player, loudspeaker, keys, look
        self._why_silent = why_silent
        self._waveform: Waveform | None = None
        self._remark = ""
        self._title = ElidedLabel(role="strong")
        self._note = label(role="secondary", wraps=True)
        self._position = label(role="secondary")
        self.play = self._button(self.tr("Play or stop (Enter)"), player.toggle)
        self.previous = self._button(self.tr("The burst before"), lambda: self.stepped.emit(-1))
        self.next = self._button(self.tr("The next burst"), lambda: self.stepped.emit(1))
        self.speed = self._button(self.tr("Speed (+ and −)"), player.next_speed)
        self.run = self._button(self.tr("Go on with those that follow (Shift+Enter)"), self._on_run)
        self.run.setText(self.tr("Go on"))
        self.run.setCheckable(True)
        self.run.setProperty("role", "chip")
        keep_tinted(look, self.previous, Icon.PREVIOUS)
        keep_tinted(look, self.next, Icon.NEXT)
        self._controls = QHBoxLayout()
        for widget in (self.previous, self.play, self.next, self._position):
            self._controls.addWidget(widget)
        self._controls.addStretch(1)
        for widget in (self.speed, self.run):
            self._controls.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._title)
        self._column.addWidget(self._note)
        self._column.addLayout(self._controls)
        player.changed.connect(self._show)
        player.moved.connect(self._show_position)
        loudspeaker.changed.connect(self._show)
        look.changed.connect(self._on_look_changed)
        self._on_look_changed()
        self._show()

    @property
    def said(self) -> str:
        """What stands under the waveform's title."""
        return self._note.text()

    def show_title(self, title: str, remark: str = "") -> None:
        """
        Args:
            remark: what is worth knowing of the burst, such as what cut it short.
        """
        self._title.setText(title)
        self._remark = remark
        self._show()

    def set_running(self, is_running: bool) -> None:
        """Whether it goes on with those that follow."""
        self.run.setChecked(is_running)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.take(event):
            event.ignore()

    def _button(self, told: str, do: Callable[[], None]) -> PushButton:
        button = PushButton()
        button.setProperty("role", "quiet")
        button.setToolTip(told)
        button.setAccessibleName(told)
        button.clicked.connect(lambda _=False: do())
        return button

    def _on_run(self) -> None:
        self.run_toggled.emit(self.run.isChecked())

    def _show(self) -> None:
        player = self._player
        can_play = player.phase in (Phase.READY, Phase.PLAYING, Phase.FETCHING, Phase.FAILED)
        for button in (self.play, self.speed, self.run):
            button.setEnabled(can_play and not self._why_silent)
        for button in (self.previous, self.next):
            button.setEnabled(bool(self._title.text()))
        theme = self._look.theme
        which = Icon.PAUSE if player.is_playing else Icon.DUTY_START
        self.play.setIcon(icon(theme, which, theme.accent if can_play and not self._why_silent else None))
        self.speed.setText(speed_words(player.speed))
        note, role = self._note_now()
        self._note.setText(note)
        set_role(self._note, role)
        self._note.setVisible(bool(note))
        if player.wave is not None and self._waveform is None:
            self._waveform = self._make_waveform()
        if self._waveform is not None:
            self._waveform.setVisible(player.wave is not None or player.phase is Phase.FETCHING)
            self._waveform.show_wave(player.wave)
        self._show_position()

    def _make_waveform(self) -> Waveform:
        made = Waveform(self._look)
        made.seek_asked.connect(self._player.seek)
        self._column.insertWidget(1, made)
        return made

    def _note_now(self) -> tuple[str, str]:
        """What stands there in words, and its role."""
        player = self._player
        if not self._title.text():
            return self.tr("Choose a burst to see who heard it, and to hear it again."), "hint"
        if self._why_silent:
            return self._why_silent, "secondary"
        if player.phase is Phase.FAILED and player.error is not None:
            return str(sentence(player.error)), "warning"
        if player.wave is not None and not player.wave.size:
            return self.tr("Nothing was said in it."), "secondary"
        if not self._loudspeaker.sound.loudspeaker:
            return self.tr("No loudspeaker: it plays, and nobody hears it."), "warning"
        return self._remark, "secondary"

    def _show_position(self) -> None:
        player = self._player
        self._position.setText(
            position_words(player.position_s, player.length_s) if player.wave is not None else ""
        )
        if self._waveform is not None and player.wave is not None:
            self._waveform.show_position(player.position_s)

    def _on_look_changed(self) -> None:
        px = self._look.theme.px
        self._column.setContentsMargins(px(12), px(8), px(12), px(4))
        self._column.setSpacing(px(4))
        self._controls.setSpacing(px(2))
        for button in (self.previous, self.play, self.next):
            button.setIconSize(QSize(px(ICON_PX), px(ICON_PX)))
        self._position.setMinimumWidth(px(72))
        self._position.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self._show()
