"""The door through which every pane talks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from app.domain.audience import UnitsAudience
from app.domain.event import BurstStarted, TalkgroupRegistered
from app.domain.talk import Burst, CallKind, Priority, Talkgroup
from tests.ui.widgets.fakes import happen, scene_of
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.talk_port import CallTarget, NewCall
from ui.workplace_voice import WorkplaceVoice

PATROL = 31


@pytest.fixture
def voice(qtbot, tmp_path, monkeypatch):
    scene = scene_of()
    group = Talkgroup(number=PATROL, name="Patrol", audience=UnitsAudience(units=(1, 2, 3)))
    happen(scene, TalkgroupRegistered(talkgroup=group))
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = WorkplaceVoice(scene, Selection(), None, Look(), settings, {}, 22)
    qtbot.addWidget(made.bar)
    made.pressed = []
    monkeypatch.setattr(made.voice, "press", lambda target, **_: made.pressed.append(target))
    monkeypatch.setattr(made.voice, "release", lambda: made.pressed.append("release"))
    yield made
    made.stop()


def call(*units, kind=CallKind.PRIVATE):
    return NewCall(kind, UnitsAudience(units=units))


def test_who_is_held_is_talked_to_and_afterwards_the_key_means_whom_it_meant_before(voice):
    voice.talk_to([1])
    voice.hold([2], is_shout=True)
    assert voice.pressed == [call(2, kind=CallKind.SHOUT)]
    voice.let_go()
    voice.key.down()
    voice.key.up()
    assert voice.pressed[1:] == ["release", call(1), "release"]
    # However soon it follows, another press is not the second of a double one, which would stay.
    voice.hold([2])
    assert not voice.key.is_latched
    voice.let_go()


def test_what_stays_is_ended_by_the_next_press_of_anything_that_talks(voice):
    voice.hold([2], stays=True)
    voice.let_go()
    assert voice.pressed == [call(2)]
    voice.hold([1])
    assert voice.pressed == [call(2), "release"]
    assert voice.choice.target() == CallTarget(PATROL)


def test_the_selection_is_called_as_it_is_now(voice):
    assert not voice.call.isEnabled()
    voice._selection.set([3, 1])
    voice.call.trigger()
    voice._selection.set([2])
    assert voice.choice.target() == call(1, 3, kind=CallKind.GROUP)
    voice.back_to_talkgroup()
    assert voice.choice.target() == CallTarget(PATROL)


def test_an_emergency_is_answered_where_it_was_said_and_who_called_is_chosen(voice):
    voice.talk_to([1])
    said = Burst(number=901, call=PATROL, kind=CallKind.TALKGROUP, priority=Priority.EMERGENCY, by=11)
    happen(voice._scene, BurstStarted(burst=said))
    assert not voice.emergency.isHidden()
    voice.answer_emergency()
    assert voice._selection.units == (2,)
    assert voice.choice.target() == CallTarget(PATROL)
    assert voice.emergency.isHidden()


def test_an_emergency_in_a_call_that_is_over_is_answered_to_who_called(voice):
    said = Burst(number=901, call=555, kind=CallKind.PRIVATE, priority=Priority.EMERGENCY, by=11)
    happen(voice._scene, BurstStarted(burst=said))
    voice.answer_emergency()
    assert voice.choice.target() == call(2)
