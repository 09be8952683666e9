"""Shapes keep their place and their colour on the way from the painter to what an encoder takes."""

from __future__ import annotations

import numpy as np
from av import VideoFrame
from hypothesis import given
from hypothesis import strategies as st

from app.simulator.video.painter import Canvas, over
from app.simulator.video.planes import Cutout, Planes

COLOURS = st.tuples(*(st.integers(0, 255),) * 3)


def even_ground(colour: tuple[int, int, int], size: tuple[int, int] = (32, 32)) -> Planes:
    canvas = Canvas(*size, 1)
    canvas.rectangle(0, 0, *size, colour)
    return Planes.of(canvas.image())


def as_rgb(planes: Planes) -> np.ndarray:
    return VideoFrame.from_ndarray(planes.whole, format="yuv420p").to_ndarray(format="rgb24").astype(int)


@given(COLOURS)
def test_a_colour_is_what_an_encoder_takes_it_for(colour: tuple[int, int, int]) -> None:
    assert np.abs(as_rgb(even_ground(colour))[16, 16] - colour).max() <= 4


@given(st.integers(-40, 70), st.integers(-40, 70))
def test_what_sticks_out_is_cut_off_and_the_rest_stays(left: int, top: int) -> None:
    ground = even_ground((0, 0, 0), (64, 64))
    canvas = Canvas(20, 10, 1)
    canvas.rectangle(0, 0, 20, 10, (255, 255, 255))
    ground.lay(Cutout.of(canvas.image()), left, top)
    wanted = np.zeros((64, 64), bool)
    wanted[max(top, 0) : max(top + 10, 0), max(left, 0) : max(left + 20, 0)] = True
    assert ((ground.y > 200) == wanted).all()


@given(COLOURS, COLOURS, st.floats(0, 1))
def test_what_shines_through_is_mixed(
    behind: tuple[int, int, int], front: tuple[int, int, int], share: float
) -> None:
    ground = even_ground(behind)
    canvas = Canvas(32, 32, 1)
    canvas.rectangle(0, 0, 32, 32, front, share)
    ground.lay(Cutout.of(canvas.image()), 0, 0)
    mixed = np.array(behind) * (1 - share) + np.array(front) * share
    assert np.abs(as_rgb(ground)[16, 16] - mixed).max() <= 7


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_edges_are_smooth_and_areas_true(x1: int, y1: int, x2: int, y2: int) -> None:
    left, right, top, bottom = min(x1, x2), max(x1, x2) + 1, min(y1, y2), max(y1, y2) + 1
    canvas = Canvas(64, 64, 2)
    canvas.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], (255, 255, 255))
    assert canvas.image()[..., 3].sum() / 255 == (right - left) * (bottom - top)


def test_an_image_over_another_hides_it_only_where_it_is() -> None:
    below, above = Canvas(8, 8, 1), Canvas(4, 4, 1)
    below.rectangle(0, 0, 8, 8, (10, 20, 30))
    above.rectangle(0, 0, 2, 4, (200, 100, 50))
    ground = below.image()
    over(ground, above.image(), 6, 6)
    assert ground[7, 6].tolist() == [200, 100, 50, 255]
    assert ground[7, 5].tolist() == ground[5, 6].tolist() == [10, 20, 30, 255]
