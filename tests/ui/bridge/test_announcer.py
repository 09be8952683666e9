"""Announcements at the desk's end of the wire, with a station played by the test."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer

from app.domain.audience import UnitsAudience
from app.domain.talk import BurstEnd, CallKind
from app.domain.voice import (
    CallOpenedFor,
    CallRefused,
    FloorDenied,
    FloorGranted,
    FloorQueued,
    FloorRevoked,
    OpenCall,
    ReleaseFloor,
    RequestFloor,
    Welcome,
)
from app.voice.link import LinkPhase, LinkState
from app.voice.opus import Decoder
from app.voice.wave import RATE_HZ, silence
from tests.app.voice.speech import hum
from ui.bridge.announcer import Announcer
from ui.bridge.speech import Sending, SendPhase
from ui.widgets.talk_port import NewCall

TO_THREE = NewCall(CallKind.SHOUT, UnitsAudience(units=(3,)), "Road closed")
TO_FOUR = NewCall(CallKind.SHOUT, UnitsAudience(units=(4,)))
KEY = "A" * 40
UP = LinkState(
    LinkPhase.UP, welcome=Welcome(link=1, udp_port=None, to_station=KEY, from_station=KEY, talk_limit_s=9)
)
WAVE = hum()[: RATE_HZ // 5]
PATIENCE_S = 30


class Station:
    """Opens every call and grants every floor, as long as it is to; its words come on a thread of their own."""

    def __init__(self) -> None:
        self.said: list = []
        self.packets: list = []
        self.news: list[Sending] = []
        self.grants = True
        self.announcer = Announcer(self, lambda call: call == 99)
        self.announcer.changed.connect(self.news.append)
        self.announcer.on_link(UP)
        self.thread = ThreadPoolExecutor(1)
        self._last_call = 30

    def say(self, said) -> None:
        self.said.append(said)
        if not self.grants:
            return
        if isinstance(said, OpenCall):
            self._last_call += 1
            opened = CallOpenedFor(request=said.request, call=self._last_call, hearers=1)
            QTimer.singleShot(0, self.announcer, lambda: self.announcer.on_opened(opened))
        elif isinstance(said, RequestFloor):
            self.tell(FloorGranted(call=said.call, burst=700 + said.call, ssrc=said.call, limit_s=9))

    def send(self, packet) -> None:
        self.packets.append((time.monotonic(), packet))

    def tell(self, told) -> Future:
        return self.thread.submit(self.announcer.on_told, told)


@pytest.fixture
def station(qapp, monkeypatch):
    # Whoever answers here has a busy machine under it.
    monkeypatch.setattr("ui.bridge.speech.ANSWER_S", PATIENCE_S)
    monkeypatch.setattr("app.voice.talk.ANSWER_S", PATIENCE_S)
    station = Station()
    yield station
    station.announcer.shutdown()
    station.thread.shutdown()


def ended(station, qtbot):
    qtbot.waitUntil(lambda: bool(station.news) and station.news[-1].phase.is_over)
    return station.news[-1]


def test_a_recording_is_spoken_from_its_first_sample_to_its_last_at_the_pace_of_life(station, qtbot):
    second = hum()[:RATE_HZ]
    asked = station.announcer.speak(TO_THREE, second)
    assert asked.phase is SendPhase.ASKED
    sent = ended(station, qtbot)
    assert (sent.number, sent.phase, sent.burst, sent.error) == (asked.number, SendPhase.SENT, 731, None)
    assert [type(said) for said in station.said] == [OpenCall, RequestFloor, ReleaseFloor]
    assert station.said[0].name == "Road closed"
    times = [at_s for at_s, _ in station.packets]
    # All of it but the 0.2 s that are made up for where a machine was busy; how much longer, is the machine's.
    assert times[-1] - times[0] > 0.75
    decoder = Decoder()
    heard = np.concatenate([decoder.decode(packet.payload) for _, packet in station.packets])
    assert 0 <= heard.size - second.size <= RATE_HZ // 5
    # The codec's delay; where the machine was busy at the very end, that much of it was not waited for.
    late = heard[312 : 312 + second.size]
    assert np.corrcoef(second[: late.size], late)[0, 1] > 0.8


def test_the_next_one_for_the_same_goes_into_the_call_that_is_open(station, qtbot):
    station.announcer.speak(TO_THREE, WAVE)
    ended(station, qtbot)
    station.announcer.speak(TO_THREE, WAVE)
    qtbot.waitUntil(lambda: len(station.news) == 4)
    assert [said.call for said in station.said if isinstance(said, RequestFloor)] == [31, 31]
    assert list(station.announcer.calls) == [31]
    station.announcer.forget({31})
    assert not station.announcer.calls


def test_two_for_different_ears_are_spoken_at_once_and_two_for_the_same_are_not(station, qtbot):
    first = station.announcer.speak(TO_THREE, WAVE)
    second = station.announcer.speak(TO_FOUR, WAVE)
    third = station.announcer.speak(TO_THREE, WAVE)
    assert third.error.code == "announcement.busy"
    qtbot.waitUntil(lambda: [news.phase for news in station.news].count(SendPhase.SENT) == 2)
    assert {news.number for news in station.news} == {first.number, second.number}
    assert {packet.ssrc for _, packet in station.packets} == {31, 32}


def test_it_does_not_speak_where_the_talk_key_is_down(station, qtbot):
    station._last_call = 98
    station.announcer.speak(TO_THREE, WAVE)
    ended(station, qtbot)
    assert station.announcer.speak(TO_THREE, WAVE).error.code == "announcement.busy"
    assert len(station.said) == 3


def test_what_cannot_be_said_now_is_not_said_later(station, qtbot):
    station.grants = False
    station.announcer.speak(TO_THREE, WAVE)
    station.announcer.on_opened(CallOpenedFor(request=station.said[0].request, call=31, hearers=1))
    station.tell(FloorQueued(call=31, position=1, holder=7))
    assert ended(station, qtbot).error.code == "announcement.busy"
    assert station.said[-1] == ReleaseFloor(call=31)
    assert not station.tell(FloorGranted(call=31, burst=9, ssrc=9, limit_s=9)).result(PATIENCE_S)
    assert station.packets == []


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (FloorDenied(call=31, code="call.not_allowed"), "call.not_allowed"),
        (CallRefused(request="another", code="call.nobody", params={}), "call.nobody"),
    ],
)
def test_a_refusal_is_told(station, qtbot, told, code):
    station.grants = False
    station.announcer.speak(TO_THREE, WAVE)
    request = station.said[0].request
    if isinstance(told, CallRefused):
        assert not station.announcer.on_opened(told)
        station.announcer.on_opened(told.model_copy(update={"request": request}))
    else:
        station.announcer.on_opened(CallOpenedFor(request=request, call=31, hearers=1))
        station.tell(told)
    assert ended(station, qtbot).error.code == code


def test_a_call_that_was_closed_meanwhile_is_opened_anew(station, qtbot):
    station.announcer.speak(TO_THREE, WAVE)
    ended(station, qtbot)
    station.grants = False
    station.announcer.speak(TO_THREE, WAVE)
    station.grants = True
    station.tell(FloorDenied(call=31, code="call.unknown"))
    qtbot.waitUntil(lambda: station.news[-1].phase is SendPhase.SENT and station.news[-1].number == 2)
    assert list(station.announcer.calls) == [32]


def test_who_is_cut_off_is_told_and_what_was_said_is_known(station, qtbot):
    station.announcer.speak(TO_THREE, hum()[: 4 * RATE_HZ])
    qtbot.waitUntil(lambda: len(station.packets) > 5)
    station.tell(FloorRevoked(call=31, burst=731, reason=BurstEnd.PRE_EMPTED))
    cut = ended(station, qtbot)
    assert (cut.burst, cut.error.code, cut.error.params) == (731, "announcement.cut_off", {"reason": "pre_empted"})
    count = len(station.packets)
    assert not station.announcer.speaks_in(31)
    station.announcer.speak(TO_FOUR, WAVE)
    ended(station, qtbot)
    qtbot.waitUntil(lambda: station.news[-1].phase is SendPhase.SENT)
    assert {packet.ssrc for _, packet in station.packets[count:]} == {32}


def test_without_a_link_and_with_one_that_goes_it_fails(station, qtbot):
    station.announcer.speak(TO_THREE, hum()[: 4 * RATE_HZ])
    qtbot.waitUntil(lambda: bool(station.packets))
    station.announcer.on_link(LinkState(LinkPhase.DOWN))
    assert station.news[-1].error.params == {"reason": "lost"}
    assert station.announcer.speak(TO_FOUR, WAVE).error.code == "announcement.no_link"


def test_a_station_that_says_nothing_is_not_waited_for(station, qtbot, monkeypatch):
    monkeypatch.setattr("ui.bridge.speech.ANSWER_S", 0.1)
    station.grants = False
    station.announcer.speak(TO_THREE, WAVE)
    assert ended(station, qtbot).error.code == "announcement.no_answer"


def test_what_lasts_longer_than_one_may_talk_is_not_begun(station):
    assert station.announcer.speak(TO_THREE, silence(9 * RATE_HZ)).error.code == "announcement.too_long"
    assert station.said == []


def test_one_that_is_stopped_falls_silent_and_gives_the_floor_back(station, qtbot):
    number = station.announcer.speak(TO_THREE, hum()[: 4 * RATE_HZ]).number
    qtbot.waitUntil(lambda: bool(station.packets))
    station.announcer.stop(number)
    station.announcer.stop(number)
    assert station.news[-1].error.params == {"reason": "stopped"}
    assert station.said[-1] == ReleaseFloor(call=31)


def test_whoever_knows_of_a_speech_last_does_not_take_its_timer_apart(station, qtbot):
    """A thread of the link may be in the middle of a word for it when the desk forgets it."""
    gone_on = []
    number = station.announcer.speak(TO_THREE, hum()[: 4 * RATE_HZ]).number
    qtbot.waitUntil(lambda: bool(station.packets))
    held = [station.announcer._speeches[number]]
    held[0].patience.destroyed.connect(
        lambda: gone_on.append(threading.current_thread()), Qt.ConnectionType.DirectConnection
    )
    station.announcer.stop(number)
    station.thread.submit(held.clear).result(PATIENCE_S)
    qtbot.waitUntil(lambda: bool(gone_on))
    assert gone_on == [threading.main_thread()]
