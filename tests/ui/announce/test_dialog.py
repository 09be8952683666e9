"""The announcement dialog, by keys alone."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.audience import AgencyAudience, TerminalsAudience, UnitsAudience
from app.domain.errors import AppError
from app.domain.event import BurstReceived, BurstStarted
from app.domain.talk import Burst, CallKind, Hearing, Priority, Receipt
from app.voice.wave import RATE_HZ, silence
from tests.ui.announce.fakes import HUM
from tests.ui.widgets.fakes import happen
from ui.announce.series import Plan
from ui.bridge.speech import SendPhase
from ui.widgets.talk_port import SoundState

TEXT = "The road at the north gate is closed. Use the bridge until further notice."


def press(key, *, on=None, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(on or QApplication.focusWidget(), key, modifiers)


def record(stand, wave=HUM):
    stand.booth.hears = wave
    stand.dialog.record.record_button.setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)


def type_text(stand, qtbot, text=TEXT):
    stand.dialog.pages.setCurrentWidget(stand.dialog.text)
    qtbot.waitUntil(lambda: stand.dialog.text.voice.count() > 0)
    stand.dialog.text.text.setFocus()
    QTest.keyClicks(stand.dialog.text.text, text)


def send():
    press(Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)


def test_what_is_recorded_is_heard_and_sent_as_a_shout(stand):
    assert not stand.dialog.send_button.isEnabled()
    record(stand)
    stand.dialog.listen_button.setFocus()
    press(Qt.Key.Key_Return)
    assert [wave.size for wave in stand.booth.played] == [HUM.size]
    send()
    ((target, wave),) = stand.mouth.said
    assert (target.kind, target.audience) == (CallKind.SHOUT, AgencyAudience(agency="Patrol police"))
    assert np.array_equal(wave, HUM)
    assert stand.dialog.to.said.startswith("1 hears now · 2 ")


def test_a_recording_of_nothing_says_so_and_is_not_sent(stand):
    record(stand, silence(RATE_HZ))
    assert stand.dialog.record.said.startswith("Nothing was heard")
    send()
    assert stand.mouth.said == []


def test_it_goes_to_the_selection_as_it_is_when_it_is_sent(stand):
    stand.selection.set([2, 3])
    stand.dialog.open_for_selection()
    record(stand)
    stand.selection.set([2])
    send()
    stand.selection.set([])
    assert stand.mouth.said[0][0].audience == UnitsAudience(units=(2,))
    assert not stand.dialog.send_button.isEnabled()
    assert stand.dialog.to.said.startswith("Nobody is selected")


def test_terminals_are_ticked_by_enter(stand):
    record(stand)
    stand.dialog.to.to.editor.setFocus()
    press(Qt.Key.Key_End)
    assert not stand.dialog.send_button.isEnabled()
    shown, rows = stand.dialog.to.terminals.list, stand.dialog.to.terminals.rows
    texts = [rows.data(rows.index(row)) for row in range(rows.rowCount())]
    assert texts == ["S-09 · iPhone – off duty", "V-07 · Pixel"]
    shown.setFocus()
    shown.setCurrentIndex(rows.index(1))
    press(Qt.Key.Key_Return)
    send()
    assert stand.mouth.said[0][0].audience == TerminalsAudience(terminals=(11,))


def test_a_text_is_spoken_by_the_chosen_voice_and_only_once(stand, qtbot):
    type_text(stand, qtbot)
    assert stand.dialog.text.voice.currentText() == "English (Great Britain)"
    stand.dialog.text.rate.setFocus()
    press(Qt.Key.Key_Up)
    stand.dialog.listen_button.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(stand.booth.played) == 1)
    send()
    assert stand.engine.spoken == [(TEXT, "en-gb", 1.1)]
    assert stand.mouth.said[0][0].name == "The road at the north gate is closed. …"
    stand.dialog.text.text.setFocus()
    QTest.keyClicks(stand.dialog.text.text, "!")
    send()
    qtbot.waitUntil(lambda: len(stand.mouth.said) == 2)
    assert [text for text, _, _ in stand.engine.spoken] == [TEXT, f"{TEXT}!"]


def test_an_engine_that_fails_says_why_in_its_words(stand, qtbot):
    stand.engine.fault = AppError("speech.failed", engine="Engine", reason="no such voice")
    type_text(stand, qtbot)
    send()
    qtbot.waitUntil(lambda: "no such voice" in stand.dialog.note)
    assert stand.mouth.said == []
    assert stand.dialog.send_button.isEnabled()


def test_without_an_engine_the_dialog_says_so_and_what_to_do(stand, qtbot):
    stand.engines.clear()
    stand.dialog.pages.setCurrentWidget(stand.dialog.text)
    qtbot.waitUntil(lambda: stand.dialog.text.shown.pane._do.text().startswith("Install eSpeak NG"))
    assert not stand.dialog.send_button.isEnabled()
    assert stand.dialog.text.shown.pane._button.text() == "Look again"


def test_one_is_kept_picked_renamed_and_deleted(stand, qtbot):
    record(stand)
    stand.dialog.name.setFocus()
    QTest.keyClicks(stand.dialog.name, "Road closed")
    stand.dialog.keep_button.setFocus()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: stand.dialog.note == "Kept as Road closed.")
    kept = stand.dialog.kept
    stand.dialog.pages.setCurrentWidget(kept)
    qtbot.waitUntil(lambda: kept.is_ready)
    send()
    qtbot.waitUntil(lambda: len(stand.mouth.said) == 1)
    assert stand.mouth.said[0][0].name == "Road closed"
    kept.list.setFocus()
    press(Qt.Key.Key_F2)
    QTest.keyClicks(QApplication.focusWidget(), "North gate\r")
    qtbot.waitUntil(lambda: [one.name for one in stand.library.all()] == ["North gate"])
    qtbot.waitUntil(lambda: kept.title == "North gate")
    kept.list.setFocus()
    press(Qt.Key.Key_Delete)
    box = QApplication.activeModalWidget()
    press(Qt.Key.Key_Return, on=next(one for one in box.buttons() if one.text() == "Delete"))
    qtbot.waitUntil(lambda: not stand.library.all() and not kept.is_ready)


def test_repeats_are_planned_shown_and_stopped(stand):
    record(stand)
    stand.dialog.repeats.setFocus()
    press(Qt.Key.Key_Space)
    stand.dialog.times.setFocus()
    press(Qt.Key.Key_End)
    assert stand.dialog.plan == Plan(300.0, None)
    send()
    stand.mouth.tell(1, SendPhase.ON_AIR, burst=900)
    row = stand.dialog.running.tree.topLevelItem(0)
    assert row.child(0).text(0).endswith("  speaking")
    stand.mouth.tell(1, SendPhase.SENT, burst=900)
    name, state = row.text(0).split("\n")
    assert name == "Announcement · Patrol"
    assert state.startswith("next ") and state.endswith(" · 1 spoken")
    stand.dialog.running.tree.setFocus()
    press(Qt.Key.Key_Delete)
    assert stand.programme.series[0].is_over
    assert not stand.dialog.running.stop_button.isEnabled()


def test_who_heard_it_is_told_as_it_comes_and_who_did_not_and_why(stand, qtbot):
    record(stand)
    send()
    stand.mouth.tell(1, SendPhase.SENT, burst=900)
    burst = Burst(number=900, call=5, kind=CallKind.SHOUT, priority=Priority.DISPATCHER, by=21, units=(2, 4))
    receipts = (
        Receipt(number=11, hearing=Hearing.PLAYED),
        Receipt(number=12, hearing=Hearing.FAILED, reason="off_duty"),
        Receipt(number=22, hearing=Hearing.PLAYED),
    )
    happen(stand.scene, BurstStarted(burst=burst), BurstReceived(burst=900, receipts=receipts))
    time = stand.dialog.running.tree.topLevelItem(0).child(0)
    qtbot.waitUntil(lambda: time.text(0).endswith("  1 of 2 played"))
    assert time.toolTip(0) == "S-09: off duty"


def test_one_that_cannot_be_said_now_says_so_and_is_not_said_later(stand):
    stand.mouth.refusal = AppError("announcement.no_link")
    record(stand)
    send()
    assert stand.dialog.note.startswith("There is no connection for speech")
    time = stand.dialog.running.tree.topLevelItem(0).child(0)
    assert "  There is no connection for speech" in time.text(0)
    assert stand.programme.series[0].is_over
    assert time.foreground(0).color().name() == stand.look.theme.error.ink.lower()
    assert not time.icon(0).isNull()


def test_without_a_microphone_a_text_or_a_file_is_left(stand, tmp_path, qtbot):
    stand.booth.sound = SoundState("", "Loop")
    stand.booth.changed.emit()
    page = stand.dialog.record
    assert not page.record_button.isEnabled()
    assert page.said == "There is no microphone. Type a text, or take a file."
    kept = stand.library.keep("Evacuate", "", HUM)
    page.take_file(str(kept.file))
    qtbot.waitUntil(lambda: page.is_ready)
    send()
    assert len(stand.mouth.said) == 1
    (tmp_path / "not.wav").write_bytes(b"no")
    page.take_file(str(tmp_path / "not.wav"))
    qtbot.waitUntil(lambda: page.said.startswith("This is no WAV"))


def test_what_is_shown_and_enabled_stays_so_while_one_records_and_closes(stand):
    stand.booth.hears = HUM
    stand.dialog.record.record_button.setFocus()
    press(Qt.Key.Key_Return)
    assert not stand.dialog.send_button.isEnabled()
    press(Qt.Key.Key_Escape)
    assert not stand.dialog.isVisible()
    stand.dialog.open_for_selection()
    assert stand.dialog.record.is_ready


def test_without_a_link_it_says_of_nobody_that_they_hear(stand):
    assert "hears now" in stand.dialog.to.said
    stand.mouth.limit_s = None
    stand.booth.changed.emit()
    assert stand.dialog.to.said == "nobody hears while there is no link"
    stand.mouth.limit_s = 60.0
    stand.booth.changed.emit()
    assert "hears now" in stand.dialog.to.said
