"""Speak it oneself, or take a file that somebody else has spoken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.voice.sound_file import read_sound
from app.voice.trim import trimmed
from app.voice.wave import RATE_HZ, Wave, silence
from ui.announce.kit import AnnounceKit, SourcePage, Take
from ui.announce.library import LONGEST_NAME
from ui.theme.icons import Icon, keep_tinted
from ui.widgets.burst_words import clock_words
from ui.widgets.labels import label, set_role
from ui.widgets.level_meter import LevelMeter
from ui.widgets.push_button import PushButton

_METER_PX, _MOVE_MS = (120, 18), 100
#: While the station does not say how long one may talk.
_USUAL_LIMIT_S = 60.0


class RecordPage(SourcePage):
    def __init__(self, kit: AnnounceKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._wave = silence(0)
        self._file_name = ""
        self._since_s: float | None = None
        self.record_button, self.file_button = PushButton(), PushButton(self.tr("Take a file …"))
        self.file_button.setToolTip(self.tr("WAV or Ogg Opus"))
        self.meter = LevelMeter(kit.look, _METER_PX)
        self._note = label(wraps=True, role="secondary")
        keep_tinted(kit.look, self.record_button, Icon.RECORD)
        self.record_button.clicked.connect(self._on_clicked)
        self.file_button.clicked.connect(self._ask_for_file)
        kit.booth.changed.connect(self._show)
        self._moving = QTimer(self, interval=_MOVE_MS)
        self._moving.timeout.connect(self._move)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.record_button, self.meter):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.file_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._note)
        column.addStretch(1)
        self._show()

    @property
    def is_ready(self) -> bool:
        return bool(self._wave.size) and self._since_s is None

    @property
    def title(self) -> str:
        return self._file_name

    @property
    def wave(self) -> Wave:
        return self._wave

    @property
    def said(self) -> str:
        return self._note.text()

    def fetch(self, then: Callable[[Take], None], owner: QObject) -> None:
        then(Take(self._file_name, "", self._wave))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._end()

    def take_file(self, file: str) -> None:
        name = Path(file).stem[:LONGEST_NAME]
        self._kit.jobs.run(
            lambda: trimmed(read_sound(Path(file))), lambda wave: self._put(wave, name), self._on_unreadable, self
        )

    def _on_clicked(self) -> None:
        if self._since_s is not None:
            self._end()
            return
        limit_s = self._kit.programme.limit_s or _USUAL_LIMIT_S
        self._kit.booth.stop_recording()
        self._since_s = monotonic()
        self._kit.booth.record(limit_s, self._on_recorded)
        self._moving.start()
        self._show()
        self.changed.emit()

    def _end(self) -> None:
        if self._since_s is not None:
            self._kit.booth.end_take()

    def _on_recorded(self, wave: Wave) -> None:
        if self._since_s is None:
            return
        self._since_s = None
        self._moving.stop()
        self._put(trimmed(wave), "")

    def _put(self, wave: Wave, file_name: str) -> None:
        self._wave, self._file_name = wave, file_name
        if not wave.size:
            self._say(self.tr("Nothing was heard. Is the microphone muted, or is it another one?"), "error")
        elif file_name:
            self._say(self.tr("{time} from {file}").format(time=clock_words(wave.size / RATE_HZ), file=file_name))
        else:
            self._say(self.tr("{time} recorded").format(time=clock_words(wave.size / RATE_HZ)))
        self._show()
        self.changed.emit()

    def _on_unreadable(self, error: AppError) -> None:
        self._say(self.tr("This is no WAV of 16 bits and no Ogg Opus file."), "error")
        self.failed.emit(error)

    def _move(self) -> None:
        self.meter.show_level(self._kit.booth.own_level().peak_dbfs)
        if self._since_s is not None:
            limit_s = self._kit.programme.limit_s or _USUAL_LIMIT_S
            words = self.tr("Recording {time} of {limit}: speak now")
            passed_s = monotonic() - self._since_s
            self._say(words.format(time=clock_words(passed_s), limit=clock_words(limit_s)), "strong")

    def _show(self) -> None:
        is_recording = self._since_s is not None
        has_microphone = bool(self._kit.booth.sound.microphone)
        self.record_button.setEnabled(has_microphone or is_recording)
        again = self.tr("Record again") if self._wave.size else self.tr("Record")
        self.record_button.setText(self.tr("Stop") if is_recording else again)
        set_role(self.record_button, "primary" if is_recording else "")
        self.meter.setVisible(is_recording)
        self.file_button.setEnabled(not is_recording)
        if not has_microphone and not is_recording and not self._wave.size:
            self._say(self.tr("There is no microphone. Type a text, or take a file."), "warning")
        elif not self._note.text() or self._note.property("role") == "warning":
            self._say(self.tr("Say it once, listen to it, and record it again until it is right."))

    def _say(self, text: str, role: str = "secondary") -> None:
        self._note.setText(text)
        set_role(self._note, role)

    def _ask_for_file(self) -> None:
        chosen = QFileDialog(self, self.tr("An announcement as a file"))
        chosen.setFileMode(QFileDialog.FileMode.ExistingFile)
        chosen.setNameFilter(self.tr("Sound (*.wav *.wave *.ogg *.opus)"))
        chosen.fileSelected.connect(self.take_file)
        chosen.finished.connect(chosen.deleteLater)
        chosen.open()
