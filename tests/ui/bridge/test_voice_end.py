"""The end of a desk's voice: what its threads have posted is still on its way, and begins nothing any more."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt

from app.domain.errors import AppError
from app.domain.voice import FloorIdle, FloorTaken
from app.voice.connection import Door
from app.voice.wave import RATE_HZ, Wave
from tests.app.voice.speech import hum
from tests.ui.bridge.test_voice import FileLoudspeaker, FileMicrophone
from ui.bridge import voice as bridge
from ui.bridge.voice import Voice

#: For what the test itself lets happen: as long as it takes.
PATIENCE_S = 60


def shut(_: bool) -> Door:
    raise AppError("session.signed_out")


@pytest.fixture
def voice(qapp, monkeypatch):
    monkeypatch.setattr(bridge, "Microphone", FileMicrophone)
    monkeypatch.setattr(bridge, "Loudspeaker", FileLoudspeaker)
    voice = Voice(shut, None)
    voice.start()
    yield voice
    voice.stop()


def on_a_thread(work: Callable[[], object]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def deliver(voice: Voice) -> None:
    """What was posted to it, and nothing else: no timer rings meanwhile."""
    QCoreApplication.sendPostedEvents(voice, QEvent.Type.MetaCall)


def burst(voice: Voice) -> None:
    voice.on_told(FloorTaken(call=5, burst=1, ssrc=1, by=7, priority="unit", is_shout=False, is_heard=True))
    voice.on_told(FloorIdle(call=5, burst=1, packets=0))


def test_the_end_of_a_burst_is_told_a_little_later(voice):
    on_a_thread(lambda: burst(voice))
    deliver(voice)
    assert voice._changed_soon.isActive()
    assert voice._changed_later.isActive()


def test_news_from_before_the_end_begin_nothing_after_it(voice):
    on_a_thread(lambda: burst(voice))
    voice.stop()
    voice.loudspeaker.changed.emit()
    deliver(voice)
    assert not voice._changed_soon.isActive()
    assert not voice._changed_later.isActive()


def test_who_waits_for_a_recording_goes_on_the_gui_thread(voice):
    """A microphone's thread that let go of them last would delete them, timers and all."""

    class Waiting(QObject):
        def take(self, wave: Wave) -> None: ...

    gone_on: list[threading.Thread] = []
    told, given = threading.Event(), threading.Event()

    def is_slow(*_: object) -> None:
        """The thread that tells is held up before it goes on."""
        told.set()
        given.wait(PATIENCE_S)

    voice._recorded.connect(is_slow, Qt.ConnectionType.DirectConnection)
    waiting = Waiting()
    waiting.destroyed.connect(
        lambda: gone_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )
    voice.record(5.0, waiting.take)
    del waiting
    thread = threading.Thread(target=voice.end_take)
    thread.start()
    assert told.wait(PATIENCE_S)
    deliver(voice)
    given.set()
    thread.join()
    assert gone_on == [threading.main_thread()]


def test_a_recording_that_ends_with_the_desk_is_given_to_nobody(voice):
    given = []
    voice.record(5.0, given.append)
    voice.microphone.speak(hum()[:RATE_HZ])
    on_a_thread(voice.end_take)
    voice.stop()
    deliver(voice)
    assert given == []
