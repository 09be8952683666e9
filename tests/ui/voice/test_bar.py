"""The talk bar as a dispatcher reads and works it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.domain.audience import AgencyAudience, UnitsAudience
from app.domain.event import BurstReceived, BurstStarted, TalkgroupRegistered, TalkgroupRetired, VoiceUnlinked
from app.domain.talk import Burst, BurstEnd, CallKind, Hearing, Priority, Receipt, Talkgroup, VoicePath
from app.voice.talk_state import Phase
from tests.ui.voice.conftest import CALL, OPERATOR, PATROL, TRAFFIC, call_from
from tests.ui.widgets.fakes import happen
from ui.voice.choice import TalkChoice
from ui.widgets.talk_port import CallTarget, NewCall, SoundState, VoiceState

TERMINAL = 11

_WHEEL = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)


def names(stand) -> list[str]:
    return [chip.text() for chip in stand.bar.chips.shown()]


def chip(stand, call):
    return next(chip for chip in stand.bar.chips.shown() if chip.call == call)


def test_groups_are_there_and_heard_and_the_first_is_talked_into(stand):
    assert names(stand) == ["Patrol ●", "Traffic ●"]
    assert chip(stand, PATROL).isChecked()
    assert set(stand.talk.sounds) == {PATROL, TRAFFIC}
    assert stand.talk.sounds[PATROL].place != stand.talk.sounds[TRAFFIC].place


def test_another_group_is_talked_into_by_keys_alone(stand):
    chip(stand, PATROL).setFocus()
    QTest.keyClick(chip(stand, PATROL), Qt.Key.Key_Right)
    assert chip(stand, TRAFFIC).hasFocus()
    QTest.keyClick(chip(stand, TRAFFIC), Qt.Key.Key_Return)
    assert stand.choice.target() == CallTarget(TRAFFIC)
    assert not chip(stand, PATROL).isChecked()


def test_a_muted_group_says_so_is_not_heard_and_stays_muted(stand, settings):
    QTest.keyClick(chip(stand, TRAFFIC), Qt.Key.Key_M)
    assert names(stand) == ["Patrol ●", "Traffic ○"]
    assert stand.talk.sounds[TRAFFIC].is_muted
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert TalkChoice(stand.scene, stand.selection, again, OPERATOR).is_muted(TRAFFIC)


def test_who_can_hear_is_said_before_the_key_goes_down(stand, qtbot):
    assert stand.bar.hearers_said == "To Patrol: 1 hears now · 2 without terminal"
    happen(stand.scene, VoiceUnlinked(terminal=TERMINAL))
    qtbot.waitUntil(
        lambda: stand.bar.hearers_said == "To Patrol: nobody hears now · 2 without terminal · 1 link lost"
    )


def test_nobody_is_said_to_hear_while_there_is_no_link(stand):
    stand.talk.voice = VoiceState()
    stand.talk.changed.emit()
    assert stand.bar.hearers_said == "To Patrol: nobody hears while there is no link"
    stand.talk.voice = VoiceState(VoicePath.UDP)
    stand.talk.changed.emit()
    assert stand.bar.hearers_said == "To Patrol: 1 hears now · 2 without terminal"


FILES = SoundState("File: a-phrase.opus", "File: heard.wav", is_microphone_file=True, is_loudspeaker_file=True)


NONE_TOLD = "No microphone, no loudspeaker: all else works"
FILES_TOLD = "File: a-phrase.opus and File: heard.wav instead of sound devices"


@pytest.mark.parametrize(
    ("sound", "width", "said", "hint"),
    [
        (SoundState("", ""), 1150, "No sound devices", NONE_TOLD),
        (SoundState("", ""), 1920, NONE_TOLD, ""),
        (FILES, 1150, "Sound: files", FILES_TOLD),
        (FILES, 1920, FILES_TOLD, ""),
    ],
)
def test_what_there_is_to_say_of_devices_is_told_at_length_or_in_brief_and_never_cut(
    stand, qtbot, sound, width, said, hint
):
    many_groups(stand, 4)
    stand.talk.sound = sound
    stand.talk.changed.emit()
    stand.window.resize(width, 160)
    told = stand.bar._sound
    qtbot.waitUntil(lambda: stand.bar.width() == width and told.text() == said)
    qtbot.waitUntil(lambda: told.width() >= told.fontMetrics().horizontalAdvance(said))
    told.grab()
    assert told.toolTip() == hint


def many_groups(stand, count):
    """As many more, whose names are as long as those of agencies."""
    names = ("Agency police", "Security volunteers", "Social patrols", "Station", "Traffic security")
    groups = (
        Talkgroup(number=100 + at, name=names[at % len(names)], audience=AgencyAudience(agency="x"))
        for at in range(count)
    )
    happen(stand.scene, *(TalkgroupRegistered(talkgroup=group) for group in groups))


@pytest.mark.parametrize("sound", [SoundState("Mic", "Loop"), FILES])
def test_where_there_is_room_all_groups_stand_there(stand, qtbot, sound):
    many_groups(stand, 5)
    stand.talk.sound = sound
    stand.talk.changed.emit()
    assert len(stand.bar.chips.shown()) < 7
    stand.window.resize(1920, 160)
    qtbot.waitUntil(lambda: len(stand.bar.chips.shown()) == 7)
    assert stand.bar.chips._more.isHidden()


@pytest.mark.parametrize("width", [1150, 1366, 1600, 1920])
def test_no_group_comes_or_goes_because_somebody_talks(stand, qtbot, width):
    many_groups(stand, 12)
    stand.window.resize(width, 160)
    qtbot.waitUntil(lambda: stand.bar.width() == width)
    before = [chip.call for chip in stand.bar.chips.shown()]
    talked_into = chip(stand, stand.choice.call).geometry()
    stand.talk.take(stand.choice.call, TERMINAL)
    QTest.qWaitForWindowExposed(stand.window)
    assert [chip.call for chip in stand.bar.chips.shown()] == before
    qtbot.waitUntil(lambda: stand.bar._status.width() >= stand.look.theme.px(168))
    assert chip(stand, stand.choice.call).geometry().left() == talked_into.left()
    assert stand.bar.minimumSizeHint().width() <= width


def test_what_else_gets_a_sign_in_the_bar_takes_its_room_from_the_groups(stand, qtbot):
    many_groups(stand, 12)
    before = len(stand.bar.chips.shown())
    sign = QLabel("An announcement runs")
    sign.setFixedWidth(300)
    stand.bar.add_sign(sign)
    sign.show()
    qtbot.waitUntil(lambda: len(stand.bar.chips.shown()) < before)
    assert stand.bar.minimumSizeHint().width() <= stand.bar.width()


def test_the_selection_can_be_talked_to_and_is_followed(stand):
    aims = stand.bar.aims
    assert aims.selected.isHidden()
    stand.selection.set([2, 1])
    assert aims.selected.text() == "+2 selected"
    aims.selected.click()
    assert stand.choice.target() == NewCall(CallKind.GROUP, UnitsAudience(units=(1, 2)))
    assert stand.bar.hearers_said == "To 2 selected: 1 hears now · 1 without terminal"
    stand.selection.set([2])
    assert stand.choice.target() == NewCall(CallKind.PRIVATE, UnitsAudience(units=(2,)))
    stand.selection.clear()
    assert stand.choice.target() == CallTarget(PATROL)


def test_who_talks_stands_there_with_the_time(stand):
    stand.talk.take(PATROL, TERMINAL)
    assert stand.bar.said == "V-07 talking 0:04"
    assert names(stand)[0] == "Patrol ▶"
    stand.talk.idle(PATROL)
    assert stand.bar.said == ""
    assert not stand.bar._moving.isActive()


@pytest.mark.parametrize(
    ("phase", "fields", "said"),
    [
        (Phase.ASKED, {}, "Asking …"),
        (Phase.ON_AIR, {"limit_s": 60.0}, "ON AIR 0:04, 0:55 left"),
        (Phase.QUEUED, {"position": 2, "holder": TERMINAL}, "Waiting, 2 in line; V-07 talks"),
        (Phase.QUEUED, {"position": 1, "holder": TERMINAL}, "Waiting, you are next; V-07 talks"),
        (Phase.DENIED, {"code": "floor.busy"}, "Somebody is talking, and nobody else can wait for that."),
        (
            Phase.DENIED,
            {"code": "floor.busy", "holder": TERMINAL},
            "V-07 talks. Somebody is talking, and nobody else can wait for that.",
        ),
        (Phase.REVOKED, {"end": BurstEnd.TIME_LIMIT}, "Stop: your time is over"),
        (Phase.REVOKED, {"end": BurstEnd.PRE_EMPTED}, "Stop: somebody with priority talks"),
        (Phase.IDLE, {}, ""),
    ],
)
def test_ones_own_state_is_told(stand, phase, fields, said):
    stand.talk.become(phase, **fields)
    assert stand.bar.said == said


@pytest.mark.parametrize(
    ("priority", "said"),
    [
        (Priority.DISPATCHER, "Stop: Night shift talks with priority"),
        (Priority.EMERGENCY, "Stop: EMERGENCY, Night shift talks"),
    ],
)
def test_who_was_cut_off_is_told_by_whom(stand, priority, said):
    # The call that ``become`` talks into.
    stand.talk.take(1, OPERATOR, priority)
    stand.talk.become(Phase.REVOKED, end=BurstEnd.PRE_EMPTED)
    assert stand.bar.said == said
    assert stand.bar._status.property("role") == "stop"


def test_that_the_time_is_over_soon_is_told_in_another_colour(stand):
    stand.talk.become(Phase.ON_AIR, limit_s=60.0)
    assert stand.bar._status.property("role") == "strong"
    stand.now[0] += 45.6
    stand.bar._moving.timeout.emit()
    assert stand.bar.said == "ON AIR 0:50, 0:09 left"
    assert stand.bar._status.property("role") == "soon"


def test_who_speaks_into_nothing_is_told_at_once(stand):
    stand.talk.become(Phase.ON_AIR, limit_s=60.0)
    stand.talk.sound = SoundState("", "Loop")
    stand.talk.changed.emit()
    assert stand.bar.said == "NOT HEARD: no microphone"
    assert stand.bar.button.property("role") == "danger"
    assert stand.bar._status.property("role") == "stop"


def test_after_a_burst_it_is_told_who_heard_it_and_why_the_others_did_not(stand, qtbot):
    burst = Burst(number=901, call=PATROL, kind=CallKind.TALKGROUP, priority=Priority.DISPATCHER, by=OPERATOR)
    happen(stand.scene, BurstStarted(burst=burst))
    stand.talk.become(Phase.ON_AIR, limit_s=60.0, burst=901)
    stand.talk.become(Phase.IDLE)
    assert stand.bar.said == ""
    receipts = [Receipt(number=11, hearing=Hearing.SENT), Receipt(number=OPERATOR, hearing=Hearing.PLAYED)]
    happen(stand.scene, BurstReceived(burst=901, receipts=receipts))
    assert stand.bar.said == "Sent to 1"
    missed = Receipt(number=12, hearing=Hearing.FAILED, reason="link_lost")
    happen(stand.scene, BurstReceived(burst=901, receipts=(missed,)))
    assert stand.bar.said == "Heard by 0 of 2: 1 link lost · 1 not confirmed"
    happen(
        stand.scene, BurstReceived(burst=901, receipts=(Receipt(number=11, hearing=Hearing.PLAYED, share=1.0),))
    )
    assert stand.bar.said == "Heard by 1 of 2: 1 link lost"
    stand.bar._status.grab()
    assert stand.bar._status.toolTip() == "S-09: link lost"
    stand.talk.take(PATROL, 11)
    assert stand.bar.said.startswith("V-07 talking")
    stand.talk.idle(PATROL)
    stand.bar._status._last._forgetting.timeout.emit()
    assert stand.bar.said == ""


def test_the_way_of_speech_is_told_quietly(stand):
    stand.talk.voice = VoiceState(VoicePath.WEBSOCKET, loss=0.07)
    stand.talk.changed.emit()
    assert stand.bar._path.text() == "WebSocket, 7 % lost"
    stand.talk.voice = VoiceState()
    stand.talk.changed.emit()
    assert stand.bar._path.text() == "No link"


@pytest.mark.parametrize(
    ("sound", "said"),
    [
        (SoundState("Mic", "Loop"), ""),
        (SoundState("Mic", ""), "No loudspeaker: everything works but hearing"),
        (SoundState("", ""), "No microphone, no loudspeaker: all else works"),
        (SoundState("", "Loop"), "No microphone: everything works but talking"),
        (SoundState("Mic", "Loop", "", "Headset"), "Headset is gone; using Loop"),
        (SoundState("File: a.wav", "Loop", is_microphone_file=True), "File: a.wav instead of a microphone"),
    ],
)
def test_what_is_missing_is_told(stand, sound, said):
    stand.talk.sound = sound
    stand.talk.changed.emit()
    assert stand.bar._sound.text() == said


def test_the_last_burst_is_heard_again(stand):
    stand.bar.last.click()
    assert stand.talk.done == ["replay"]


def test_many_groups_stand_behind_a_button_but_not_what_is_talked_into_nor_who_calls(stand):
    groups = [Talkgroup(number=100 + i, name=f"Group {i}", audience=AgencyAudience(agency="x")) for i in range(20)]
    happen(stand.scene, *(TalkgroupRegistered(talkgroup=group) for group in groups))
    stand.choice.talk_into(119)
    call_from(stand)
    shown = {chip.call for chip in stand.bar.chips.shown()}
    assert {119, CALL} <= shown
    assert len(shown) < 10
    assert stand.bar.chips._more.text() == f"+{23 - len(shown)} …"
    assert stand.bar.minimumSizeHint().width() < 1366


def test_a_group_that_is_retired_is_talked_into_no_more(stand):
    happen(stand.scene, TalkgroupRetired(talkgroup=PATROL))
    assert names(stand) == ["Traffic ●"]
    assert stand.choice.target() == CallTarget(TRAFFIC)


def test_an_emergency_is_said_and_red_wherever_it_is(stand):
    stand.talk.take(PATROL, OPERATOR)
    stand.talk.take(TRAFFIC, 11, Priority.EMERGENCY)
    assert stand.bar.said.startswith("EMERGENCY: ")
    assert stand.bar._status.property("role") == "alarm"
    roles = {chip.call: chip.property("role") for chip in stand.bar.chips.shown()}
    assert roles == {PATROL: "chip", TRAFFIC: "alarm_on"}
    stand.talk.idle(TRAFFIC)
    assert not stand.bar.said.startswith("EMERGENCY") and stand.bar._status.property("role") == "strong"
    stand.talk.become(Phase.ON_AIR, limit_s=60.0, is_emergency=True)
    assert stand.bar.said.startswith("ON AIR") and stand.bar.button.text() == "EMERGENCY"
    assert stand.bar._status.property("role") == "alarm"


def test_whether_a_muted_group_is_heard_is_told(stand):
    stand.choice.mute(TRAFFIC, True)
    stand.talk.take(TRAFFIC, 11, is_heard=False)
    assert stand.bar.said.endswith(", muted here")
    assert names(stand) == ["Patrol ●", "Traffic ▷"]
    stand.talk.take(TRAFFIC, 11, Priority.EMERGENCY)
    assert stand.bar.said.startswith("EMERGENCY: ") and stand.bar.said.endswith(", mute lifted")
    assert "muted, but for emergencies" in chip(stand, TRAFFIC).toolTip()
    stand.talk.idle(TRAFFIC)
    assert stand.choice.is_muted(TRAFFIC) and names(stand) == ["Patrol ●", "Traffic ○"]
    stand.talk.take(999, 11, Priority.EMERGENCY, is_heard=False)
    assert stand.bar.said.endswith(", not heard here")


def test_the_group_of_an_emergency_stands_there_however_little_room_there_is(stand):
    fields = ((40 + n, f"Group with quite a long name {n}") for n in range(9))
    for number, name in fields:
        group = Talkgroup(number=number, name=name, audience=AgencyAudience(agency=name))
        happen(stand.scene, TalkgroupRegistered(talkgroup=group))
    assert 48 not in [shown.call for shown in stand.bar.chips.shown()]
    stand.talk.take(48, 11, Priority.EMERGENCY)
    assert chip(stand, 48).property("role") == "alarm_on"


def test_who_waits_next_is_told(stand):
    stand.talk.waiting[PATROL] = (OPERATOR,)
    stand.talk.take(PATROL, 11)
    first = stand.bar.said
    assert ", next: " in first and "more" not in first
    stand.talk.waiting[PATROL] = (OPERATOR, 11, 12)
    stand.talk.changed.emit()
    assert stand.bar.said.endswith(" and 2 more")


def test_each_group_has_a_volume_that_is_kept(stand, settings):
    chip = next(chip for chip in stand.bar.chips.shown() if chip.call == TRAFFIC)
    for _ in range(2):
        QTest.keyClick(chip, Qt.Key.Key_Minus)
    assert stand.talk.sounds[TRAFFIC].gain_db == -6.0 and stand.talk.sounds[PATROL].gain_db == 0.0
    assert "-6 dB" in chip.toolTip()
    middle = chip.rect().center()
    up = QWheelEvent(middle, chip.mapToGlobal(middle), QPoint(), QPoint(0, 120), *_WHEEL)
    QApplication.sendEvent(chip, up)
    assert stand.talk.sounds[TRAFFIC].gain_db == -3.0
    again = TalkChoice(stand.scene, stand.selection, settings, OPERATOR)
    assert (again.gain_db(TRAFFIC), again.gain_db(PATROL)) == (-3.0, 0.0)
    for _ in range(20):
        QTest.keyClick(chip, Qt.Key.Key_Plus)
    assert stand.choice.gain_db(TRAFFIC) == 12.0
