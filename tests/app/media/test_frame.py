from __future__ import annotations

import av
import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.media.frame import Scaler, fitted

_lengths = st.integers(1, 8000)


@given(_lengths, _lengths, st.tuples(st.integers(2, 4000), st.integers(2, 4000)))
def test_a_picture_lies_inside_its_tile_and_fills_it_one_way(width, height, size):
    scaled = fitted(width, height, size)
    for length, room in zip(scaled, size, strict=True):
        assert 1 <= length <= room
    # A large one may be four columns narrower, so that FFmpeg makes it quickly.
    assert any(room - length < 5 for length, room in zip(scaled, size, strict=True))


@pytest.mark.parametrize("height", [100, 101, 244])
@pytest.mark.parametrize("width", range(430, 446))
def test_a_picture_is_made_to_its_last_column(width, height):
    grey = av.VideoFrame.from_ndarray(np.full((540, 640), 128, np.uint8), format="yuv420p")
    whole = av.VideoFrame.from_ndarray(np.full((height, width), 128, np.uint8), format="gray").reformat(
        format="yuv420p"
    )
    # Whatever stood in the memory that FFmpeg takes next is another colour.
    _ = [np.full((height, width, 4), 7, np.uint8) for _ in range(8)]
    scaled = Scaler().scaled(grey, (width, height), 1, aspect=width / height * 360 / 640)
    assert width - 5 < scaled.width <= width
    for frame in (scaled, Scaler().whole(whole, 1)):
        assert frame.rgb[..., :3].min() > 120


@pytest.mark.parametrize("form", ["yuv420p", "yuvj420p", "yuv422p", "nv12", "yuv420p10le"])
@pytest.mark.parametrize("colorspace", [None, "ITU709"])
def test_the_colours_are_those_of_ffmpegs_own_conversion(form, colorspace):
    chance = np.random.default_rng(3)
    blocks = chance.integers(0, 256, (9, 16, 3), np.uint8).repeat(40, 0).repeat(40, 1)
    whole = av.VideoFrame.from_ndarray(blocks, format="rgb24").reformat(format=form, dst_colorspace=colorspace)
    expected = whole.reformat(320, 180, "bgra").to_ndarray().astype(int)
    shown = Scaler().scaled(whole, (320, 180), 1).rgb.astype(int)
    # In the middle of the blocks: at their edges each way of scaling has its own opinion.
    assert np.abs(shown - expected)[10::20, 10::20].max() <= 6


def test_narrow_pixels_are_made_square():
    frame = av.VideoFrame.from_ndarray(np.zeros((576, 704), np.uint8), format="gray")
    assert Scaler().scaled(frame, (320, 180), 1, aspect=16 / 11).width == 320


def test_the_bytes_are_blue_green_red_and_opaque():
    red = np.zeros((90, 160, 3), np.uint8)
    red[..., 0] = 255
    frame = Scaler().scaled(av.VideoFrame.from_ndarray(red, format="rgb24"), (80, 45), 1)
    blue, green, red_, alpha = frame.rgb[20, 40]
    assert (blue, green, alpha) == (0, 0, 255)
    assert red_ > 250


def test_a_picture_outlives_its_scaler():
    grey = av.VideoFrame.from_ndarray(np.full((90, 160), 128, np.uint8), format="gray")
    frame = Scaler().scaled(grey, (80, 45), 1)
    before = frame.rgb.copy()
    for _ in range(20):
        Scaler().scaled(av.VideoFrame.from_ndarray(np.zeros((90, 160), np.uint8), format="gray"), (80, 45), 1)
    assert (frame.rgb == before).all()


def test_a_thousand_changes_of_size_keep_memory_where_it_was():
    scaler = Scaler()
    whole = av.VideoFrame.from_ndarray(np.zeros((360, 640), np.uint8), format="gray").reformat(format="yuv420p")

    def change(times: int) -> None:
        for i in range(times):
            scaler.scaled(whole, (100 + i % 40 * 10, 200), i)

    def grown() -> int:
        before = psutil.Process().memory_info().rss
        change(1000)
        return psutil.Process().memory_info().rss - before

    change(100)
    # What is left behind is left behind each time; what else the process takes meanwhile is not.
    assert min(grown() for _ in range(3)) < 10e6
