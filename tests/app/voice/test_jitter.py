from __future__ import annotations

import tracemalloc
from dataclasses import replace

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.voice.alignment import realigned
from app.voice.jitter import START_S, JitterBuffer
from app.voice.opus import Decoder
from app.voice.rtp import Packet
from app.voice.spectrum import intelligibility
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave, silence
from tests.app.voice.network import Way, hear, spoken
from tests.app.voice.speech import speech

LENGTH_S = speech().size / RATE_HZ
#: So softly that a decoder which has lost the thread, and overshoots, never reaches full scale and is cut there.
SOFTLY = np.float32(0.25)
SENT_SOFTLY = spoken(speech() * SOFTLY)


class Overheard:
    """A decoder, and all that came out of it, one after the other."""

    def __init__(self) -> None:
        self._decoder = Decoder()
        self._gave: list[Wave] = []

    @property
    def wave(self) -> Wave:
        return np.concatenate([silence(), *self._gave])

    def _told(self, wave: Wave | None) -> Wave | None:
        if wave is not None:
            self._gave.append(wave.copy())
        return wave

    def decode(self, payload: bytes) -> Wave | None:
        return self._told(self._decoder.decode(payload))

    def recover(self, payload: bytes, samples: int = FRAME_SAMPLES) -> Wave | None:
        return self._told(self._decoder.recover(payload, samples))

    def conceal(self, samples: int = FRAME_SAMPLES) -> Wave:
        return self._told(self._decoder.conceal(samples))


class ToneDecoder:
    """Decodes each packet to its part of an unbroken tone, so that what is done to the sound shows as a jump."""

    def __init__(self, hz: float = 200.0) -> None:
        self._hz = hz
        self._at = 0
        self.recovered = self.concealed = 0

    def _tone(self, samples: int) -> Wave:
        t = np.arange(self._at, self._at + samples) / RATE_HZ
        self._at += samples
        return (0.5 * np.sin(2 * np.pi * self._hz * t)).astype(np.float32)

    def decode(self, payload: bytes) -> Wave | None:
        self._at = int.from_bytes(payload[:4], "big")
        return self._tone(FRAME_SAMPLES)

    def recover(self, payload: bytes, samples: int = FRAME_SAMPLES) -> Wave | None:
        self.recovered += 1
        self._at = int.from_bytes(payload[:4], "big") - samples
        return self._tone(samples)

    def conceal(self, samples: int = FRAME_SAMPLES) -> Wave:
        self.concealed += 1
        return self._tone(samples)


#: The most that a tone of 200 Hz at half of full scale moves from sample to sample.
STEEPEST = 0.5 * 2 * np.pi * 200 / RATE_HZ


def tone_packets(count: int, first_sequence: int = 100, first_timestamp: int = 0) -> list[tuple[float, Packet]]:
    return [
        (
            (i + 1) * FRAME_S,
            Packet(
                (first_sequence + i) % 65536,
                (first_timestamp + FRAME_SAMPLES * i) % 2**32,
                7,
                (FRAME_SAMPLES * i).to_bytes(4, "big"),
            ),
        )
        for i in range(count)
    ]


def steepness(wave: Wave) -> float:
    return float(np.abs(np.diff(wave)).max())


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


def test_a_gap_is_concealed_for_a_moment_and_then_silent_and_does_not_click():
    sent = tone_packets(300)
    holed = [arrival for i, arrival in enumerate(sent) if not 100 <= i < 150]
    heard = hear(holed, 5.9, JitterBuffer(ToneDecoder()))
    loud = np.abs(heard.wave[: heard.wave.size // 960 * 960].reshape(-1, 960)).max(1) > 0.01
    quiet_frames = int((~loud[100:160]).sum())
    assert 40 <= quiet_frames <= 46
    assert steepness(heard.wave) < 3 * STEEPEST
    assert heard.figures.played >= 240


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


def test_silence_that_is_not_sent_is_no_loss_and_keeps_its_length():
    wave = np.concatenate((speech()[: RATE_HZ * 2], np.zeros(RATE_HZ * 3, np.float32), speech()[: RATE_HZ * 2]))
    sent = spoken(wave)
    assert len(sent) < wave.size / FRAME_SAMPLES - 100
    heard = hear(Way().arrivals(sent), 7.3)
    assert heard.figures.lost == heard.figures.recovered == heard.figures.late == 0
    assert heard.figures.concealed_s <= 0.15
    aligned = realigned(wave, heard.wave)
    assert intelligibility(wave[RATE_HZ * 5 :], aligned[RATE_HZ * 5 :]) > 0.9


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


#: Where speech is so soft, what is quieter is no click.
CLICK_DBFS = -40.0


def clicks_dbfs(wave: Wave) -> float:
    """The loudest 10 ms above 11 kHz, where encoded speech has nothing and every jump shows."""
    frames = np.lib.stride_tricks.sliding_window_view(wave, 480)[::120] * np.hanning(480)
    return float(10 * np.log10((np.abs(np.fft.rfft(frames)[:, 110:]) ** 2).sum(1).max() + 1e-12))


def test_a_jump_shows_as_a_click():
    wave = hear(Way().arrivals(SENT_SOFTLY), LENGTH_S).wave
    loudest = int(np.argmax(np.abs(wave)))
    broken = np.concatenate((wave[:loudest], wave[loudest + 100 :]))
    assert clicks_dbfs(broken) > CLICK_DBFS + 5 > CLICK_DBFS - 5 > clicks_dbfs(wave)


@settings(deadline=None, max_examples=40)
@given(
    st.builds(
        Way,
        loss=st.floats(0, 0.4),
        jitter_s=st.floats(0, 0.08),
        repeated=st.floats(0, 0.2),
        seed=st.integers(0, 1000),
    ),
    st.lists(st.tuples(st.floats(0, 10), st.floats(0, 3)), max_size=2),
    st.booleans(),
)
def test_no_way_makes_a_click_and_none_delays_for_long(way, outages, is_held_up):
    arrivals = []
    for came_s, packet in way.arrivals(SENT_SOFTLY):
        outage = next((each for each in outages if each[0] <= came_s < sum(each)), None)
        if outage is None:
            arrivals.append((came_s, packet))
        elif is_held_up:
            arrivals.append((sum(outage), packet))
    arrivals.sort(key=lambda arrival: arrival[0])
    # What was held up for long comes after the end of the speech, and is to be heard too.
    last_s = max((came_s for came_s, _ in arrivals), default=0.0)
    decoder = Overheard()
    heard = hear(arrivals, max(LENGTH_S, last_s) + 1, JitterBuffer(decoder))
    # If the decoder should click after all, it was not the buffer that did.
    assert clicks_dbfs(heard.wave) < max(CLICK_DBFS, clicks_dbfs(decoder.wave) + 10)
    assert max(heard.delays_s, default=0) < 0.7
    figures = heard.figures
    assert figures.played + figures.late >= figures.received - 20


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


garbage = st.lists(
    st.tuples(
        st.integers(0, 0xFFFF),
        st.one_of(st.integers(0, 0xFFFFFFFF), st.integers(0, 200).map(lambda i: 960 * i)),
        st.one_of(st.binary(max_size=20), st.just(b"\x48"), st.just(b"\x48" + bytes(20))),
        st.floats(0, 0.2),
    ),
    max_size=80,
)


@settings(deadline=None)
@given(garbage, st.booleans())
def test_whatever_comes_there_is_sound_of_the_right_length(came, is_finished):
    buffer = JitterBuffer(Decoder())
    now_s = 0.0
    for sequence, timestamp, payload, pause_s in came:
        buffer.put(Packet(sequence, timestamp, 7, payload), now_s)
        now_s += pause_s
        wave = buffer.take(now_s)
        assert wave.shape == (FRAME_SAMPLES,)
        assert bool(np.isfinite(wave).all())
    if is_finished:
        buffer.finish()
        for _ in range(200):
            buffer.take(now_s := now_s + FRAME_S)
        assert buffer.is_over


def test_a_flood_takes_no_memory_whether_it_is_played_or_not():
    buffer = JitterBuffer(ToneDecoder())
    tracemalloc.start()
    chance = np.random.default_rng(1)
    for i in range(20_000):
        packet = Packet(i % 65536, int(chance.integers(0, 2**32)), 7, bytes(1000))
        buffer.put(packet, i * 0.001)
        if i % 20 == 0 and i > 10_000:
            buffer.take(i * 0.001)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert used < 2_000_000


def test_what_is_known_of_the_way_helps_the_next_burst():
    arrivals = Way(jitter_s=0.04).arrivals(spoken(speech()))
    fresh = hear(arrivals, LENGTH_S)
    assert fresh.figures.target_s > START_S
    knowing = hear(arrivals, LENGTH_S, JitterBuffer(Decoder(), fresh.figures.target_s))
    assert knowing.delays_s[0] > fresh.delays_s[0]
    assert knowing.figures.late <= fresh.figures.late
