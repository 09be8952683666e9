"""The burnt clock is read back from what is left of it after coding and scaling, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from functools import lru_cache

import av
import numpy as np
import pytest
from av import VideoFrame
from hypothesis import example, given
from hypothesis import strategies as st

from app.media.burnt_clock import DARK, LIGHT, draw, plate, read
from app.media.frame import Scaler
from app.media.lettering import lettering

AT_MS = 1_795_300_431_236
TIMES = st.integers(0, (1 << 42) - 1)
RATE = 15


@given(TIMES, st.integers(200, 1920), st.floats(0.5, 0.8))
@example(0, 640, 9 / 16)
@example((1 << 42) - 1, 640, 9 / 16)
def test_what_is_drawn_is_read_at_any_size(at_ms: int, width: int, aspect: float) -> None:
    picture = np.full((round(width * aspect), width), 128, np.uint8)
    draw(picture, at_ms)
    assert read(picture) == at_ms


@given(TIMES)
def test_grey_and_colour_show_the_same_clock(at_ms: int) -> None:
    grey, colour = np.zeros((180, 320), np.uint8), np.zeros((180, 320, 4), np.uint8)
    draw(grey, at_ms)
    draw(colour, at_ms)
    assert (colour == grey[..., None]).all()
    assert read(colour) == at_ms


@given(TIMES, st.integers(0, 1), st.integers(0, 31))
def test_one_cell_that_came_through_wrong_is_noticed(at_ms: int, row: int, column: int) -> None:
    picture = np.zeros((360, 640), np.uint8)
    draw(picture, at_ms)
    cell = picture[324 + 12 * row : 336 + 12 * row, 208 + 8 * column : 216 + 8 * column]
    assert cell.min() == cell.max()
    cell[...] = DARK + LIGHT - cell
    assert read(picture) is None


def test_only_the_plate_is_drawn_upon() -> None:
    picture = np.full((360, 640), 77, np.uint8)
    draw(picture, AT_MS)
    place = plate(640, 360)
    picture[place.top : place.bottom, place.left : place.right] = 77
    assert (picture == 77).all()


@given(st.integers(0, 2**32 - 1))
def test_noise_is_no_clock(seed: int) -> None:
    noise = np.random.default_rng(seed).integers(0, 256, (135, 240, 4), np.uint8)
    assert read(noise) is None


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_even_picture_is_no_clock(grey: int) -> None:
    assert read(np.full((135, 240, 4), grey, np.uint8)) is None


def test_a_clock_of_half_another_moment_is_none() -> None:
    one, other = np.zeros((360, 640), np.uint8), np.zeros((360, 640), np.uint8)
    draw(one, AT_MS)
    draw(other, AT_MS + 67)
    one[:, 336:] = other[:, 336:]
    assert read(one) is None


def test_people_read_the_same_time_as_programs() -> None:
    picture = np.zeros((360, 640), np.uint8)
    draw(picture, AT_MS)
    text = datetime.fromtimestamp(AT_MS / 1000, UTC).strftime("%H:%M:%S.%f")[:-3]
    ink = picture[320:352, 18:208] > (DARK + LIGHT) // 2
    drawn = lettering(text, 18.5) > 0.5
    top = (32 - drawn.shape[0]) // 2
    assert np.count_nonzero(ink) == np.count_nonzero(drawn)
    assert (ink[top : top + drawn.shape[0], : drawn.shape[1]] == drawn).all()


@pytest.mark.parametrize("tile", [(240, 135), (267, 150), (320, 180), (417, 235), (640, 360)])
@pytest.mark.parametrize(
    ("size", "bitrate_bps"),
    [
        ((640, 360), 120_000),
        ((640, 360), 250_000),
        ((640, 360), 700_000),
        ((320, 180), 70_000),
        ((320, 180), 120_000),
    ],
)
def test_it_comes_through_x264_and_scaling(size: tuple[int, int], bitrate_bps: int, tile: tuple[int, int]) -> None:
    scaler = Scaler()
    for at_ms, frame in zip(moments(), through_x264(size, bitrate_bps), strict=True):
        assert read(scaler.scaled(frame, tile, 0).rgb) == at_ms


def test_it_comes_through_from_a_picture_with_colours() -> None:
    frames = through_x264((640, 360), 150_000, "rgb24")
    assert [read(Scaler().scaled(frame, (240, 135), 0).rgb) for frame in frames] == moments()


def moments() -> list[int]:
    return [AT_MS + i * 1000 // RATE for i in range(2 * RATE)]


@lru_cache(maxsize=8)
def through_x264(size: tuple[int, int], bitrate_bps: int, pixels: str = "gray") -> list[VideoFrame]:
    """Two seconds of a scene that moves all over, with the clock in it, coded and decoded again."""
    options = {"preset": "ultrafast", "tune": "zerolatency"}
    encoder = av.CodecContext.create("libx264", "w")
    encoder.width, encoder.height, encoder.pix_fmt = *size, "yuv420p"
    encoder.time_base, encoder.framerate = Fraction(1, RATE), Fraction(RATE)
    encoder.bit_rate, encoder.gop_size, encoder.options = bitrate_bps, RATE, options
    # One part of the picture for each core would be another stream on another machine.
    encoder.thread_count = 1
    decoder = av.CodecContext.create("h264", "r")
    frames: list[VideoFrame] = []
    for i, at_ms in enumerate(moments()):
        picture = moving_scene(size, i)
        if pixels == "rgb24":
            picture = np.dstack([picture, picture // 2, 255 - picture])
        draw(picture, at_ms)
        frame = VideoFrame.from_ndarray(picture, format=pixels).reformat(format="yuv420p")
        frame.pts, frame.time_base = i, encoder.time_base
        for packet in encoder.encode(frame):
            frames += decoder.decode(packet)
    for packet in encoder.encode(None):
        frames += decoder.decode(packet)
    return frames + decoder.decode(None)


def moving_scene(size: tuple[int, int], i: int) -> np.ndarray:
    y, x = np.mgrid[: size[1], : size[0]]
    waves = np.sin((x + 7 * i) / 11) + np.sin((y - 5 * i) / 7) + np.sin((x * y) / 900)
    return (128 + 40 * waves).astype(np.uint8)
