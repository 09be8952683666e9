"""A street: what does not move in a terminal's picture, painted as two long strips that go round."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from app.simulator.video import houses, props
from app.simulator.video.orders import Place
from app.simulator.video.painter import Canvas, Colour, Image, over, shaded
from app.simulator.video.planes import Planes

WIDTH, HEIGHT = 640, 360
#: A strip is this long before it comes again, and a hand's shake taller than the picture at both edges.
NEAR_LENGTH, FAR_LENGTH, SHAKE = 1920, 960, 4
#: Where the houses stand, where people walk, and the feet of vehicles in the far and the near lane.
FOOT, PAVEMENT, FAR_LANE, NEAR_LANE = 232, 252, 284, 322
_TALL = HEIGHT + 2 * SHAKE

_Dots = TypeVar("_Dots", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Street:
    """The strips, each with a picture's width of its beginning at its end.

    Args:
        far: sky and what is far away. near: houses, pavement and road.
        is_near, is_near_chroma: where the near strip covers the far one, above ``FOOT``.
    """

    far: Planes
    near: Planes
    is_near: npt.NDArray[np.bool_]
    is_near_chroma: npt.NDArray[np.bool_]

    @classmethod
    def painted(cls, place: Place, chance: random.Random) -> Street:
        near = _near(place, chance)
        covers = near[..., 3] > 127
        # What shines through at an edge is sky, whatever is there later.
        sky = np.array((214, 226, 236, 255), np.float32)
        whole: Image = (near + sky * (1 - near[..., 3:] / 255)).astype(np.float32)
        return cls(
            Planes.of(_closed(_far(place, chance))),
            Planes.of(_closed(whole)),
            _closed(covers),
            _closed(covers[::2, ::2]),
        )


def _closed(strip: npt.NDArray[_Dots]) -> npt.NDArray[_Dots]:
    """With its beginning again at its end, so that a picture's width can be taken from anywhere."""
    width = WIDTH if strip.shape[0] == _TALL else WIDTH // 2
    return np.concatenate([strip, strip[:, :width]], axis=1)


def _far(place: Place, chance: random.Random) -> Image:
    canvas = Canvas(FAR_LENGTH, _TALL, 1)
    zenith = chance.choice(((128, 170, 214), (142, 178, 210), (150, 184, 206), (158, 178, 200)))
    canvas.gradient(0, 0, FAR_LENGTH, 210, zenith, (226, 234, 238))
    canvas.gradient(0, 210, FAR_LENGTH, _TALL, (200, 208, 210), (180, 188, 190))
    strip = canvas.image()
    for _ in range(6):
        over(strip, props.cloud(chance), chance.randrange(FAR_LENGTH - 190), chance.randrange(10, 90))
    over(strip, _skyline(chance, 26 if place is Place.HARBOUR else 70), 0, 232 - 130 + SHAKE)
    if place is Place.HARBOUR:
        over(strip, _sea(chance), 0, 186 + SHAKE)
    return strip


def _skyline(chance: random.Random, tallest: int) -> Image:
    """Roofs in the haze."""
    canvas = Canvas(FAR_LENGTH, 130, 2)
    for haze, share in ((0.45, 1.0), (0.2, 0.66)):
        colour: Colour = shaded((150, 164, 178), haze)
        x = 0
        while x < FAR_LENGTH:
            wide, high = chance.randrange(26, 80), chance.uniform(0.4, 1.0) * tallest * share
            canvas.rectangle(x, 130 - high - 8, x + wide, 130, colour)
            if chance.random() < 0.2:
                spire = x + wide / 2
                canvas.polygon(
                    [(spire - 5, 130 - high), (spire, 130 - high - 40), (spire + 5, 130 - high)], colour
                )
            x += wide
    return canvas.image()


def _sea(chance: random.Random) -> Image:
    canvas = Canvas(FAR_LENGTH, 60, 1)
    canvas.gradient(0, 0, FAR_LENGTH, 60, (150, 178, 194), (112, 146, 168))
    for _ in range(260):
        x, y = chance.randrange(FAR_LENGTH - 30), chance.randrange(3, 58)
        canvas.rectangle(x, y, x + 4 + y // 3, y + 1, (206, 222, 230), 0.45)
    return canvas.image()


def _near(place: Place, chance: random.Random) -> Image:
    strip: Image = np.zeros((_TALL, NEAR_LENGTH, 4), np.float32)
    over(strip, _ground(place), 0, FOOT + SHAKE)
    foot = FOOT + SHAKE
    if place is Place.PARK:
        over(strip, _hedge(chance), 0, foot - 28)
    elif place is Place.HARBOUR:
        over(strip, _railing(), 0, foot - 26)
    elif place is Place.SQUARE:
        church = houses.church()
        over(strip, church, 820, foot - church.shape[0])
    x = 0
    while x < NEAR_LENGTH - 60:
        wide = min(chance.choice((116, 140, 172, 204)), NEAR_LENGTH - x)
        if _is_built(place, x, chance):
            front = houses.house(chance, wide, chance.randrange(3, 6))
            over(strip, front, x, foot - front.shape[0])
        x += wide
    return strip


def _is_built(place: Place, x: int, chance: random.Random) -> bool:
    if place is Place.SQUARE:
        return not 640 < x + 100 < 1230
    share = {Place.STREET: 0.93, Place.PARK: 0.3, Place.HARBOUR: 0.22}[place]
    return chance.random() < share


def _ground(place: Place) -> Image:
    """Pavement, kerb, two lanes with their line, and the pavement on this side."""
    canvas = Canvas(NEAR_LENGTH, _TALL - FOOT - SHAKE, 1)
    road: Colour = (92, 96, 102)
    paving: Colour = (178, 174, 168) if place is not Place.SQUARE else (190, 182, 170)
    canvas.gradient(0, 0, NEAR_LENGTH, 26, shaded(paving, -0.08), paving)
    for x in range(0, NEAR_LENGTH, 24):
        canvas.line((x + 10, 0), (x, 26), 1, shaded(paving, -0.12))
    canvas.rectangle(0, 12, NEAR_LENGTH, 13, shaded(paving, -0.1))
    canvas.rectangle(0, 26, NEAR_LENGTH, 29, (206, 204, 200))
    canvas.rectangle(0, 29, NEAR_LENGTH, 31, (124, 122, 120))
    canvas.gradient(0, 31, NEAR_LENGTH, 100, shaded(road, 0.06), shaded(road, -0.08))
    for y in (44, 52):
        canvas.rectangle(0, y, NEAR_LENGTH, y + 1.4, (132, 136, 140))
    for x in range(0, NEAR_LENGTH, 60):
        canvas.polygon([(x, 60), (x + 30, 60), (x + 28, 63), (x - 3, 63)], (214, 214, 208))
    for x in range(0, 110, 14):
        canvas.polygon([(300 + x, 32), (308 + x, 32), (296 + x, 100), (284 + x, 100)], (206, 206, 202))
    canvas.rectangle(0, 100, NEAR_LENGTH, 103, (196, 194, 190))
    canvas.gradient(0, 103, NEAR_LENGTH, canvas.height, shaded(paving, -0.04), shaded(paving, -0.16))
    return canvas.image()


def _hedge(chance: random.Random) -> Image:
    canvas = Canvas(NEAR_LENGTH, 28, 1)
    canvas.rectangle(0, 12, NEAR_LENGTH, 28, (92, 122, 78))
    for x in range(0, NEAR_LENGTH, 7):
        shade = shaded((98, 130, 82), chance.uniform(-0.18, 0.16))
        canvas.ellipse(x, 12 + chance.uniform(-3, 4), 16, 13, shade)
    return canvas.image()


def _railing() -> Image:
    canvas = Canvas(NEAR_LENGTH, 26, 2)
    for y in (2, 12):
        canvas.rectangle(0, y, NEAR_LENGTH, y + 2, (226, 230, 232))
    for x in range(6, NEAR_LENGTH, 32):
        canvas.rectangle(x, 2, x + 3, 26, (214, 218, 222))
    return canvas.image()
