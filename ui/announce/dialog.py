"""The announcement dialog: to whom, what, and when; and beside it what is running."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.errors import AppError
from app.domain.talk import CallKind
from app.voice.wave import silence
from ui.announce.audience_pane import AudiencePane
from ui.announce.kept_page import KeptPage
from ui.announce.kit import AnnounceKit, SourcePage, Take
from ui.announce.library import LONGEST_NAME, Kept
from ui.announce.outline import Outline
from ui.announce.record_page import RecordPage
from ui.announce.running_list import RunningList
from ui.announce.series import Plan
from ui.announce.text_page import TextPage
from ui.theme.icons import Icon, keep_tinted
from ui.widgets.burst_words import clock_words
from ui.widgets.enter_buttons import CheckBox
from ui.widgets.labels import label, set_role
from ui.widgets.push_button import PushButton
from ui.widgets.sentences import sentence
from ui.widgets.talk_port import NewCall

_SIZE_PX, _SIDE_PX = (860, 600), 360
_MOVE_MS = 100
_OFTENEST_MIN, _SELDOMEST_MIN, _USUAL_MIN = 1, 240, 5
_TIMES, _USUAL_TIMES = (2, 3, 5, 10, 20), 3


class AnnouncementDialog(QDialog):
    """Non-modal: whom it is for may be chosen beside it, and what repeats goes on when it is closed."""

    def __init__(self, kit: AnnounceKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit = kit
        self._take: Take | None = None
        self.setWindowTitle(self.tr("Announcement"))
        self.resize(*(kit.look.theme.px(side) for side in _SIZE_PX))
        self.to = AudiencePane(kit)
        self.record, self.text, self.kept = RecordPage(kit), TextPage(kit), KeptPage(kit)
        self.pages = QTabWidget()
        for page, title in (
            (self.record, self.tr("Record")),
            (self.text, self.tr("Type a text")),
            (self.kept, self.tr("Kept")),
        ):
            self.pages.addTab(page, title)
            page.changed.connect(self._on_other)
            page.failed.connect(self._on_failed)
        self.running = RunningList(kit)
        self.listen_button, self.keep_button = PushButton(), PushButton(self.tr("Keep"))
        self.send_button = PushButton(self.tr("Send now"))
        self.send_button.setProperty("role", "primary")
        self.name = QLineEdit(maxLength=LONGEST_NAME)
        self.name.setAccessibleName(self.tr("Name"))
        self.outline, self._length = Outline(kit.look), label(role="secondary")
        self.repeats = CheckBox(self.tr("Repeat every"))
        self.every = QSpinBox(minimum=_OFTENEST_MIN, maximum=_SELDOMEST_MIN, value=_USUAL_MIN)
        self.times = QComboBox()
        self._naming, self._note = QWidget(), label(wraps=True)
        self._fill_times()
        self._lay_out()
        self._connect()
        self._on_other()
        self._say("")

    @property
    def page(self) -> SourcePage:
        page = self.pages.currentWidget()
        assert isinstance(page, SourcePage)
        return page

    @property
    def note(self) -> str:
        return self._note.text()

    @property
    def plan(self) -> Plan:
        return Plan(self.every.value() * 60.0, self.times.currentData()) if self.repeats.isChecked() else Plan()

    def open_for_selection(self) -> None:
        """Come to the front, meaning the units that are chosen, where there are some."""
        self.to.aim_at_selection()
        self.show()
        self.raise_()
        self.activateWindow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._kit.booth.stop_recording()

    # --- What one does

    def _listen(self) -> None:
        if self._kit.booth.recording is not None:
            self._kit.booth.stop_recording()
        else:
            self.page.fetch(self._hear, self)

    def _hear(self, take: Take) -> None:
        self._show_take(take)
        self._kit.booth.play_recording(take.wave)
        self._moving.start()
        self._move()

    def _keep(self) -> None:
        self.page.fetch(self._keep_take, self)

    def _keep_take(self, take: Take) -> None:
        self._show_take(take)
        name, library = self._name, self._kit.library
        self._kit.jobs.run(lambda: library.keep(name, take.text, take.wave), self._on_kept, self._on_failed, self)

    def _on_kept(self, kept: Kept) -> None:
        self._say(self.tr("Kept as {name}.").format(name=kept.name), "good")
        self.kept.refresh(kept)

    def _send(self) -> None:
        if self.send_button.isEnabled():
            self._say("")
            self.page.fetch(self._send_take, self)

    def _send_take(self, take: Take) -> None:
        audience = self.to.audience
        if audience is None:
            return
        self._show_take(take)
        name = take.name or self._name
        target = NewCall(CallKind.SHOUT, audience, name)
        # What is said to others is not said to oneself at the same time.
        self._kit.booth.stop_recording()
        series = self._kit.programme.begin(name, self.to.name, target, take.wave, self.plan)
        last = series.spoken[-1].sending
        if last.error is not None:
            self._on_failed(last.error)

    # --- What happens

    def _on_other(self) -> None:
        """Something else would be sent now."""
        self._take = None
        if isinstance(self.page, RecordPage) and self.page.is_ready:
            self.page.fetch(self._show_take, self)
        else:
            self.outline.show_wave(silence(0))
            self._length.setText("")
        self.name.setPlaceholderText(self.page.title or self.tr("Announcement"))
        self._enable()

    def _show_take(self, take: Take) -> None:
        self._take = take
        self.outline.show_wave(take.wave)
        limit_s = self._kit.programme.limit_s
        self._length.setText(clock_words(take.duration_s))
        set_role(self._length, "error" if limit_s is not None and take.duration_s > limit_s else "secondary")
        self._enable()

    def _on_failed(self, error: AppError) -> None:
        self._say(str(sentence(error)), "error")
        self._enable()

    def _move(self) -> None:
        """How far it has been listened to."""
        playing = self._kit.booth.recording
        if playing is None:
            self._moving.stop()
        duration_s = self._take.duration_s if self._take is not None else 0.0
        self.outline.show_position(playing.position_s / duration_s if playing is not None and duration_s else 0.0)
        self.listen_button.setText(self.tr("Stop listening") if playing is not None else self.tr("Listen"))

    def _enable(self) -> None:
        is_ready, is_kept = self.page.is_ready, self.page is self.kept
        self.listen_button.setEnabled(is_ready and bool(self._kit.booth.sound.loudspeaker))
        self.listen_button.setToolTip(
            "" if self._kit.booth.sound.loudspeaker else self.tr("There is no loudspeaker to hear it with")
        )
        self._naming.setVisible(not is_kept)
        self.keep_button.setEnabled(is_ready)
        self.send_button.setEnabled(is_ready and self.to.audience is not None)
        for choice in (self.every, self.times):
            choice.setEnabled(self.repeats.isChecked())

    def _say(self, text: str, role: str = "secondary") -> None:
        self._note.setText(text)
        set_role(self._note, role)

    @property
    def _name(self) -> str:
        return self.name.text().strip() or self.name.placeholderText()

    def _fill_times(self) -> None:
        for times in _TIMES:
            self.times.addItem(self.tr("{n} times").format(n=times), times)
        self.times.addItem(self.tr("until stopped"), None)
        self.times.setCurrentIndex(_TIMES.index(_USUAL_TIMES))
        self.times.setAccessibleName(self.tr("How often"))
        self.every.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.every.setSuffix(self.tr(" min"))
        self.every.setAccessibleName(self.tr("Minutes from one to the next"))

    def _connect(self) -> None:
        keep_tinted(self._kit.look, self.listen_button, Icon.PLAY)
        self.listen_button.clicked.connect(self._listen)
        self.keep_button.clicked.connect(self._keep)
        self.send_button.clicked.connect(self._send)
        send = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WindowShortcut)
        send.activated.connect(self._send)
        self.send_button.setToolTip(send.key().toString(QKeySequence.SequenceFormat.NativeText))
        self._moving = QTimer(self, interval=_MOVE_MS)
        self._moving.timeout.connect(self._move)
        self._move()
        self.pages.currentChanged.connect(self._on_other)
        self.repeats.toggled.connect(self._enable)
        self.to.changed.connect(self._enable)
        self._kit.booth.changed.connect(self._enable)

    def _lay_out(self) -> None:
        listening = _row(self.listen_button, self.outline, self._length, stretched=self.outline)
        self._naming.setLayout(
            _row(label(self.tr("Name"), "caption"), self.name, self.keep_button, stretched=self.name)
        )
        repeating = _row(self.repeats, self.every, self.times)
        repeating.addStretch(1)
        # Two lines of it, so that nothing moves when something is said.
        self._note.setMinimumHeight(2 * self._note.fontMetrics().lineSpacing())
        sending = _row(self._note, self.send_button, stretched=self._note)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.to)
        left.addWidget(self.pages, 1)
        left.addLayout(listening)
        left.addWidget(self._naming)
        left.addLayout(repeating)
        left.addLayout(sending)
        rule = QFrame()
        rule.setProperty("role", "rule")
        rule.setFixedWidth(1)
        self.running.setFixedWidth(self._kit.look.theme.px(_SIDE_PX))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(16, 14, 16, 16)
        whole.setSpacing(16)
        whole.addLayout(left, 1)
        whole.addWidget(rule)
        whole.addWidget(self.running)


def _row(*widgets: QWidget, stretched: QWidget | None = None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1 if widget is stretched else 0)
    return row
