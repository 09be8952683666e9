"""The crowd: everything that moves or stands in a street, and where it is at any moment."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.simulator.video import props
from app.simulator.video.orders import Place
from app.simulator.video.painter import Image
from app.simulator.video.planes import Cutout
from app.simulator.video.street import FAR_LANE, FOOT, NEAR_LANE, NEAR_LENGTH, PAVEMENT

#: People of each kind of place, and vehicles.
_PEOPLE = {Place.STREET: 11, Place.SQUARE: 15, Place.PARK: 9, Place.HARBOUR: 8}
_TREES = {Place.STREET: 3, Place.SQUARE: 4, Place.PARK: 13, Place.HARBOUR: 5}
#: Pixels that a person goes with one step of each leg.
_STRIDE = 26.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing in the street.

    Args:
        images: one for each phase of its step. x: where it is at first, pixels along the near strip.
        foot: the row on which it stands. pace: pixels a second, to the left when negative.
    """

    images: tuple[Cutout, ...]
    x: float
    foot: int
    pace: float = 0.0

    def at(self, at_s: float) -> tuple[Cutout, float]:
        """Its image and its place at a moment."""
        gone = self.pace * at_s
        phase = int(abs(gone) / _STRIDE * len(self.images)) % len(self.images)
        return self.images[phase], (self.x + gone) % NEAR_LENGTH


class Crowd:
    """Figures of one place, those that are farther away first."""

    def __init__(self, place: Place, chance: random.Random) -> None:
        figures = [*_standing(place, chance), *_walking(place, chance), *_driving(place, chance)]
        self._figures = sorted(figures, key=lambda figure: figure.foot)

    def seen(self, at_s: float, left: float, width: int) -> Iterator[tuple[Cutout, int, int]]:
        """What is in sight of a camera: image, left and foot, in pixels of the picture."""
        for figure in self._figures:
            image, x = figure.at(at_s)
            shown = (x - left + image.width) % NEAR_LENGTH - image.width
            if shown < width:
                yield image, round(shown), figure.foot


def _standing(place: Place, chance: random.Random) -> Iterator[Figure]:
    lamp, trees = Cutout.of(props.lamp()), [Cutout.of(props.tree(chance)) for _ in range(3)]
    for x in range(90, NEAR_LENGTH, 320):
        yield Figure((lamp,), x + chance.uniform(-20, 20), FOOT + 28)
    for _ in range(_TREES[place]):
        foot = FOOT + (6 if place is Place.PARK else 27)
        yield Figure((chance.choice(trees),), chance.uniform(0, NEAR_LENGTH), foot)
    for _ in range(4):
        yield Figure((Cutout.of(props.sign(chance)),), chance.uniform(0, NEAR_LENGTH), FOOT + 28)


def _walking(place: Place, chance: random.Random) -> Iterator[Figure]:
    for _ in range(_PEOPLE[place]):
        walk = props.person(chance)
        pace = chance.choice((-1, 1)) * chance.uniform(20, 34) if chance.random() < 0.85 else 0.0
        yield Figure(_facing(walk, pace), chance.uniform(0, NEAR_LENGTH), PAVEMENT + chance.randrange(-7, 7), pace)


def _driving(place: Place, chance: random.Random) -> Iterator[Figure]:
    for lane, way in ((FAR_LANE, -1), (NEAR_LANE, 1)):
        # All of a lane drive at one speed, so that nobody drives into anybody.
        pace, count = way * chance.uniform(70, 105), 2 if place in (Place.PARK, Place.HARBOUR) else 3
        for i in range(count):
            vehicle = props.van(chance) if chance.random() < 0.25 else props.car(chance)
            x = (i + chance.uniform(0.1, 0.5)) * NEAR_LENGTH / (count + 1)
            yield Figure(_facing([vehicle], pace), x, lane, pace)
        if lane == FAR_LANE and place in (Place.STREET, Place.SQUARE):
            yield Figure(_facing([props.tram()], pace), NEAR_LENGTH * 0.8, lane, pace)


def _facing(images: Sequence[Image], pace: float) -> tuple[Cutout, ...]:
    """Painted going to the right; turned round for the other way."""
    return tuple(Cutout.of(image if pace >= 0 else image[:, ::-1]) for image in images)
