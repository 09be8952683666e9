"""Whom the talk key means, when that is not a talkgroup."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.audience import UnitsAudience
from app.domain.event import CallClosed, UnitRegistered
from app.domain.talk import CallKind
from app.voice.talk_state import Phase
from tests.ui.voice.conftest import CALL, OPERATOR, PATROL, TRAFFIC, call_from
from tests.ui.widgets.fakes import happen, unit
from ui.voice.aim import UnitsGroup
from ui.voice.open_calls import RECENT_S
from ui.widgets.talk_port import CallTarget, NewCall


def aim(stand, *units, is_shout=False):
    stand.choice.talk_to(UnitsGroup(units), is_shout=is_shout)


def names(stand):
    return [chip.text() for chip in stand.bar.chips.shown()]


def test_units_that_the_key_is_aimed_at_stay_the_same_when_others_are_selected(stand):
    aim(stand, 2, 1)
    stand.selection.set([3])
    assert stand.choice.target() == NewCall(CallKind.GROUP, UnitsAudience(units=(1, 2)))
    assert stand.bar.aims.aimed.text() == "D-03, V-07 ✕"
    assert stand.bar.hearers_said == "To D-03, V-07: 1 hears now · 1 without terminal"


@pytest.mark.parametrize("go_back", ["escape", "press"])
def test_one_key_leads_back_to_the_talkgroup(stand, go_back):
    stand.choice.talk_into(TRAFFIC)
    aim(stand, 1)
    if go_back == "escape":
        QTest.keyClick(stand.bar.aims.aimed, Qt.Key.Key_Escape)
    else:
        QTest.keyClick(stand.bar.aims.aimed, Qt.Key.Key_Return)
    assert stand.choice.target() == CallTarget(TRAFFIC)
    assert stand.bar.aims.isHidden()


def test_a_shout_is_never_the_default_and_says_what_it_is(stand):
    aim(stand, 2)
    assert not stand.bar.aims.shout.isChecked()
    assert stand.bar.button.text() == "TALK"
    stand.bar.aims.shout.click()
    assert stand.choice.target() == NewCall(CallKind.SHOUT, UnitsAudience(units=(2,)))
    assert stand.bar.hearers_said == "Aloud: 1 hears now, out of the loudspeakers of V-07"
    assert (stand.bar.button.text(), stand.bar.button.property("role")) == ("SHOUT", "alarm")
    stand.talk.become(Phase.ON_AIR, limit_s=60.0)
    assert stand.bar.button.property("role") == "alarm_on"
    stand.choice.back()
    aim(stand, 2)
    assert stand.choice.target() == NewCall(CallKind.PRIVATE, UnitsAudience(units=(2,)))


def test_units_that_are_held_are_meant_only_while_they_are(stand):
    aim(stand, 1)
    stand.choice.hold(UnitsGroup([2]), is_shout=True)
    assert stand.choice.target() == NewCall(CallKind.SHOUT, UnitsAudience(units=(2,)))
    assert stand.bar.aims.aimed.text() == "V-07"
    stand.choice.let_go()
    assert stand.choice.target() == NewCall(CallKind.PRIVATE, UnitsAudience(units=(1,)))


def test_who_can_hear_is_listed_by_reason_and_one_of_them_is_chosen_by_keys_alone(stand, qtbot):
    chosen = []
    stand.bar.hearers.unit_chosen.connect(chosen.append)
    QTest.keyClick(stand.bar.hearers, Qt.Key.Key_Return)
    listed = stand.bar.hearers.listed
    deaf = ["No terminal: 2", "    D-03 Patrol car", "    D-11 Mounted pair"]
    assert listed.rows == [*deaf, "Hear now: 1", "    V-07 Kamppi foot patrol"]
    happen(stand.scene, UnitRegistered(unit=unit(9, "D-20")))
    qtbot.waitUntil(lambda: "    D-20" in listed.rows)
    QTest.keyClick(listed.view, Qt.Key.Key_Down)
    QTest.keyClick(listed.view, Qt.Key.Key_Return)
    assert chosen == [1]
    assert not listed.isVisible()
    QTest.keyClick(stand.bar.hearers, Qt.Key.Key_Return)
    QTest.keyClick(listed.view, Qt.Key.Key_Escape)
    assert not listed.isVisible()


def test_a_call_from_a_terminal_has_a_chip_is_heard_and_is_answered_by_aiming_at_it(stand):
    call_from(stand)
    assert names(stand) == ["Patrol ●", "Traffic ●", "V-07 ●"]
    assert CALL in stand.talk.sounds
    stand.bar.chips.shown()[-1].click()
    assert stand.choice.target() == CallTarget(CALL)
    assert stand.bar.hearers_said == "To V-07: 1 hears now"
    happen(stand.scene, CallClosed(call=CALL))
    assert names(stand) == ["Patrol ●", "Traffic ●"]
    assert stand.choice.target() == CallTarget(PATROL)


def test_what_is_not_said_to_this_desk_has_no_chip(stand):
    call_from(stand, opened_by=OPERATOR, by=OPERATOR)
    call_from(stand, call=601, opened_by=21)
    assert names(stand) == ["Patrol ●", "Traffic ●"]


def test_a_call_that_has_long_been_silent_has_no_chip_any_more(stand):
    call_from(stand)
    stand.scene.clock.pass_s(RECENT_S + 1)
    stand.choice._open.look()
    assert names(stand) == ["Patrol ●", "Traffic ●"]


def test_a_call_that_was_muted_stays_so_when_it_has_no_chip(stand):
    call_from(stand)
    stand.choice.mute(CALL, True)
    stand.scene.clock.pass_s(RECENT_S + 1)
    stand.choice._open.look()
    assert names(stand) == ["Patrol ●", "Traffic ●"]
    assert stand.talk.sounds[CALL].is_muted
    happen(stand.scene, CallClosed(call=CALL))
    assert CALL not in stand.talk.sounds
