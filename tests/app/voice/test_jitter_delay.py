"""How late what the jitter buffer plays is, and how soon what was lost of time is won back."""

from __future__ import annotations

import numpy as np
import pytest

from app.voice.jitter import START_S, JitterBuffer
from app.voice.opus import Decoder
from app.voice.wave import FRAME_S, RATE_HZ
from tests.app.voice.decoders import STEEPEST, ToneDecoder, steepness, tone_packets
from tests.app.voice.network import Way, hear, spoken
from tests.app.voice.speech import speech

LENGTH_S = speech().size / RATE_HZ


def test_it_waits_for_longer_when_packets_come_unevenly_and_for_less_when_that_is_over():
    even, uneven = tone_packets(200), tone_packets(800)[200:500]
    even_again = tone_packets(1500)[500:]
    arrivals = even + Way(jitter_s=0.04, delay_s=0).arrivals(uneven) + even_again
    heard = hear(sorted(arrivals, key=lambda arrival: arrival[0]), 30.0, JitterBuffer(ToneDecoder()))
    targets = np.array(heard.targets_s)
    assert targets[190] < 0.03
    assert targets[450] > 0.06
    assert targets[-1] < 0.03
    assert heard.delays_s[-1] < 0.06


def test_a_network_that_stops_for_a_moment_costs_delay_that_is_won_back():
    sent = tone_packets(500)
    stalled = [(max(at_s, 3.15) if 3.0 <= at_s < 3.15 else at_s, packet) for at_s, packet in sent]
    heard = hear(stalled, 9.9, JitterBuffer(ToneDecoder()))
    assert heard.figures.lost == 0
    assert max(heard.delays_s[145:165]) > 0.1
    assert heard.delays_s[-1] < 0.06


def test_what_was_said_before_the_grant_is_heard_and_its_delay_won_back_within_two_seconds():
    sent = tone_packets(250)
    hurried = [(max(at_s, 0.22), packet) for at_s, packet in sent]
    heard = hear(hurried, 4.9, JitterBuffer(ToneDecoder()))
    assert heard.figures.late == heard.figures.lost == 0
    assert heard.delays_s[0] > 0.15
    assert max(heard.delays_s[100:]) < 0.06


def test_after_a_gap_of_ten_seconds_it_goes_on_with_what_is_new():
    sent = tone_packets(100)
    later = [(at_s + 10, packet) for at_s, packet in tone_packets(300)[100:]]
    heard = hear(sent + later, 16.0, JitterBuffer(ToneDecoder()))
    assert heard.figures.played >= 295
    assert heard.delays_s[-1] < 0.06


def test_talk_that_waited_in_a_network_for_seconds_is_not_played_late():
    sent = tone_packets(400)
    held_up = [(max(at_s, 5.0) if at_s >= 2 else at_s, packet) for at_s, packet in sent]
    heard = hear(held_up, 7.9, JitterBuffer(ToneDecoder()))
    assert heard.figures.late + heard.figures.strays >= 80
    assert heard.delays_s[-1] < 0.1


@pytest.mark.parametrize("stood_still_s", [0.6, 0.7, 1.0, 1.9])
def test_a_talker_that_stood_still_for_a_moment_is_heard_again_soon(stood_still_s: float):
    """What came before the halt says nothing of what comes after it: there all is late by as much."""
    sent = tone_packets(400)
    halted = [(at_s + (stood_still_s if at_s > 3 else 0), packet) for at_s, packet in sent]
    heard = hear(halted, 8.5 + stood_still_s, JitterBuffer(ToneDecoder()))
    assert heard.figures.played >= 385
    assert heard.delays_s[-1] < 0.06


@pytest.mark.parametrize("drift", [200e-6, -200e-6])
def test_a_clock_that_runs_wrong_neither_delays_nor_breaks_speech(drift):
    count = 50 * 600
    sent = [(at_s * (1 + drift), packet) for at_s, packet in tone_packets(count)]
    heard = hear(sent, 598.0, JitterBuffer(ToneDecoder()))
    assert heard.figures.lost == heard.figures.late == 0
    assert heard.figures.concealed_s == 0
    assert max(heard.delays_s[100:]) < 0.06
    # 120 ms in ten minutes, by periods of 2.5 to 15 ms.
    assert 4 <= heard.figures.changes <= 60
    assert steepness(heard.wave) < 2 * STEEPEST


def test_a_device_that_asks_in_gulps_gets_whole_sound():
    heard = hear(tone_packets(500), 9.9, JitterBuffer(ToneDecoder()), due=lambda i: i // 3 * 3 * FRAME_S)
    assert heard.figures.lost == heard.figures.late == 0
    assert steepness(heard.wave) < 2 * STEEPEST
    assert heard.delays_s[-1] < 0.12


def test_what_is_known_of_the_way_helps_the_next_burst():
    arrivals = Way(jitter_s=0.04).arrivals(spoken(speech()))
    fresh = hear(arrivals, LENGTH_S)
    assert fresh.figures.target_s > START_S
    knowing = hear(arrivals, LENGTH_S, JitterBuffer(Decoder(), fresh.figures.target_s))
    assert knowing.delays_s[0] > fresh.delays_s[0]
    assert knowing.figures.late <= fresh.figures.late
