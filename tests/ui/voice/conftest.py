from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.audience import AgencyAudience, UnitsAudience
from app.domain.event import BurstStarted, CallOpened, TalkgroupRegistered, VoiceLinked
from app.domain.talk import Burst, Call, CallKind, Priority, Talkgroup, VoiceLink, VoicePath
from tests.ui.voice.fakes import FakeTalk
from tests.ui.widgets.fakes import happen, scene_of
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look
from ui.voice.bar import TalkBar
from ui.voice.choice import TalkChoice
from ui.voice.key import TalkKey

PATROL, TRAFFIC, ALL_THREE = 31, 32, 33
OPERATOR = 22
TERMINAL, CALL = 11, 501


@dataclass
class Stand:
    """The bar at the foot of a window with a text field."""

    talk: FakeTalk
    scene: Scene
    selection: Selection
    choice: TalkChoice
    key: TalkKey
    look: Look
    bar: TalkBar
    field: QLineEdit
    window: QWidget
    now: list[float]


@pytest.fixture
def look(qapp):
    look = Look()
    look.dress(qapp)
    yield look
    qapp.setStyleSheet("")


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def stand(look, settings, qtbot, monkeypatch):
    scene = scene_of()
    happen(
        scene,
        TalkgroupRegistered(
            talkgroup=Talkgroup(number=PATROL, name="Patrol", audience=AgencyAudience(agency="Patrol police"))
        ),
        TalkgroupRegistered(
            talkgroup=Talkgroup(number=TRAFFIC, name="Traffic", audience=AgencyAudience(agency="Traffic police"))
        ),
        VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)),
    )
    now = [100.0]
    # The bar's time stands still: what it says of seconds is read when the machine comes to it.
    monkeypatch.setattr("ui.voice.status_line.time", SimpleNamespace(monotonic=lambda: now[0]))
    talk, selection = FakeTalk(lambda: now[0]), Selection()
    choice = TalkChoice(scene, selection, settings, OPERATOR)
    key = TalkKey(settings, lambda: now[0])
    bar = TalkBar(talk, choice, key, scene, look)
    window, field = QWidget(), QLineEdit()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(field)
    column.addStretch(1)
    column.addWidget(bar)
    window.resize(1366, 160)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    bar.button.setFocus()
    yield Stand(talk, scene, selection, choice, key, look, bar, field, window, now)
    talk.held.clear()
    talk.become(talk.own.phase.IDLE)
    bar.deleteLater()
    choice.deleteLater()
    # At once: it would look at the keys of the next test as well.
    shiboken6.delete(key)


def call_from(stand: Stand, call=CALL, opened_by=TERMINAL, by=TERMINAL, kind=CallKind.PRIVATE):
    """Somebody opens a call and talks in it."""
    opened = Call(number=call, kind=kind, audience=UnitsAudience(units=(2,)), opened_by=opened_by)
    said = Burst(number=call + 1, call=call, kind=kind, priority=Priority.UNIT, by=by, units=(2,))
    happen(stand.scene, CallOpened(call=opened), BurstStarted(burst=said))
