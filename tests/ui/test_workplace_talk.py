"""From what the panes ask to what the talk key does, and back to what the map shows of it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, QSettings, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication

from app.domain.audience import UnitsAudience
from app.domain.event import VoiceLinked, VoiceUnlinked
from app.domain.talk import CallKind, Priority, VoiceLink, VoicePath
from app.voice.talk_state import Phase, TalkState
from tests.ui.widgets.fakes import CAMERAS, happen, scene_of
from ui.map.lasso import Lasso
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.widgets.talk_port import Held, NewCall, VoiceState
from ui.workplace_talk import SourceTalk, WorkplaceTalk
from ui.workplace_voice import WorkplaceVoice

TERMINAL, OF_OFF_DUTY = 11, 12


class Map(QObject):
    """As far as talk looks at it."""

    def __init__(self, lasso: Lasso) -> None:
        super().__init__()
        self.lasso, self.ringed = lasso, set()

    def ring(self, units):
        self.ringed = set(units)


class Detail(QObject):
    talk_held = Signal(object, bool, bool)
    talk_let_go = Signal()

    def show_link(self, *, is_linked):
        self.is_linked = is_linked


@pytest.fixture
def scene(qapp):
    scene = scene_of(cameras=CAMERAS)
    happen(scene, VoiceLinked(link=VoiceLink(terminal=TERMINAL, path=VoicePath.UDP)))
    return scene


@pytest.fixture
def voice(qtbot, scene, tmp_path, monkeypatch):
    settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    made = WorkplaceVoice(scene, Selection(), None, Look(), settings, {}, 22)
    qtbot.addWidget(made.bar)
    made.voice.voice = VoiceState(VoicePath.UDP)
    made.pressed = []
    monkeypatch.setattr(made.voice, "press", lambda target, **_: made.pressed.append(target))
    monkeypatch.setattr(made.voice, "release", lambda: made.pressed.append("release"))
    yield made
    made.stop()


@pytest.fixture
def desk(voice, scene):
    lasso = Lasso(scene, voice._selection)
    made = Map(lasso)
    made.detail = Detail()
    made.talk = WorkplaceTalk(voice, scene, made, made.detail)
    yield made
    for one in (made.talk, lasso):
        one.deleteLater()


def test_that_nobody_hears_without_a_link_is_said_wherever_one_talks(voice, desk):
    voice._selection.set([1, 2])
    desk.lasso.take(is_more=False)
    assert (desk.detail.is_linked, desk.lasso.model()["can_talk"]) == (True, True)
    voice.voice.voice = VoiceState()
    voice.voice.changed.emit()
    assert (desk.detail.is_linked, desk.lasso.model()["can_talk"]) == (False, False)


def become(voice, phase):
    voice.voice.own = TalkState(phase, limit_s=60.0)
    voice.voice.changed.emit()


def test_a_lasso_is_talked_to_and_stays_while_the_key_means_it(voice, desk):
    voice._selection.set([1, 2])
    desk.lasso.take(is_more=False)
    desk.lasso.call(True)
    voice._selection.set([3])
    assert desk.lasso.model()["call"] == "Space talks to them"
    assert voice.choice.target() == NewCall(CallKind.GROUP, UnitsAudience(units=(1, 2)))
    voice.choice.back()
    assert desk.lasso.model() is None


def test_who_hears_is_ringed_while_one_talks_to_them_or_looks_at_their_card(voice, desk):
    voice._selection.set([1, 2])
    desk.lasso.take(is_more=False)
    desk.lasso.look(True)
    assert desk.ringed == {2}
    desk.lasso.look(False)
    desk.lasso.hold(True, False)
    become(voice, Phase.ON_AIR)
    assert desk.lasso.model()["on_air"] == "shout"
    assert desk.ringed == {2}
    become(voice, Phase.IDLE)
    desk.lasso.let_go_of()
    assert (desk.ringed, desk.lasso.model()["on_air"]) == (set(), "")
    assert voice.pressed == [NewCall(CallKind.SHOUT, UnitsAudience(units=(1, 2))), "release"]


def test_who_talks_is_ringed(voice, desk, monkeypatch):
    held = {31: Held(31, 900, TERMINAL, Priority.UNIT, 0.0, is_heard=True)}
    monkeypatch.setattr(type(voice.voice), "held", held)
    voice.voice.changed.emit()
    assert desk.ringed == {2}
    held.clear()
    voice.voice.changed.emit()
    assert desk.ringed == set()


def test_the_detail_pane_talks_to_its_unit(voice, desk):
    desk.detail.talk_held.emit((2,), False, False)
    desk.detail.talk_let_go.emit()
    assert voice.pressed == [NewCall(CallKind.PRIVATE, UnitsAudience(units=(2,))), "release"]


def test_a_tile_talks_to_whoever_carries_its_source_and_says_why_it_cannot(voice, scene):
    tile = SourceTalk(voice, scene)
    assert tile.why_not(TERMINAL) == ""
    tile.hold(TERMINAL, stays=False)
    tile.let_go()
    assert voice.pressed[0] == NewCall(CallKind.PRIVATE, UnitsAudience(units=(2,)))
    happen(scene, VoiceUnlinked(terminal=TERMINAL))
    assert tile.why_not(TERMINAL) == "Nobody can hear: link lost"
    assert tile.why_not(OF_OFF_DUTY) == "Nobody can hear: off duty"
    assert tile.why_not(CAMERAS[0].number) == "A camera has nobody to talk to"
    assert tile.why_not(999) == "No unit carries this terminal"


def test_whom_the_key_means_is_ringed_while_one_looks_at_who_hears_it(voice, desk):
    voice.talk_to([1, 2])
    QApplication.sendEvent(voice.bar.hearers, QFocusEvent(QEvent.Type.FocusIn))
    assert desk.ringed == {2}
    voice.talk_to([1])
    assert desk.ringed == set()
    voice.talk_to([2])
    assert desk.ringed == {2}
    QApplication.sendEvent(voice.bar.hearers, QFocusEvent(QEvent.Type.FocusOut))
    assert desk.ringed == set()
