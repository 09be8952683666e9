"""What the visit of a demo says, and when."""

from __future__ import annotations

import pytest

from app.domain.event import VoiceLinked
from app.domain.talk import VoiceLink, VoicePath
from tests.ui.widgets.fakes import happen, scene_of
from ui import demo_talk
from ui.demo_talk import DemoTalk


class FakeVoice:
    """Notes what is done with the key; is its own key, too."""

    def __init__(self) -> None:
        self.key, self.done = self, []

    def down(self):
        self.done.append("down")

    def up(self):
        self.done.append("up")

    def hold(self, units, *, is_shout=False):
        self.done.append((list(units), is_shout))

    def let_go(self):
        self.done.append("let go")


@pytest.fixture
def scene(qapp):
    return scene_of()


@pytest.fixture
def voice(monkeypatch):
    for name, ms in (("_SPOKEN_MS", 20), ("_SHOUT_AFTER_MS", 40), ("_LOOK_AGAIN_MS", 1)):
        monkeypatch.setattr(demo_talk, name, ms)
    return FakeVoice()


def link(scene):
    happen(scene, VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)))


def test_it_speaks_as_soon_as_somebody_hears_and_then_shouts(voice, scene, qtbot):
    talk = DemoTalk(voice, scene)
    talk.say_and_shout()
    qtbot.waitUntil(lambda: talk._next.interval() == 1)
    assert voice.done == []
    link(scene)
    qtbot.waitUntil(lambda: voice.done[-1:] == ["let go"])
    assert voice.done == ["down", "up", ([2], True), "let go"]


def test_what_was_waited_for_in_vain_is_not_said_into_what_comes_then(voice, scene, qtbot):
    talk = DemoTalk(voice, scene)
    talk.say_and_shout()
    talk.begin()
    link(scene)
    assert not talk._next.isActive()
    assert voice.done == [([], False)]
