from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.domain.talk import Priority
from app.domain.voice import BurstNotPlayed, BurstPlayed, FloorIdle, FloorTaken
from app.voice.listen import Listener, Sound
from app.voice.wave import FRAME_S, RATE_HZ
from tests.app.voice.network import spoken
from tests.app.voice.speech import hum


def taken(
    call: int, burst: int, ssrc: int, priority: Priority = Priority.UNIT, *, is_heard: bool = True
) -> FloorTaken:
    return FloorTaken(
        call=call, burst=burst, ssrc=ssrc, by=3, priority=priority, is_shout=False, is_heard=is_heard
    )


class Ear:
    """A listener whose time passes by frames."""

    def __init__(self) -> None:
        self.now_s = 10.0
        self.reports: list = []
        self.listener = Listener(self.reports.append, lambda: self.now_s)
        self.frames: list[np.ndarray] = []
        self.coming: list = []

    def talk(
        self, call: int, burst: int, seconds: float = 1.0, keep=lambda _: True, priority: Priority = Priority.UNIT
    ) -> int:
        """Somebody begins to talk; returns how many packets that is."""
        self.listener.on_taken(taken(call, burst, burst, priority))
        sent = spoken(hum(8.0)[: round(seconds * RATE_HZ)], begin_s=self.now_s)
        self.coming += [(at, replace(p, ssrc=burst)) for i, (at, p) in enumerate(sent) if keep(i)]
        return len(sent)

    def hear(self, seconds: float) -> np.ndarray:
        begin = len(self.frames)
        for _ in range(round(seconds / FRAME_S)):
            self.now_s += FRAME_S
            due = [each for each in self.coming if each[0] <= self.now_s]
            self.coming = [each for each in self.coming if each[0] > self.now_s]
            for at_s, packet in due:
                self.listener.on_packet(packet, at_s)
            self.frames.append(self.listener.next_frame())
        return np.concatenate(self.frames[begin:]).astype(float)

    def end(self, call: int, burst: int, packets: int) -> None:
        self.listener.on_idle(FloorIdle(call=call, burst=burst, packets=packets))


@pytest.fixture
def ear() -> Ear:
    return Ear()


def power(wave: np.ndarray) -> tuple[float, float]:
    left, right = np.sqrt(np.mean(wave**2, axis=0))
    return float(left), float(right)


def test_a_burst_is_heard_and_reported_once(ear):
    packets = ear.talk(1, 7)
    heard = ear.hear(1.2)
    assert min(power(heard)) > 100
    assert ear.reports == []
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert ear.reports == [BurstPlayed(burst=7, share=1.0)]


def test_the_share_that_was_played_is_told(ear):
    packets = ear.talk(1, 7, keep=lambda i: i % 5 < 2)
    ear.hear(1.2)
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert 0.3 < ear.reports[0].share < 0.9


def test_two_calls_stand_where_they_were_put(ear):
    ear.listener.set_sound(1, Sound(place=-1.0))
    ear.listener.set_sound(2, Sound(gain_db=-12.0, place=1.0))
    ear.talk(1, 7)
    ear.talk(2, 8)
    left, right = power(ear.hear(1.0))
    assert 3.0 < left / right < 5.0


def test_what_is_muted_is_not_heard_and_that_is_said(ear):
    ear.listener.set_sound(1, Sound(is_muted=True))
    packets = ear.talk(1, 7)
    assert max(power(ear.hear(1.2))) == 0
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert ear.reports == [BurstNotPlayed(burst=7, reason="hearing.muted")]


def test_an_emergency_is_heard_in_spite_of_mute_and_never_softer_than_it_is_and_the_mute_holds_again(ear):
    packets = ear.talk(2, 6)
    usual = max(power(ear.hear(1.2)))
    ear.end(2, 6, packets)
    ear.listener.set_sound(1, Sound(gain_db=-18.0, is_muted=True))
    packets = ear.talk(1, 7, priority=Priority.EMERGENCY)
    ear.listener.duck(True)
    ear.listener.set_sound(1, Sound(gain_db=-18.0, is_muted=True))
    assert max(power(ear.hear(1.2))) > 0.8 * usual, "neither who talks nor the wheel turns it down"
    ear.end(1, 7, packets)
    ear.hear(1.0)
    packets = ear.talk(1, 8)
    assert max(power(ear.hear(1.2))) == 0
    ear.end(1, 8, packets)
    ear.hear(1.0)
    assert ear.reports[1:] == [
        BurstPlayed(burst=7, share=1.0),
        BurstNotPlayed(burst=8, reason="hearing.muted"),
    ]


def test_what_becomes_an_emergency_is_heard_from_then_on(ear):
    ear.listener.set_sound(1, Sound(is_muted=True))
    packets = ear.talk(1, 7, 2.0)
    assert max(power(ear.hear(1.0))) == 0
    ear.listener.on_taken(taken(1, 7, 7, Priority.EMERGENCY))
    assert min(power(ear.hear(1.0))) > 100
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert isinstance(ear.reports[0], BurstPlayed)


def test_without_a_loudspeaker_nothing_is_said_to_have_been_played(ear):
    ear.listener.has_loudspeaker = False
    packets = ear.talk(1, 7)
    ear.hear(1.2)
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert ear.reports == [BurstNotPlayed(burst=7, reason="hearing.no_loudspeaker")]


def test_a_burst_of_which_nothing_came_was_lost(ear):
    packets = ear.talk(1, 7, keep=lambda _: False)
    ear.hear(0.5)
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert ear.reports == [BurstNotPlayed(burst=7, reason="hearing.lost")]


def test_others_step_back_while_one_talks(ear):
    ear.talk(1, 7, 4.0)
    before = max(power(ear.hear(1.5)))
    ear.listener.duck(True)
    ear.hear(0.2)
    assert max(power(ear.hear(1.5))) < before / 2


def test_speech_of_unknown_bursts_and_of_calls_that_are_not_heard_is_thrown_away(ear):
    ear.listener.on_taken(taken(1, 7, 7, is_heard=False))
    for at_s, packet in spoken(hum(1.0), begin_s=ear.now_s):
        ear.listener.on_packet(packet, at_s)
    assert max(power(ear.hear(1.0))) == 0


def test_a_burst_that_is_never_ended_is_forgotten(ear):
    ear.talk(1, 7)
    ear.hear(8.0)
    assert ear.listener._bursts == {}
    assert ear.reports == []


def test_the_last_burst_can_be_heard_again(ear):
    assert not ear.listener.can_replay
    packets = ear.talk(1, 7)
    ear.hear(1.2)
    ear.end(1, 7, packets)
    ear.hear(1.0)
    assert max(power(ear.hear(0.2))) == 0
    ear.listener.replay()
    assert min(power(ear.hear(1.0))) > 100
    ear.hear(2.0)
    assert max(power(ear.hear(0.2))) == 0


def test_the_level_of_a_call_is_that_of_who_talks(ear):
    assert ear.listener.level(1).rms_dbfs == -90
    ear.talk(1, 7)
    ear.hear(0.6)
    assert max(ear.listener.level(1).peak_dbfs, -89) > -60


def test_a_recording_at_twice_the_speed_is_twice_as_far_and_ends_with_its_end(ear):
    # Four seconds of speech in two.
    ear.listener.play_recording(hum(2.0), speed=2.0, at_s=1.0)
    assert min(power(ear.hear(0.5))) > 100
    assert ear.listener.recording.position_s == pytest.approx(2.0)
    ear.hear(1.0)
    assert ear.listener.recording is None
    assert max(power(ear.hear(0.1))) == 0


def test_a_recording_is_stopped_or_gives_way_to_another_and_never_clicks(ear):
    level = np.full(RATE_HZ, 0.5, np.float32)
    ear.listener.play_recording(level)
    first = ear.hear(0.2)
    ear.listener.play_recording(level, at_s=0.5)
    second = ear.hear(0.2)
    assert ear.listener.recording.position_s == pytest.approx(0.7)
    ear.listener.stop_recording()
    last = ear.hear(0.1)
    assert ear.listener.recording is None
    heard = np.concatenate((first, second, last))
    assert np.max(np.abs(np.diff(heard, axis=0))) < 100
    assert max(power(last[-960:])) == 0
