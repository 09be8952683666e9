"""Sound settings: which devices, whether they work, and the key to talk with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.voice.level import dbfs
from app.voice.tones import side_tone
from app.voice.wave import Wave
from ui.bridge.audio_devices import AudioDevices, DeviceName, Direction
from ui.theme.look import Look
from ui.widgets.enter_buttons import CheckBox
from ui.widgets.form import Field
from ui.widgets.labels import label, set_role
from ui.widgets.level_meter import LevelMeter
from ui.widgets.push_button import PushButton
from ui.widgets.talk_port import Talk
from ui.widgets.typed_keys import TAKES_KEYS

_WIDTH_PX, _METER_PX = 460, (160, 18)
_METER_MS = 100
_RECORDED_S = 3.0
#: Quieter than this in all of the recording: nobody spoke, or nothing is plugged in.
_UNHEARD_DBFS = -50.0
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta)


class SoundTest(Talk, Protocol):
    """What the tests need beside talking."""

    def record(self, seconds: float, then: Callable[[Wave], None]) -> None:
        """Give back what the microphone hears from now on, on the GUI thread."""

    def play(self, wave: Wave, place: float = 0.0) -> None: ...


class Key(Protocol):
    """The talk key."""

    key_changed: Any

    @property
    def name(self) -> str: ...
    def set_key(self, key: int) -> None: ...


class Everywhere(Protocol):
    """The talk key while another program has the keyboard."""

    changed: Any

    @property
    def is_wanted(self) -> bool: ...
    @property
    def obstacle(self) -> str:
        """Why it cannot be, as a sentence; empty where it can."""
        ...

    def want(self, is_wanted: bool) -> None: ...


class KeyButton(PushButton):
    """Pressed, it takes the next key as the talk key; Escape leaves it as it is."""

    def __init__(self, key: Key, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._key = key
        self._is_listening = False
        self.clicked.connect(lambda: self._listen(True))
        key.key_changed.connect(lambda: self._listen(False))
        self._listen(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._is_listening:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self._listen(False)
        elif not QKeySequence(event.key()).toString() or event.key() in _MODIFIERS:
            return
        else:
            self._key.set_key(event.key())

    def _listen(self, is_listening: bool) -> None:
        self._is_listening = is_listening
        self.setProperty(TAKES_KEYS, is_listening)
        self.setText(self.tr("Press a key …") if is_listening else self._key.name)
        self.setAccessibleName(self.tr("Talk key: {key}").format(key=self.text()))


class AudioDialog(QDialog):
    """Non-modal: what is chosen is at work at once."""

    def __init__(
        self,
        talk: SoundTest,
        devices: AudioDevices,
        key: Key,
        everywhere: Everywhere,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._talk, self._devices, self._everywhere, self._look = talk, devices, everywhere, look
        self.setWindowTitle(self.tr("Sound and talk key"))
        self.setMinimumWidth(look.theme.px(_WIDTH_PX))
        self.fields = {
            Direction.INPUT: Field(self.tr("Microphone"), QComboBox()),
            Direction.OUTPUT: Field(self.tr("Loudspeaker"), QComboBox()),
        }
        self.meter = LevelMeter(look, _METER_PX)
        self.record_button = PushButton(self.tr("Record 3 s and hear it"))
        self.left_button, self.right_button = PushButton(self.tr("Tone left")), PushButton(self.tr("Tone right"))
        self.key_button = KeyButton(key)
        self.everywhere = CheckBox(self.tr("Also while another program has the keyboard"))
        self.everywhere.toggled.connect(everywhere.want)
        self._obstacle = label(wraps=True, role="hint")
        everywhere.changed.connect(self._show_everywhere)
        self.outcome = label(wraps=True, role="hint")
        self._lay_out()
        for direction, field in self.fields.items():
            field.changed.connect(lambda direction=direction: self._choose(direction))
        self.record_button.clicked.connect(self._record)
        self.left_button.clicked.connect(lambda: talk.play(side_tone(is_left=True), -1.0))
        self.right_button.clicked.connect(lambda: talk.play(side_tone(is_left=False), 1.0))
        devices.changed.connect(self._fill)
        talk.changed.connect(self._show)
        self._ticks = QTimer(self, interval=_METER_MS)
        self._ticks.timeout.connect(lambda: self.meter.show_level(talk.own_level().peak_dbfs))
        self._fill()
        self._show()
        self._show_everywhere()

    @property
    def everywhere_said(self) -> str:
        return self._obstacle.text()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticks.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ticks.stop()

    def _fill(self) -> None:
        for direction, field in self.fields.items():
            editor, chosen = field.editor, self._devices.chosen(direction)
            assert isinstance(editor, QComboBox)
            names = self._devices.names(direction)
            at = next((at for at, name in enumerate(names, 1) if _is_alike(name, chosen)), 0)
            with QSignalBlocker(editor):
                editor.clear()
                has_file = self._devices.has_file(direction)
                editor.addItem(
                    self.tr("As the settings say") if has_file else self.tr("As the system has it"), None
                )
                for name in names:
                    editor.addItem(name.description, name)
                if chosen is not None and not at:
                    at = editor.count()
                    editor.addItem(self.tr("{name} (not there)").format(name=chosen.description), chosen)
                editor.setCurrentIndex(at)

    def _choose(self, direction: Direction) -> None:
        name = self.fields[direction].value
        self._devices.choose(direction, name if isinstance(name, DeviceName) else None)

    def _show(self) -> None:
        sound = self._talk.sound
        self.record_button.setEnabled(bool(sound.microphone))
        for button in (self.left_button, self.right_button):
            button.setEnabled(bool(sound.loudspeaker))
        heard = self.tr("In use: {name}")
        nothing = self.tr("None is there: all else works")
        for direction, name in ((Direction.INPUT, sound.microphone), (Direction.OUTPUT, sound.loudspeaker)):
            self.fields[direction].set_hint(heard.format(name=name) if name else nothing)

    def _show_everywhere(self) -> None:
        obstacle = self._everywhere.obstacle
        with QSignalBlocker(self.everywhere):
            self.everywhere.setChecked(self._everywhere.is_wanted and not obstacle)
        self.everywhere.setEnabled(not obstacle)
        looked_at = self.tr("Only whether this one key is down is looked at, and nothing is kept.")
        self._obstacle.setText(obstacle or looked_at)

    def _record(self) -> None:
        self.record_button.setEnabled(False)
        self._say(self.tr("Speak now …"), "strong")
        self._talk.record(_RECORDED_S, self._on_recorded)

    def _on_recorded(self, wave: Wave) -> None:
        self._show()
        peak = float(np.max(np.abs(wave))) if wave.size else 0.0
        if dbfs(peak) < _UNHEARD_DBFS:
            self._say(self.tr("Nothing was heard. Is the microphone muted, or is it another one?"), "error")
        else:
            self._say(self.tr("This is how you sound."), "good")
            self._talk.play(wave)

    def _say(self, text: str, role: str) -> None:
        self.outcome.setText(text)
        set_role(self.outcome, role)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 20)
        column.setSpacing(10)
        column.addWidget(self.fields[Direction.INPUT])
        column.addLayout(_row(self.meter, self.record_button))
        column.addWidget(self.outcome)
        column.addWidget(self.fields[Direction.OUTPUT])
        column.addLayout(_row(self.left_button, self.right_button))
        column.addWidget(label(self.tr("Talk key, or what a foot switch types"), "caption"))
        column.addLayout(_row(self.key_button))
        column.addWidget(self.everywhere)
        column.addWidget(self._obstacle)
        column.addStretch(1)


def _is_alike(name: DeviceName, chosen: DeviceName | None) -> bool:
    return chosen is not None and (name == chosen or name.description == chosen.description)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
