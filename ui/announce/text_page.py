"""Type it, and have it spoken by the machine's own speech engine, where it has one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, QSignalBlocker
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.voice.wave import Wave
from ui.announce.kit import AnnounceKit, SourcePage, Take
from ui.bridge.speech_engine import SpeechEngine, SpeechVoice
from ui.widgets.labels import label, set_role
from ui.widgets.state_pane import State, Stateful

_ENGINE, _VOICE, _RATE = "announce/engine", "announce/voice", "announce/rate"
_SLOWEST, _FASTEST, _STEP = 50, 200, 10
#: A minute of speech has some 900 characters.
_LONGEST_TEXT, _LONGEST_TITLE = 2000, 40
_Offer = list[tuple[SpeechEngine, tuple[SpeechVoice, ...]]]


class TextPage(SourcePage):
    def __init__(self, kit: AnnounceKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._engines: dict[str, SpeechEngine] = {}
        self._has_asked = self._is_speaking = False
        #: What was spoken last, and of what.
        self._spoken: tuple[tuple[str, ...], Wave] | None = None
        self.text = QPlainTextEdit(tabChangesFocus=True)
        self.text.setPlaceholderText(self.tr("What is to be said"))
        self.text.setAccessibleName(self.text.placeholderText())
        self.voice = QComboBox()
        self.voice.setAccessibleName(self.tr("Voice"))
        self.voice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.rate = QSpinBox(minimum=_SLOWEST, maximum=_FASTEST, singleStep=_STEP)
        self.rate.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.rate.setSuffix(self.tr(" %"))
        self.rate.setAccessibleName(self.tr("Speed"))
        self.rate.setValue(_kept_rate(kit))
        self._note = label(wraps=True, role="secondary")
        self.shown = Stateful(self._laid_out(), kit.look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.shown)
        self.text.textChanged.connect(self._on_edited)
        self.voice.currentIndexChanged.connect(self._on_voice)
        self.rate.valueChanged.connect(self._on_rate)

    @property
    def is_ready(self) -> bool:
        return bool(self.voice.count()) and bool(self._typed) and not self._is_speaking

    @property
    def title(self) -> str:
        """The first words."""
        words = " ".join(self._typed.split())
        return words if len(words) <= _LONGEST_TITLE else f"{words[:_LONGEST_TITLE].rpartition(' ')[0]} …"

    def fetch(self, then: Callable[[Take], None], owner: QObject) -> None:
        if not self.is_ready:
            return
        engine, voice = self.voice.currentData()
        text, rate = self._typed, self.rate.value() / 100
        spoken_of = (text, engine, voice, str(rate))
        if self._spoken is not None and self._spoken[0] == spoken_of:
            then(Take("", text, self._spoken[1]))
            return

        def on_ok(wave: Wave) -> None:
            self._spoken = (spoken_of, wave)
            self._end_speaking("")
            then(Take("", text, wave))

        self._is_speaking = True
        self._say(self.tr("Being spoken …"))
        self.changed.emit()
        self._kit.jobs.run(lambda: self._engines[engine].speak(text, voice, rate), on_ok, self._on_failed, owner)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_asked:
            self.look_for_engines()

    def look_for_engines(self) -> None:
        """Asked once, when somebody means to type: engines take their time to answer."""
        self._has_asked = True
        self.shown.show_state(State.LOADING, self.tr("Looking for a speech engine …"))
        engines = self._kit.engines
        self._kit.jobs.run(lambda: _offer(engines()), self._on_offer, self._on_failed, self)

    def _on_offer(self, offer: _Offer) -> None:
        self._engines = {engine.name: engine for engine, _ in offer}
        with QSignalBlocker(self.voice):
            self.voice.clear()
            for engine, voices in offer:
                for one in voices:
                    named = f"{one.name} · {engine.name}" if len(offer) > 1 else one.name
                    self.voice.addItem(named, (engine.name, one.key))
            self.voice.setCurrentIndex(self._usual(offer))
        if self.voice.count():
            self.shown.show_content()
            self._say("")
        else:
            self.shown.show_state(
                State.EMPTY,
                self.tr("This machine has no speech engine that hands over what it says."),
                self.tr("Install eSpeak NG (package espeak-ng), or record it yourself, or take a file."),
                (self.tr("Look again"), self.look_for_engines),
            )
        self.changed.emit()

    def _usual(self, offer: _Offer) -> int:
        """The voice that was taken last, else one of the desk's language, else an English one."""
        settings = self._kit.settings
        kept = self.voice.findData((str(settings.value(_ENGINE, "")), str(settings.value(_VOICE, ""))))
        if kept >= 0:
            return kept
        languages = [voice.language for _, voices in offer for voice in voices]
        locale = QLocale().name().replace("_", "-")
        for sought in (locale, locale.partition("-")[0], "en-GB", "en"):
            for at, language in enumerate(languages):
                if language == sought or language.startswith(f"{sought}-"):
                    return at
        return 0

    def _on_edited(self) -> None:
        if len(self.text.toPlainText()) > _LONGEST_TEXT:
            with QSignalBlocker(self.text):
                self.text.setPlainText(self.text.toPlainText()[:_LONGEST_TEXT])
            self.text.moveCursor(self.text.textCursor().MoveOperation.End)
        self._end_speaking("")

    def _on_voice(self) -> None:
        if self.voice.count():
            engine, voice = self.voice.currentData()
            self._kit.settings.setValue(_ENGINE, engine)
            self._kit.settings.setValue(_VOICE, voice)
        self._end_speaking("")

    def _on_rate(self, rate: int) -> None:
        self._kit.settings.setValue(_RATE, rate)
        self._end_speaking("")

    def _on_failed(self, error: AppError) -> None:
        self._end_speaking("")
        self.failed.emit(error)

    def _end_speaking(self, said: str) -> None:
        self._is_speaking = False
        self._say(said)
        self.changed.emit()

    def _say(self, text: str, role: str = "secondary") -> None:
        self._note.setText(text)
        set_role(self._note, role)

    @property
    def _typed(self) -> str:
        return self.text.toPlainText().strip()

    def _laid_out(self) -> QWidget:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label(self.tr("Voice"), "caption"))
        row.addWidget(self.voice, 1)
        row.addWidget(label(self.tr("Speed"), "caption"))
        row.addWidget(self.rate)
        editor = QWidget()
        column = QVBoxLayout(editor)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.text, 1)
        column.addLayout(row)
        column.addWidget(self._note)
        return editor


def _offer(engines: tuple[SpeechEngine, ...]) -> _Offer:
    """Those that have voices; one that does not answer is passed over."""
    found: _Offer = []
    for engine in engines:
        try:
            voices = engine.voices()
        except AppError:
            voices = ()
        if voices:
            found.append((engine, voices))
    return found


def _kept_rate(kit: AnnounceKit) -> int:
    kept = str(kit.settings.value(_RATE, ""))
    return int(kept) if kept.isdecimal() else 100
