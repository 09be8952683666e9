from __future__ import annotations

import gc
from itertools import pairwise

import av
import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.voice.alignment import delay_samples, realigned
from app.voice.opus import Decoder, Encoder
from app.voice.spectrum import intelligibility
from app.voice.toc import LOOKAHEAD_SAMPLES, duration_samples, is_silence, placeholder
from app.voice.wave import FRAME_SAMPLES, silence
from tests.app.voice.speech import speech


def encoded(wave, **options):
    encoder = Encoder(**options)
    return [encoder.encode(wave[i : i + 960]) for i in range(0, wave.size - 959, 960)]


def decoded(payloads):
    decoder = Decoder()
    return np.concatenate([decoder.decode(payload) for payload in payloads])


def test_speech_is_the_same_after_all_of_it():
    wave = speech()
    heard = decoded(encoded(wave))
    assert intelligibility(wave, realigned(wave, heard)) > 0.95


def test_the_decoded_sound_lags_by_what_is_said():
    wave = speech()
    assert delay_samples(wave, decoded(encoded(wave))) == pytest.approx(LOOKAHEAD_SAMPLES, abs=24)


def test_another_decoder_hears_the_same():
    wave = speech()
    payloads = [payload for payload in encoded(wave) if not is_silence(payload)]
    context = av.CodecContext.create("opus", "r")
    context.sample_rate, context.layout = 48_000, "mono"
    context.open()
    theirs = np.concatenate(
        [frame.to_ndarray().ravel() for payload in payloads for frame in context.decode(av.Packet(payload))]
    )
    ours = decoded(payloads)
    if theirs.dtype == np.int16:
        theirs = theirs / np.float32(32768)
    size = min(ours.size, theirs.size)
    assert intelligibility(ours[:size], realigned(ours[:size], theirs[:size].astype(np.float32))) > 0.99


def test_speech_stays_small_and_silence_costs_next_to_nothing():
    sizes = [len(payload) for payload in encoded(speech())]
    assert 50 * 8 * np.mean(sizes) < 30_000
    quiet = [len(payload) for payload in encoded(silence(48_000 * 3))]
    assert sum(size > 2 for size in quiet[50:]) <= 6


def test_a_lost_packet_is_better_recovered_from_the_next_one_than_made_up():
    wave = speech()
    payloads = encoded(wave, expected_loss=0.2)
    recovering, concealing, clean = Decoder(), Decoder(), Decoder()
    heard: dict[str, list] = {"clean": [], "recovered": [], "concealed": []}
    for i, payload in enumerate(payloads):
        heard["clean"].append(clean.decode(payload))
        if i % 5 == 3 and i + 1 < len(payloads):
            heard["recovered"].append(recovering.recover(payloads[i + 1]))
            heard["concealed"].append(concealing.conceal())
        else:
            heard["recovered"].append(recovering.decode(payload))
            heard["concealed"].append(concealing.decode(payload))
    reference = np.concatenate(heard["clean"])
    like = {how: intelligibility(reference, np.concatenate(parts)) for how, parts in heard.items()}
    assert like["recovered"] > 0.95
    assert like["concealed"] < like["recovered"] - 0.01


@given(st.binary(max_size=300))
def test_any_bytes_are_sound_or_none(data):
    decoder = Decoder()
    for wave in (decoder.decode(data), decoder.recover(data)):
        assert wave is None or (wave.size <= 5760 and bool(np.isfinite(wave).all()))


def test_only_whole_frames_are_encoded():
    with pytest.raises(AppError, match=r"voice\.codec"):
        Encoder().encode(silence(959))


def test_concealing_lasts_as_long_as_is_asked():
    decoder = Decoder()
    assert decoder.conceal().size == FRAME_SAMPLES
    assert decoder.conceal(480).size == 480


@given(st.binary(min_size=1, max_size=40))
def test_the_duration_that_a_packet_states_is_the_one_it_has(data):
    wave = Decoder().decode(data)
    if wave is not None and wave.size and len(data) > 2:
        assert duration_samples(data) == wave.size


def test_a_placeholder_lasts_one_frame_and_holds_nothing():
    payload = encoded(speech())[40]
    assert is_silence(placeholder(payload))
    assert duration_samples(placeholder(payload)) == 960
    assert Decoder().decode(placeholder(payload)).size == 960


def test_codecs_that_are_let_go_give_back_their_memory():
    def use() -> int:
        for _ in range(200):
            Encoder().encode(silence())
            Decoder().conceal()
        gc.collect()
        return psutil.Process().memory_info().rss

    # What is left behind is left behind each time; what else the process takes meanwhile is not.
    held = [use() for _ in range(4)]
    assert min(later - earlier for earlier, later in pairwise(held)) < 4_000_000
