"""The laws of the jitter buffer on any way and with any garbage: no click, no long delay, sound, little memory."""

from __future__ import annotations

import tracemalloc

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.voice.jitter import JitterBuffer
from app.voice.opus import Decoder
from app.voice.rtp import Packet
from app.voice.wave import FRAME_S, FRAME_SAMPLES, RATE_HZ, Wave
from tests.app.voice.decoders import Overheard, ToneDecoder
from tests.app.voice.network import Way, hear, spoken
from tests.app.voice.speech import speech

LENGTH_S = speech().size / RATE_HZ
#: So softly that a decoder which has lost the thread, and overshoots, never reaches full scale and is cut there.
SOFTLY = np.float32(0.25)
SENT_SOFTLY = spoken(speech() * SOFTLY)
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


GARBAGE = st.lists(
    st.tuples(
        st.integers(0, 0xFFFF),
        st.one_of(st.integers(0, 0xFFFFFFFF), st.integers(0, 200).map(lambda i: 960 * i)),
        st.one_of(st.binary(max_size=20), st.just(b"\x48"), st.just(b"\x48" + bytes(20))),
        st.floats(0, 0.2),
    ),
    max_size=80,
)


@settings(deadline=None)
@given(GARBAGE, st.booleans())
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
