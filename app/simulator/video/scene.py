"""A scene: what one terminal's camera sees of its street, picture after picture."""

from __future__ import annotations

import math
import random

import numpy as np

from app.media.burnt_clock import plate
from app.media.lettering import lettering
from app.simulator.video.crowd import Crowd
from app.simulator.video.orders import Place
from app.simulator.video.painter import Canvas, Image, shaded
from app.simulator.video.planes import Cutout, Planes
from app.simulator.video.street import (
    FAR_LENGTH,
    FOOT,
    HEIGHT,
    NEAR_LENGTH,
    SHAKE,
    WIDTH,
    Street,
)

#: Above this row there may be sky, however the camera sways.
_OPEN = FOOT + SHAKE
#: What is far away passes so much slower.
_FAR_SHARE = 0.25
#: Pixels a second for each metre a second, and at most: a street that races by is not calm.
_PIXELS_A_METRE, _FASTEST = 16.0, 90.0
#: How quickly a camera takes up another speed.
_EASE_S = 1.5
_STEPS_A_SECOND = 1.8


class Scene:
    """Draws into one picture that it keeps; the clock is burnt in later, at the size at which it is sent.

    Args:
        title: burnt in at the top left.
        is_vehicle: the camera looks over a bonnet; otherwise it is worn and sways with each step.
    """

    def __init__(self, title: str, place: Place, seed: str, *, is_vehicle: bool) -> None:
        chance = random.Random(seed)
        self._street, self._crowd = Street.painted(place, chance), Crowd(place, chance)
        self._fixed = [(Cutout.of(_caption(title)), 8, 8)]
        if is_vehicle:
            bonnet = Cutout.of(_bonnet())
            self._fixed.insert(0, (bonnet, 0, HEIGHT - bonnet.height))
        self._is_vehicle = is_vehicle
        self._left, self._speed, self._at_s = chance.uniform(0, NEAR_LENGTH), 0.0, 0.0
        self._picture = Planes(WIDTH, HEIGHT)

    def draw(self, at_s: float, speed_mps: float) -> Planes:
        """The picture of this moment, good until the next is drawn.

        Args:
            at_s: seconds since the first; never less than before.
            speed_mps: of the unit; the camera follows a little.
        """
        self._move(at_s, speed_mps)
        picture, street = self._picture, self._street
        left, dip = int(self._left), self._dip()
        far_left = int(self._left * _FAR_SHARE + at_s * 1.5) % FAR_LENGTH
        picture.window(street.far, far_left, SHAKE + dip, slice(0, _OPEN))
        picture.window(street.near, left, SHAKE + dip, slice(_OPEN, HEIGHT))
        self._lay_near(left, SHAKE + dip)
        for image, x, foot in self._crowd.seen(at_s, self._left, WIDTH):
            picture.lay(image, x, foot - image.height - dip)
        for image, x, y in self._fixed:
            picture.lay(image, x, y)
        _make_grey(picture)
        return picture

    def _move(self, at_s: float, speed_mps: float) -> None:
        past_s, self._at_s = at_s - self._at_s, at_s
        wanted = min(speed_mps * _PIXELS_A_METRE, _FASTEST)
        self._speed += (wanted - self._speed) * min(1.0, past_s / _EASE_S)
        self._left = (self._left + self._speed * past_s) % NEAR_LENGTH

    def _dip(self) -> int:
        """How far the camera is below its middle, pixels, even so that colours stay with their shapes."""
        if self._is_vehicle or self._speed < 4:
            return 0
        return 2 * round(math.sin(math.tau * _STEPS_A_SECOND * self._at_s) * 0.8)

    def _lay_near(self, left: int, top: int) -> None:
        """What of the near strip stands up before the sky."""
        picture, street, rows = self._picture, self._street, slice(0, _OPEN)
        seen = (slice(rows.start + top, rows.stop + top), slice(left, left + WIDTH))
        np.copyto(picture.y[rows], street.near.y[seen], where=street.is_near[seen])
        rows = slice(0, rows.stop // 2)
        top, left = top // 2, left // 2
        seen = (slice(rows.start + top, rows.stop + top), slice(left, left + WIDTH // 2))
        where = street.is_near_chroma[seen]
        np.copyto(picture.u[rows], street.near.u[seen], where=where)
        np.copyto(picture.v[rows], street.near.v[seen], where=where)


def _make_grey(picture: Planes) -> None:
    """The clock is drawn in luma alone; its ground has no colour."""
    place = plate(WIDTH, HEIGHT)
    where = (slice(place.top // 2, place.bottom // 2), slice(place.left // 2, place.right // 2))
    picture.u[where] = picture.v[where] = 128


def _caption(title: str) -> Image:
    wide = lettering(title, 13.0).shape[1]
    canvas = Canvas(min(wide + 34, WIDTH - 16), 26)
    canvas.rectangle(0, 0, canvas.width, 26, (12, 16, 22), 0.62)
    canvas.ellipse(14, 13, 9, 9, (226, 66, 60))
    canvas.text(29 + wide / 2 - 4, 13, title, 13.0, (240, 243, 246))
    return canvas.image()


def _bonnet() -> Image:
    """The end of the car that carries the camera."""
    canvas = Canvas(WIDTH, 44, 2)
    paint = (44, 58, 76)
    canvas.ellipse(WIDTH / 2, 56, WIDTH * 1.15, 88, paint)
    canvas.ellipse(WIDTH / 2, 60, WIDTH * 1.1, 84, shaded(paint, 0.08))
    canvas.ellipse(WIDTH * 0.66, 34, 190, 8, shaded(paint, 0.35), 0.35)
    return canvas.image()
