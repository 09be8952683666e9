"""What the jitter buffer makes of packets that are lost, late, mixed up, or of another kind."""

from __future__ import annotations

from dataclasses import replace

import av
import numpy as np
import pytest

from app.voice.alignment import realigned
from app.voice.jitter import JitterBuffer
from app.voice.rtp import Packet
from app.voice.spectrum import intelligibility
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ
from tests.app.voice.decoders import STEEPEST, ToneDecoder, steepness, tone_packets
from tests.app.voice.network import Way, hear, spoken
from tests.app.voice.speech import speech

LENGTH_S = speech().size / RATE_HZ


def test_on_a_clean_way_speech_is_whole_and_soon_heard():
    heard = hear(Way().arrivals(spoken(speech())), LENGTH_S + 0.5)
    assert heard.figures.lost == heard.figures.late == heard.figures.recovered == 0
    assert heard.figures.played == heard.figures.received
    assert np.quantile(heard.delays_s, 0.95) <= 0.075
    assert np.quantile(heard.delays_s[50:], 0.95) <= 0.050
    assert intelligibility(speech(), realigned(speech(), heard.wave)) > 0.95


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_at_five_percent_loss_and_forty_milliseconds_of_jitter_speech_stays_intelligible(seed):
    heard = hear(Way(loss=0.05, jitter_s=0.04, seed=seed).arrivals(spoken(speech())), LENGTH_S + 0.5)
    assert np.quantile(heard.delays_s, 0.95) <= 0.125
    assert intelligibility(speech(), realigned(speech(), heard.wave)) > 0.93
    assert heard.figures.recovered > heard.figures.lost


def test_what_is_lost_is_said_from_the_next_packet():
    sent = tone_packets(200)
    decoder = ToneDecoder()
    heard = hear([arrival for i, arrival in enumerate(sent) if i % 10 != 5], 4.0, JitterBuffer(decoder))
    assert heard.figures.recovered >= 15
    assert steepness(heard.wave[: RATE_HZ * 3]) < 2 * STEEPEST


def test_packets_in_any_order_make_the_same_sound():
    sent = tone_packets(150)
    mixed = [(at_s + (0.035 if i % 3 == 0 else 0), packet) for i, (at_s, packet) in enumerate(sent)]
    heard = hear(sorted(mixed, key=lambda arrival: arrival[0]), 3.0, JitterBuffer(ToneDecoder()))
    assert heard.figures.lost == 0
    assert heard.figures.played >= 140
    assert steepness(heard.wave) < 2 * STEEPEST


def test_repeated_packets_are_heard_once():
    heard = hear(Way(repeated=0.5).arrivals(tone_packets(200)), 4.2, JitterBuffer(ToneDecoder()))
    assert heard.figures.duplicates > 60
    assert heard.figures.played == 200


@pytest.mark.parametrize(("sequence", "timestamp"), [(65_530, 0), (0, 2**32 - 5000), (65_500, 2**32 - 96_000)])
def test_numbers_that_wrap_are_not_noticed(sequence, timestamp):
    heard = hear(tone_packets(150, sequence, timestamp), 2.95, JitterBuffer(ToneDecoder()))
    assert (heard.figures.lost, heard.figures.strays, heard.figures.late) == (0, 0, 0)
    assert heard.figures.played >= 140
    assert steepness(heard.wave) < 2 * STEEPEST


def test_a_gap_is_concealed_for_a_moment_and_then_silent_and_does_not_click():
    sent = tone_packets(300)
    holed = [arrival for i, arrival in enumerate(sent) if not 100 <= i < 150]
    heard = hear(holed, 5.9, JitterBuffer(ToneDecoder()))
    loud = np.abs(heard.wave[: heard.wave.size // 960 * 960].reshape(-1, 960)).max(1) > 0.01
    quiet_frames = int((~loud[100:160]).sum())
    assert 40 <= quiet_frames <= 46
    assert steepness(heard.wave) < 3 * STEEPEST
    assert heard.figures.played >= 240


def test_silence_that_is_not_sent_is_no_loss_and_keeps_its_length():
    wave = np.concatenate((speech()[: RATE_HZ * 2], np.zeros(RATE_HZ * 3, np.float32), speech()[: RATE_HZ * 2]))
    sent = spoken(wave)
    assert len(sent) < wave.size / FRAME_SAMPLES - 100
    heard = hear(Way().arrivals(sent), 7.3)
    assert heard.figures.lost == heard.figures.recovered == heard.figures.late == 0
    assert heard.figures.concealed_s <= 0.15
    aligned = realigned(wave, heard.wave)
    assert intelligibility(wave[RATE_HZ * 5 :], aligned[RATE_HZ * 5 :]) > 0.9


def test_a_burst_that_is_over_is_played_to_its_end_and_fades():
    buffer = JitterBuffer(ToneDecoder())
    sent = tone_packets(50)
    heard = hear(sent, 1.01, buffer)
    assert not buffer.is_over
    buffer.finish()
    rest = []
    while not buffer.is_over:
        rest.append(buffer.take(1.02 + FRAME_S * len(rest)))
        assert len(rest) < 10
    assert buffer.figures.played == 50
    wave = np.concatenate((heard.wave, *rest))
    assert steepness(wave) < 3 * STEEPEST
    assert abs(wave[-1]) < 0.001


def test_a_burst_of_which_nothing_came_is_over_at_once():
    buffer = JitterBuffer(ToneDecoder())
    buffer.finish()
    assert not buffer.take(1.0).any()
    assert buffer.is_over


def test_a_packet_that_is_no_speech_is_as_good_as_lost():
    sent = [
        (at_s, replace(packet, payload=b"\xff\xff\xff\xff") if i % 10 == 5 else packet)
        for i, (at_s, packet) in enumerate(spoken(speech()))
    ]
    heard = hear(sent, LENGTH_S)
    assert heard.figures.lost >= 30
    assert bool(np.isfinite(heard.wave).all())


@pytest.mark.parametrize("frame_ms", [10, 40, 60])
def test_packets_of_other_lengths_are_played_too(frame_ms: int):
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "mono", "flt"
    encoder.options = {"frame_duration": str(frame_ms), "application": "voip"}
    frame = av.AudioFrame.from_ndarray(speech()[None, :], format="flt", layout="mono")
    frame.sample_rate = RATE_HZ
    payloads = [bytes(packet) for packet in (*split(encoder, frame), *encoder.encode(None))]
    samples = RATE_HZ * frame_ms // 1000
    sent = [
        ((i + 1) * frame_ms / 1000, Packet(i, (samples * i) % 2**32, 7, payload))
        for i, payload in enumerate(payloads)
    ]
    heard = hear(Way(jitter_s=0.01).arrivals(sent), LENGTH_S + 0.5)
    assert heard.figures.lost == 0
    assert heard.figures.played >= len(payloads) - 1
    assert intelligibility(speech(), realigned(speech(), heard.wave)) > 0.95


def split(encoder: av.AudioCodecContext, frame: av.AudioFrame) -> list[av.Packet]:
    """The encoder takes frames of its own size only."""
    encoder.open()
    fifo = av.AudioFifo()
    fifo.write(frame)
    return [packet for part in fifo.read_many(encoder.frame_size) for packet in encoder.encode(part)]
