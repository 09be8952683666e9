"""Buttons that talk to units, held by hand or left down by Enter."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from app.domain.event import DutyEnded, VoiceLinked, VoiceUnlinked
from app.domain.talk import VoiceLink, VoicePath
from tests.ui.widgets.fakes import happen, scene_of
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group
from ui.widgets.talk_buttons import TalkButtons

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def scene(qapp):
    scene = scene_of()
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))
    return scene


@pytest.fixture
def buttons(qtbot, scene):
    owner = QObject()
    made = TalkButtons(scene, Look(), DeskAction("Call", "Alt+T", Group.UNITS, owner))
    qtbot.addWidget(made)
    made.done = []
    made.held.connect(lambda *asked: made.done.append(asked))
    made.let_go.connect(lambda: made.done.append("let go"))
    made.show()
    made.show_units([2])
    yield made
    owner.deleteLater()


def test_held_it_talks_and_let_go_it_stops(buttons):
    QTest.mousePress(buttons.talk, LEFT)
    assert buttons.done == [((2,), False, False)]
    QTest.mouseRelease(buttons.talk, LEFT)
    assert buttons.done == [((2,), False, False), "let go"]


def test_enter_stays(buttons):
    QTest.keyClick(buttons.shout, Qt.Key.Key_Return)
    assert buttons.done == [((2,), True, True)]


def test_who_hears_and_why_nobody_does_is_said(buttons, scene, qtbot):
    assert buttons.said == "1 hears now"
    buttons.show_units([1, 2, 4])
    assert buttons.said == "1 hears now · 1 off duty · 1 without terminal"
    happen(scene, VoiceUnlinked(terminal=11))
    qtbot.waitUntil(lambda: buttons.said == "Nobody can hear: 1 off duty · 1 without terminal · 1 link lost")
    assert not buttons.talk.isEnabled()
    assert buttons.talk.toolTip() == buttons.said
    buttons.show_units([1])
    assert buttons.said == "Nobody can hear: no terminal"


def test_without_a_link_nobody_hears_whoever_has_one(buttons):
    buttons.show_link(is_linked=False)
    assert buttons.said == "nobody hears while there is no link"
    assert not buttons.talk.isEnabled() and not buttons.shout.isEnabled()
    buttons.show_link(is_linked=True)
    assert buttons.said == "1 hears now" and buttons.talk.isEnabled()


def test_a_button_under_the_hand_stays_pressed_when_the_last_hearer_goes(buttons, scene, qtbot):
    QTest.mousePress(buttons.talk, LEFT)
    happen(scene, DutyEnded(unit=2))
    qtbot.waitUntil(lambda: buttons.said == "Nobody can hear: off duty")
    assert buttons.talk.isEnabled()
    QTest.mouseRelease(buttons.talk, LEFT)
    assert buttons.done[-1] == "let go"
    assert not buttons.talk.isEnabled()


@pytest.mark.parametrize("happens", ["others", "hidden"])
def test_other_units_are_never_talked_to_by_a_button_that_is_still_down(buttons, happens):
    QTest.mousePress(buttons.talk, LEFT)
    if happens == "others":
        buttons.show_units([1, 2])
    else:
        buttons.hide()
    assert buttons.done == [((2,), False, False), "let go"]
