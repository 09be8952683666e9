"""Streets are calm, alive, and different from camera to camera."""

from __future__ import annotations

import random

import numpy as np
import pytest

from app.media.burnt_clock import draw, plate, read
from app.simulator.video.orders import Place
from app.simulator.video.planes import Planes
from app.simulator.video.scene import Scene
from app.simulator.video.street import FAR_LENGTH, FOOT, HEIGHT, NEAR_LENGTH, WIDTH, Street


def luma(planes: Planes) -> np.ndarray:
    return planes.y.astype(int).copy()


def still_scene(seed: str = "a", place: Place = Place.PARK) -> Scene:
    return Scene("V-01 Station hall", place, seed, is_vehicle=False)


@pytest.mark.parametrize("place", list(Place))
def test_every_place_fills_its_picture(place: Place) -> None:
    picture = luma(Scene("S-04 Youth walk", place, "a", is_vehicle=place is Place.STREET).draw(1.0, 0.0))
    assert picture.shape == (HEIGHT, WIDTH)
    assert picture.min() >= 16 and picture.max() <= 240
    # Day light, and not one flat colour.
    assert 90 < picture.mean() < 200
    assert picture.std() > 25


def test_the_same_seed_sees_the_same_street_and_another_seed_another() -> None:
    one, same, other = (luma(still_scene(seed).draw(5.0, 0.0)) for seed in ("a", "a", "b"))
    assert (one == same).all()
    assert np.count_nonzero(np.abs(one - other) > 20) > 0.2 * one.size


def test_a_street_lives_while_its_camera_stands() -> None:
    scene = still_scene()
    before, after = luma(scene.draw(1.0, 0.0)), luma(scene.draw(2.0, 0.0))
    changed = np.abs(before - after) > 20
    assert 0.005 < changed.mean() < 0.5
    # Nothing happens in the sky but clouds.
    assert changed[: FOOT // 3].mean() < 0.05


def test_the_camera_goes_with_its_unit_and_comes_to_rest_with_it() -> None:
    scene, standing = still_scene(), still_scene()
    for i in range(1, 31):
        moving = scene.draw(i / 15, 1.4)
        resting = standing.draw(i / 15, 0.0)
    assert np.abs(luma(moving) - luma(resting)).mean() > 4
    for i in range(31, 200):
        scene.draw(i / 15, 0.0)
    # Hours later: a camera that still crept would be somewhere else.
    street = scene.draw(14.0, 0.0).y[: FOOT // 3].copy()
    assert np.abs(street.astype(int) - scene.draw(14.2, 0.0).y[: FOOT // 3]).mean() < 2


def test_a_street_ends_as_it_begins() -> None:
    street = Street.painted(Place.STREET, random.Random("round"))
    for planes, length in ((street.near, NEAR_LENGTH), (street.far, FAR_LENGTH)):
        assert (planes.y[:, :WIDTH] == planes.y[:, length : length + WIDTH]).all()
        half = length // 2
        assert (planes.u[:, : WIDTH // 2] == planes.u[:, half : half + WIDTH // 2]).all()


def test_the_clock_has_no_colour_and_can_be_read(scene: Scene) -> None:
    picture = scene.draw(3.0, 0.0)
    draw(picture.y, 1_795_300_431_236)
    assert read(picture.y) == 1_795_300_431_236
    place = plate(WIDTH, HEIGHT)
    rows, columns = slice(place.top // 2, place.bottom // 2), slice(place.left // 2, place.right // 2)
    assert (picture.u[rows, columns] == 128).all() and (picture.v[rows, columns] == 128).all()
