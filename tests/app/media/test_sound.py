from __future__ import annotations

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.sound import BYTES_PER_S, Resampler, SoundBuffer
from app.media.state import Wish
from tests.app.media.conftest import TILE, next_frame, until
from tests.app.media.servers import lasting, serving


@given(st.lists(st.integers(1, 50).map(lambda n: n * 4), max_size=20), st.lists(st.integers(0, 300), max_size=20))
def test_what_comes_out_is_what_went_in_without_the_oldest(sizes, takes):
    buffer, put, taken = SoundBuffer(most_s=400 / BYTES_PER_S), b"", b""
    for i, size in enumerate(sizes):
        data = bytes([i]) * size
        put += data
        buffer.put(data)
    kept = round(buffer.seconds * BYTES_PER_S)
    assert kept <= 400
    for most in [*takes, 10_000]:
        part = buffer.take(most)
        assert len(part) <= most
        assert len(part) % 4 == 0
        taken += part
    assert taken == put[len(put) - kept :]


@pytest.mark.parametrize(("form", "layout", "rate"), [("fltp", "mono", 44_100), ("s16", "stereo", 8_000)])
def test_any_sound_becomes_48_khz_stereo(form, layout, rate):
    channels = 1 if layout == "mono" else 2
    planes, dtype = (1, np.int16) if form == "s16" else (channels, np.float32)
    wave = np.zeros((planes, rate // 10 * (channels if planes == 1 else 1)), dtype)
    frame = av.AudioFrame.from_ndarray(wave, format=form, layout=layout)
    frame.sample_rate = rate
    assert len(Resampler().bytes_of(frame)) == pytest.approx(BYTES_PER_S / 10, rel=0.02)


def test_a_stream_is_heard_when_somebody_listens_and_not_before(reading):
    with serving(lasting(sound="aac")) as server:
        reader = reading(server.url)
        next_frame(reader)
        until(lambda: reader.status().figures.has_sound)
        assert reader.sound.seconds == 0
        reader.set_wish(Wish(TILE, hears=True, is_audible=True))
        until(lambda: reader.sound.seconds > 0.1)
        samples = np.frombuffer(reader.sound.take(40_000), np.int16)
        assert np.abs(samples).max() > 5_000
        assert len(server.asked) == 1
