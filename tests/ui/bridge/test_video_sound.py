from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.domain.errors import AppError
from app.media.sound import BYTES_PER_S, SoundBuffer
from ui.bridge import video_sound
from ui.bridge.video_sound import Loudspeakers


class FakeLoudspeaker:
    """Takes what there is, and keeps how much it was."""

    made: list[FakeLoudspeaker]

    def __init__(self, sound: SoundBuffer, parent: QObject) -> None:
        del parent
        self.sound, self.heard, self.is_stopped = sound, 0, False
        self.made.append(self)

    def feed(self) -> None:
        self.heard += len(self.sound.take(10_000))

    def stop(self) -> None:
        self.is_stopped = True


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[FakeLoudspeaker]:
    FakeLoudspeaker.made = []
    monkeypatch.setattr(video_sound, "Loudspeaker", FakeLoudspeaker)
    return FakeLoudspeaker.made


@pytest.fixture
def loudspeakers(qtbot: QtBot) -> Loudspeakers:
    del qtbot
    owner = QObject()
    speakers = Loudspeakers(owner)
    speakers.owner_of_test = owner
    return speakers


def test_what_a_source_sends_is_played_while_it_is_audible(qtbot, loudspeakers, made):
    sound = SoundBuffer()
    loudspeakers.play({12: sound})
    sound.put(b"\x01\x02\x03\x04" * 500)
    qtbot.waitUntil(lambda: made[0].heard == 2000)
    loudspeakers.play({})
    assert made[0].is_stopped
    assert not loudspeakers._timer.isActive()


def test_sound_from_before_is_not_played_late(loudspeakers, made):
    sound = SoundBuffer()
    sound.put(b"old " * (BYTES_PER_S // 40))
    loudspeakers.play({12: sound})
    assert sound.seconds == 0
    loudspeakers.stop()


def test_a_machine_without_a_loudspeaker_says_so_and_goes_on(loudspeakers, monkeypatch):
    def fail(*_: object) -> None:
        raise AppError("sound.no_device")

    monkeypatch.setattr(video_sound, "Loudspeaker", fail)
    loudspeakers.play({12: SoundBuffer()})
    assert loudspeakers.fault is not None
    assert loudspeakers.fault.code == "sound.no_device"
    loudspeakers.stop()
