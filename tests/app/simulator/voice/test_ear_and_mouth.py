"""What a terminal hears and says, without a station: a burst goes from a mouth to an ear by hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import numpy as np
import pytest

from app.domain import voice
from app.domain.talk import BurstEnd, Priority
from app.simulator.voice import mouth as mouth_module
from app.simulator.voice.ear import Ear, Heard
from app.simulator.voice.metronome import Metronome
from app.simulator.voice.mouth import Mouth
from app.voice.alignment import delay_samples
from app.voice.rtp import Packet
from app.voice.spectrum import spectral_distance_db
from app.voice.wave import RATE_HZ, Wave, silence
from tests.app.simulator.voice.made_up_time import MadeUpTime
from tests.app.voice.speech import speech

CALL, BURST, SSRC = 5, 812, 77
WAIT_S = 8.0
WORDS = speech()[: int(0.9 * RATE_HZ)]


def taken(*, is_heard: bool = True) -> voice.FloorTaken:
    return voice.FloorTaken(
        call=CALL, burst=BURST, ssrc=SSRC, by=3, priority=Priority.UNIT, is_shout=False, is_heard=is_heard
    )


class Station:
    """Grants the floor to a mouth and passes what it says to an ear, as far as a filter lets it."""

    def __init__(self, passes: Callable[[int], bool] = lambda _: True) -> None:
        self._passes = passes
        self.said: list[voice.Said] = []
        self.sent = 0
        self.answer: Callable[[], voice.FloorGranted | voice.FloorDenied | voice.FloorQueued | None] = lambda: (
            voice.FloorGranted(call=CALL, burst=BURST, ssrc=SSRC, limit_s=60)
        )
        self.heard: asyncio.Future[Heard] = asyncio.get_running_loop().create_future()
        self.over: asyncio.Future[tuple[int, float]] = asyncio.get_running_loop().create_future()
        self.metronome = Metronome()
        self.ear = Ear(self.metronome, self.heard.set_result, keeps_sound=True)
        self.mouth = Mouth(self.metronome, self, lambda *said: self.over.set_result(said))

    def say(self, said: voice.Said) -> None:
        self.said.append(said)
        if isinstance(said, voice.RequestFloor):
            asyncio.get_running_loop().call_soon(self._answer)
        if isinstance(said, voice.ReleaseFloor) and self.sent:
            self.ear.on_idle(voice.FloorIdle(call=CALL, burst=BURST, packets=self.sent))

    def send(self, packet: Packet) -> None:
        self.sent += 1
        if self._passes(self.sent):
            self.ear.on_packet(packet, asyncio.get_running_loop().time())

    def _answer(self) -> None:
        told = self.answer()
        if isinstance(told, voice.FloorGranted):
            self.ear.on_taken(taken())
        if told is not None:
            self.mouth.on_told(told)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> MadeUpTime:
    """Both ends would leave out what a busy machine held up for too long."""
    return MadeUpTime(monkeypatch)


def played(clock: MadeUpTime, words: Wave, passes: Callable[[int], bool] = lambda _: True) -> Heard:
    async def play() -> Heard:
        station = Station(passes)
        assert station.mouth.speak(CALL, words)
        assert not station.mouth.speak(CALL, words)
        heard = await asyncio.wait_for(station.heard, WAIT_S)
        call, seconds = await asyncio.wait_for(station.over, WAIT_S)
        assert call == CALL and seconds > words.size / RATE_HZ - 0.1
        assert station.said == [voice.RequestFloor(call=CALL), voice.ReleaseFloor(call=CALL)]
        assert station.metronome.is_still and not station.mouth.is_busy
        return heard

    return clock.run(play())


def test_what_one_says_another_hears_and_the_level_detector_finds_the_speech(clock: MadeUpTime) -> None:
    heard = played(clock, WORDS)
    assert heard.receipt == voice.BurstPlayed(burst=BURST, share=1.0)
    loudness_dbfs = 10 * np.log10(float(np.mean(WORDS**2)))
    assert heard.has_speech and abs(heard.level_dbfs - loudness_dbfs) < 4
    late = delay_samples(WORDS, heard.wave)
    assert spectral_distance_db(WORDS, heard.wave[late : late + WORDS.size]) < 6


def test_of_what_is_lost_on_the_way_the_share_tells(clock: MadeUpTime) -> None:
    # Three in a row are too many to be told by the packet that follows.
    heard = played(clock, WORDS, lambda n: n % 8 > 2)
    assert 0.5 < heard.share < 0.9
    assert isinstance(heard.receipt, voice.BurstPlayed)


def test_a_burst_of_which_nothing_came_is_not_played(clock: MadeUpTime) -> None:
    heard = played(clock, WORDS, lambda _: False)
    assert heard.receipt == voice.BurstNotPlayed(burst=BURST, reason="hearing.lost")
    assert not heard.has_speech


def test_silence_is_played_and_is_no_speech(clock: MadeUpTime) -> None:
    heard = played(clock, silence(RATE_HZ // 2))
    assert isinstance(heard.receipt, voice.BurstPlayed) and not heard.has_speech


def test_what_a_lost_connection_cuts_off_is_played_as_far_as_it_came_and_nobody_is_told(clock: MadeUpTime) -> None:
    def cut_off(station: Station) -> None:
        station.mouth.cut_off()
        station.ear.cut_off()

    async def play() -> Heard:
        station = Station()
        station.mouth.speak(CALL, WORDS)
        asyncio.get_running_loop().call_later(0.5, cut_off, station)
        await asyncio.wait_for(station.over, WAIT_S)
        return await asyncio.wait_for(station.heard, WAIT_S)

    heard = clock.run(play())
    assert heard.receipt is None and heard.seconds > 0.1


@pytest.mark.parametrize(
    "answer",
    [
        voice.FloorDenied(call=CALL, code="call.not_allowed"),
        voice.FloorQueued(call=CALL, position=1, holder=9),
    ],
)
def test_who_gets_no_floor_lets_it_be_and_can_ask_again(
    answer: voice.FloorDenied | voice.FloorQueued, clock: MadeUpTime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mouth_module, "_PATIENCE_S", 0.1)

    async def ask() -> None:
        station = Station()
        station.answer = lambda: answer
        assert station.mouth.speak(CALL, WORDS)
        async with asyncio.timeout(WAIT_S):
            while station.mouth.is_busy:
                await asyncio.sleep(0.01)
        assert station.metronome.is_still and station.sent == 0 and not station.over.done()
        assert station.mouth.speak(CALL, WORDS)
        station.mouth.cut_off()
        assert not station.mouth.is_busy

    clock.run(ask())


def test_who_is_cut_off_by_another_stops_at_once(clock: MadeUpTime) -> None:
    async def ask() -> None:
        station = Station()
        station.mouth.speak(CALL, WORDS)
        revoked = voice.FloorRevoked(call=CALL, burst=BURST, reason=BurstEnd.PRE_EMPTED)
        asyncio.get_running_loop().call_later(0.3, station.mouth.on_told, revoked)
        await asyncio.wait_for(station.over, WAIT_S)
        assert station.said == [voice.RequestFloor(call=CALL)]
        station.ear.cut_off()
        await asyncio.wait_for(station.heard, WAIT_S)

    clock.run(ask())
