from __future__ import annotations

import numpy as np
import pytest

from app.domain.talk import BurstEnd
from app.domain.voice import FloorDenied, FloorGranted, FloorQueued, FloorRevoked, ReleaseFloor, RequestFloor
from app.voice import talk as talk_module
from app.voice.alignment import delay_samples
from app.voice.opus import Decoder, Encoder
from app.voice.rtp import Packet
from app.voice.talk import ANSWER_S, MOST_KEPT_S, TAIL_S, Talker
from app.voice.talk_state import Phase, TalkState
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ
from tests.app.voice.speech import hum

CALL = 5
GRANT = FloorGranted(call=CALL, burst=9, ssrc=77, limit_s=60)


class HandMicrophone:
    """Gives frames when the test says so."""

    name = "by hand"

    def start(self, on_frame):
        self.give = on_frame

    def stop(self):
        self.give = lambda _: None


class Link:
    def __init__(self) -> None:
        self.said: list = []
        self.packets: list[Packet] = []

    def say(self, said) -> None:
        self.said.append(said)

    def send(self, packet: Packet) -> None:
        self.packets.append(packet)


class Stand:
    """A talker whose time passes by frames."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.wave = hum(8.0)
        self.at = 0
        self.states: list[TalkState] = []
        self.link, self.microphone = Link(), HandMicrophone()
        self.talker = Talker(self.microphone, self.link, self.states.append, lambda: self.now_s)
        self.talker.start()

    def speak(self, seconds: float) -> None:
        for _ in range(round(seconds / FRAME_S)):
            self.now_s += FRAME_S
            self.microphone.give(self.wave[self.at : self.at + FRAME_SAMPLES])
            self.at += FRAME_SAMPLES

    @property
    def phase(self) -> Phase:
        return self.talker.state.phase


@pytest.fixture
def stand() -> Stand:
    made = Stand()
    made.speak(0.5)
    return made


def test_what_is_said_while_the_floor_is_asked_for_goes_out_with_the_grant(stand):
    begun = stand.at
    stand.talker.press(CALL)
    stand.speak(0.3)
    assert stand.link.said == [RequestFloor(call=CALL)]
    assert stand.link.packets == []
    stand.talker.on_told(GRANT)
    assert len(stand.link.packets) == 15
    stand.speak(1.0)
    stand.talker.release()
    stand.speak(0.2)
    assert {packet.ssrc for packet in stand.link.packets} == {77}
    sequences = [packet.sequence for packet in stand.link.packets]
    assert sequences == list(range(sequences[0], sequences[0] + len(sequences)))
    spoken = stand.wave[begun : begun + round(1.3 * RATE_HZ)]
    decoder = Decoder()
    heard = np.concatenate([decoder.decode(packet.payload) for packet in stand.link.packets])
    late = delay_samples(spoken, heard, most=RATE_HZ // 10)
    assert 0 <= late < RATE_HZ // 50
    assert np.corrcoef(spoken, heard[late : late + spoken.size])[0, 1] > 0.8


def test_how_long_the_floor_was_waited_for_is_known_while_one_talks(stand):
    stand.talker.press(CALL)
    stand.speak(0.3)
    stand.talker.on_told(GRANT)
    stand.speak(1.0)
    state = stand.talker.state
    assert state.since_s - state.pressed_s == pytest.approx(0.3)


def test_the_last_words_are_sent_before_the_floor_is_given_back(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.speak(0.4)
    sent = len(stand.link.packets)
    stand.talker.release()
    assert stand.phase is Phase.ON_AIR
    stand.speak(TAIL_S + 0.1)
    assert len(stand.link.packets) == sent + round(TAIL_S / FRAME_S)
    assert stand.link.said[-1] == ReleaseFloor(call=CALL)
    assert stand.phase is Phase.IDLE


def test_without_a_key_nothing_is_kept_or_sent(stand):
    stand.speak(1.0)
    assert stand.link.said == stand.link.packets == stand.states == []
    assert stand.talker.level.rms_dbfs > -60


def test_when_no_grant_comes_it_ends_and_little_is_kept(stand):
    stand.talker.press(CALL)
    stand.speak(ANSWER_S - 0.5)
    assert len(stand.talker._kept) <= round(MOST_KEPT_S / FRAME_S)
    stand.speak(1.0)
    assert (stand.phase, stand.talker.state.code) == (Phase.DENIED, "floor.no_answer")
    assert stand.link.said[-1] == ReleaseFloor(call=CALL)
    assert not stand.talker._kept
    stand.talker.on_told(GRANT)
    assert stand.link.packets == []


def test_what_becomes_an_emergency_has_the_time_that_the_station_then_gives(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.speak(1.0)
    stand.talker.press(CALL, is_emergency=True)
    stand.talker.on_told(GRANT)
    state = stand.talker.state
    assert (state.phase, state.limit_s, state.left_s(stand.now_s)) == (
        Phase.ON_AIR,
        pytest.approx(61),
        pytest.approx(60),
    )


@pytest.mark.parametrize("is_granted", [True, False])
def test_who_cannot_be_heard_any_more_is_told_until_the_key_is_up_and_holds_nobodys_floor(stand, is_granted):
    stand.talker.press(CALL)
    if is_granted:
        stand.talker.on_told(GRANT)
    stand.speak(0.2)
    sent = len(stand.link.packets)
    stand.talker.cut_off("floor.link_lost")
    stand.speak(0.2)
    assert (stand.phase, stand.talker.state.code) == (Phase.DENIED, "floor.link_lost")
    assert len(stand.link.packets) == sent
    assert stand.link.said == [RequestFloor(call=CALL), ReleaseFloor(call=CALL)]
    stand.talker.cut_off("audio.microphone_gone")
    assert stand.talker.state.code == "floor.link_lost", "what came first is why"
    stand.talker.release()
    assert stand.phase is Phase.IDLE
    assert stand.link.said[2:] == []


def test_who_was_told_to_stop_is_told_so_until_the_key_is_up_though_the_link_goes_as_well(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.talker.on_told(FloorRevoked(call=CALL, burst=9, reason=BurstEnd.STATION_STOPPED))
    stand.talker.cut_off("floor.link_lost")
    assert (stand.phase, stand.talker.state.end) == (Phase.REVOKED, BurstEnd.STATION_STOPPED)


def test_the_last_words_of_who_has_let_go_are_cut_without_a_word(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.speak(0.2)
    stand.talker.release()
    stand.talker.cut_off("floor.link_lost")
    assert stand.phase is Phase.IDLE
    stand.talker.cut_off("floor.link_lost")
    assert stand.phase is Phase.IDLE


def test_a_grant_that_comes_after_the_key_is_up_is_given_back(stand):
    stand.talker.press(CALL)
    stand.talker.release()
    stand.talker.on_told(GRANT)
    assert stand.phase is Phase.IDLE
    assert stand.link.said == [RequestFloor(call=CALL), ReleaseFloor(call=CALL), ReleaseFloor(call=CALL)]
    assert stand.link.packets == []


def test_who_waits_in_the_queue_is_not_recorded(stand):
    stand.talker.press(CALL)
    stand.speak(0.1)
    stand.talker.on_told(FloorQueued(call=CALL, position=2, holder=3))
    assert (stand.phase, stand.talker.state.position, stand.talker.state.holder) == (Phase.QUEUED, 2, 3)
    stand.speak(5.0)
    stand.talker.on_told(GRANT)
    assert stand.link.packets == []
    stand.speak(0.1)
    assert len(stand.link.packets) == 5


def test_who_is_revoked_stops_at_once_and_stays_so_until_the_key_is_up(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.speak(0.2)
    stand.talker.on_told(FloorRevoked(call=CALL, burst=9, reason=BurstEnd.PRE_EMPTED))
    sent = len(stand.link.packets)
    stand.speak(0.5)
    assert len(stand.link.packets) == sent
    assert (stand.phase, stand.talker.state.end) == (Phase.REVOKED, BurstEnd.PRE_EMPTED)
    stand.talker.release()
    assert stand.phase is Phase.IDLE
    assert ReleaseFloor(call=CALL) not in stand.link.said


def test_a_denial_says_why(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(FloorDenied(call=CALL, code="floor.busy", holder=4))
    assert (stand.phase, stand.talker.state.code, stand.talker.state.holder) == (Phase.DENIED, "floor.busy", 4)


def test_a_call_that_has_yet_to_be_opened_costs_no_words(stand):
    stand.talker.press(None)
    stand.speak(0.1)
    stand.talker.ask(CALL)
    stand.speak(0.1)
    stand.talker.on_told(GRANT)
    assert len(stand.link.packets) == 10
    assert stand.link.said == [RequestFloor(call=CALL)]


def test_with_a_microphone_that_gives_nothing_the_floor_is_given_back_all_the_same(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.speak(0.1)
    stand.now_s += 1
    stand.talker.release()
    assert stand.link.said[-1] == ReleaseFloor(call=CALL)


def test_stopping_lets_go(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    stand.talker.stop()
    assert stand.link.said[-1] == ReleaseFloor(call=CALL)
    assert stand.phase is Phase.IDLE


def test_a_recording_ends_when_it_is_full_when_one_says_so_or_when_another_begins(stand):
    full, ended, cut = [], [], []
    stand.talker.record(0.2, full.append)
    stand.speak(0.5)
    stand.talker.record(60, cut.append)
    stand.speak(0.1)
    stand.talker.record(60, ended.append)
    stand.speak(0.3)
    stand.talker.end_recording()
    stand.talker.end_recording()
    stand.speak(0.1)
    assert [[round(wave.size / RATE_HZ, 3) for wave in waves] for waves in (full, cut, ended)] == [
        [0.2],
        [0.1],
        [0.3],
    ]


def test_who_waits_or_talks_already_makes_an_emergency_of_it(stand):
    stand.talker.press(CALL)
    stand.talker.on_told(FloorQueued(call=CALL, position=1, holder=3))
    stand.talker.press(CALL, is_emergency=True)
    stand.talker.press(CALL, is_emergency=True)
    assert stand.link.said == [RequestFloor(call=CALL), RequestFloor(call=CALL, is_emergency=True)]
    stand.talker.on_told(GRANT)
    assert (stand.phase, stand.talker.state.is_emergency) == (Phase.ON_AIR, True)
    stand.talker.release()
    stand.speak(TAIL_S + 0.1)
    stand.talker.press(None, is_emergency=True)
    stand.talker.ask(CALL)
    assert stand.link.said[-1] == RequestFloor(call=CALL, is_emergency=True)


def test_what_is_said_is_encoded_for_the_loss_that_was_reported_and_never_for_less_than_a_tenth(monkeypatch):
    losses: list[float] = []

    class NotedEncoder(Encoder):
        def expect_loss(self, share: float) -> None:
            super().expect_loss(share)
            losses.append(share)

    monkeypatch.setattr(talk_module, "Encoder", NotedEncoder)
    stand = Stand()
    stand.talker.press(CALL)
    stand.talker.on_told(GRANT)
    losses.clear()
    for share in (0.3, 0.02):
        stand.talker.expect_loss(share)
    assert losses == [0.3, 0.1], "at once, in mid-burst"
    stand.talker.expect_loss(0.25)
    stand.talker.abandon()
    losses.clear()
    stand.talker.press(CALL)
    assert losses == [0.25], "the next burst begins with what is known of the way"
