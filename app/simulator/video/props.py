"""Props: what stands and moves in a street: people, vehicles, trees, signs. People have no faces."""

from __future__ import annotations

import math
import random

from app.simulator.video.painter import Canvas, Colour, Image, shaded

_COATS: tuple[Colour, ...] = (
    (62, 78, 104),
    (134, 62, 58),
    (84, 96, 76),
    (52, 54, 60),
    (178, 148, 84),
    (108, 86, 118),
    (92, 128, 140),
    (196, 186, 170),
)
_TROUSERS: tuple[Colour, ...] = ((48, 52, 62), (72, 66, 60), (58, 70, 92), (38, 38, 42))
_HAIR: tuple[Colour, ...] = ((66, 50, 40), (110, 84, 56), (38, 34, 34), (150, 128, 96), (140, 140, 142))
_SKIN: tuple[Colour, ...] = ((226, 190, 164), (198, 154, 124), (142, 102, 78), (236, 204, 180))
_PAINTS: tuple[Colour, ...] = (
    (172, 56, 52),
    (62, 92, 132),
    (208, 210, 212),
    (70, 74, 80),
    (226, 222, 210),
    (92, 120, 104),
    (196, 160, 84),
)
_TYRE: Colour = (38, 38, 42)
_PANE: Colour = (70, 92, 108)
#: Pictures of one step of each leg.
PHASES = 8


def person(chance: random.Random) -> list[Image]:
    """Somebody who walks to the right, one image a phase of the step; the first is also how they stand."""
    coat, trousers = chance.choice(_COATS), chance.choice(_TROUSERS)
    hair, skin = chance.choice(_HAIR), chance.choice(_SKIN)
    bag, is_long = chance.random() < 0.35, chance.random() < 0.4
    return [_person(math.tau * i / PHASES, (coat, trousers, hair, skin), bag, is_long) for i in range(PHASES)]


def _person(phase: float, colours: tuple[Colour, Colour, Colour, Colour], has_bag: bool, is_long: bool) -> Image:
    coat, trousers, hair, skin = colours
    canvas = Canvas(30, 62)
    swing, lift = math.sin(phase), abs(math.cos(phase)) * 0.8
    hip, middle = 36 - lift, 15.0
    canvas.ellipse(middle, 60, 20, 3.4, (20, 24, 30), 0.28)
    for side, shade in ((-1, -0.25), (1, 0.0)):
        foot = (middle + side * swing * 6.5, 58.5 - max(0.0, side * math.cos(phase)) * 2)
        canvas.line((middle, hip), foot, 4.6, shaded(trousers, shade))
        canvas.line(foot, (foot[0] + 2.2, foot[1]), 3.2, _TYRE)
    hand = (middle - swing * 6, hip + 0.5)
    canvas.line((middle, hip - 17), (middle + swing * 6, hip + 0.5), 3.6, shaded(coat, -0.3))
    hem = hip + (7 if is_long else 2)
    canvas.polygon(
        [(middle - 5.2, hip - 19), (middle + 4.6, hip - 19), (middle + 5.4, hem), (middle - 6, hem)], coat
    )
    canvas.ellipse(middle - 0.3, hip - 18.6, 9.6, 6, coat)
    if has_bag:
        canvas.ellipse(middle - 6, hip - 11, 7, 13, shaded(coat, -0.45))
    canvas.line((middle, hip - 16.5), hand, 3.8, shaded(coat, 0.12))
    canvas.ellipse(hand[0], hand[1] + 1.4, 3, 3, skin)
    canvas.line((middle + 0.4, hip - 20), (middle + 0.4, hip - 23), 3, skin)
    canvas.ellipse(middle + 0.8, hip - 26.4, 8.4, 9.6, skin)
    canvas.ellipse(middle - 0.4, hip - 28, 8.8, 8, hair)
    return canvas.image()


def car(chance: random.Random) -> Image:
    """A car that drives to the right."""
    paint = chance.choice(_PAINTS)
    canvas = Canvas(112, 44)
    canvas.ellipse(56, 41, 104, 5, (16, 18, 22), 0.35)
    canvas.polygon([(22, 20), (38, 5), (72, 5), (90, 20)], paint)
    canvas.polygon([(28, 19), (40, 8), (54, 8), (54, 19)], _PANE)
    canvas.polygon([(57, 19), (57, 8), (70, 8), (83, 19)], _PANE)
    canvas.polygon([(41, 9), (47, 9), (38, 19), (31, 19)], shaded(_PANE, 0.35), 0.7)
    body = [(4, 24), (8, 20), (92, 19.5), (104, 24), (108, 29), (108, 35), (4, 35)]
    canvas.polygon(body, paint)
    canvas.rectangle(5, 30, 108, 35, shaded(paint, -0.28))
    canvas.rectangle(8, 21, 92, 22.2, shaded(paint, 0.35))
    canvas.rectangle(55, 20, 56, 33, shaded(paint, -0.35))
    canvas.rectangle(103, 25, 108, 28, (250, 240, 206))
    canvas.rectangle(4, 25, 7, 28, (196, 46, 42))
    for x in (25, 87):
        _wheel(canvas, x, 35, 15)
    return canvas.image()


def van(chance: random.Random) -> Image:
    """A delivery van that drives to the right."""
    paint = chance.choice(((226, 224, 218), (96, 124, 148), (206, 178, 96)))
    canvas = Canvas(128, 60)
    canvas.ellipse(64, 57, 120, 5, (16, 18, 22), 0.35)
    canvas.polygon([(4, 6), (92, 6), (108, 26), (122, 32), (122, 50), (4, 50)], paint)
    canvas.polygon([(88, 11), (98, 11), (108, 26), (88, 26)], _PANE)
    canvas.rectangle(4, 43, 122, 50, shaded(paint, -0.3))
    canvas.rectangle(80, 8, 81, 48, shaded(paint, -0.2))
    canvas.rectangle(4, 8, 92, 10, shaded(paint, 0.3))
    canvas.rectangle(118, 34, 122, 38, (250, 240, 206))
    canvas.rectangle(4, 30, 6, 38, (196, 46, 42))
    for x in (26, 98):
        _wheel(canvas, x, 50, 16)
    return canvas.image()


def tram() -> Image:
    """A tram in green and cream."""
    green, cream = (62, 118, 84), (236, 222, 178)
    canvas = Canvas(330, 96, 2)
    canvas.ellipse(165, 92, 318, 6, (16, 18, 22), 0.3)
    canvas.line((150, 14), (176, 3), 1.6, _TYRE)
    canvas.line((176, 3), (196, 14), 1.6, _TYRE)
    canvas.polygon([(6, 88), (6, 22), (14, 14), (314, 14), (324, 28), (326, 88)], green)
    canvas.rectangle(6, 28, 325, 58, cream)
    for x in range(18, 300, 30):
        canvas.rectangle(x, 30, x + 25, 55, _PANE)
        canvas.polygon([(x + 2, 55), (x + 12, 30), (x + 18, 30), (x + 8, 55)], shaded(_PANE, 0.3), 0.5)
    canvas.polygon([(306, 30), (318, 30), (323, 55), (306, 55)], _PANE)
    for x in (78, 168, 258):
        canvas.rectangle(x, 30, x + 25, 86, shaded(green, -0.25))
        canvas.rectangle(x + 2, 32, x + 12, 80, _PANE)
        canvas.rectangle(x + 13, 32, x + 23, 80, _PANE)
    canvas.rectangle(6, 80, 326, 88, shaded(green, -0.4))
    for x in (48, 72, 250, 274):
        _wheel(canvas, x, 87, 13)
    return canvas.image()


def tree(chance: random.Random) -> Image:
    """A broad-leaved tree of some summers."""
    leaf = chance.choice(((86, 124, 72), (102, 138, 82), (76, 112, 78), (122, 142, 80)))
    canvas = Canvas(112, 168, 2)
    canvas.ellipse(56, 164, 60, 7, (20, 24, 30), 0.25)
    canvas.polygon([(52, 70), (60, 70), (62, 164), (50, 164)], (92, 76, 62))
    canvas.line((56, 96), (38, 70), 4, (92, 76, 62))
    canvas.line((56, 88), (76, 64), 4, (92, 76, 62))
    for ring, shade in ((1.0, -0.24), (0.82, 0.0), (0.56, 0.16)):
        for _ in range(11):
            angle, away = chance.uniform(0, math.tau), chance.uniform(0.2, 1.0) * ring
            x = 56 + math.cos(angle) * away * 34 - (1 - ring) * 14
            y = 56 + math.sin(angle) * away * 34 - (1 - ring) * 18
            size = chance.uniform(20, 34)
            canvas.ellipse(x, y, size, size * 0.85, shaded(leaf, shade + chance.uniform(-0.05, 0.05)))
    return canvas.image()


def lamp() -> Image:
    """A street lamp."""
    canvas = Canvas(28, 150)
    canvas.ellipse(14, 147, 16, 4, (20, 24, 30), 0.3)
    canvas.line((14, 146), (14, 22), 2.6, (60, 66, 70))
    canvas.rectangle(11.5, 128, 16.5, 147, (60, 66, 70))
    canvas.polygon([(8, 20), (20, 20), (17.5, 6), (10.5, 6)], (228, 224, 204))
    canvas.polygon([(7, 7), (21, 7), (14, 1)], (60, 66, 70))
    return canvas.image()


def sign(chance: random.Random) -> Image:
    """A traffic sign on its post."""
    canvas = Canvas(26, 84)
    canvas.line((13, 82), (13, 14), 2, (128, 132, 134))
    kind = chance.randrange(3)
    if kind == 0:
        canvas.rectangle(2, 3, 24, 25, (236, 238, 240))
        canvas.rectangle(3, 4, 23, 24, (38, 84, 150))
        canvas.text(13, 14, "P", 13, (244, 246, 248))
    elif kind == 1:
        canvas.ellipse(13, 14, 24, 24, (188, 44, 44))
        canvas.ellipse(13, 14, 18, 18, (240, 204, 84))
        canvas.text(13, 14, "30", 8, (32, 32, 34))
    else:
        canvas.rectangle(2, 3, 24, 25, (38, 84, 150))
        canvas.polygon([(13, 5), (22, 23), (4, 23)], (244, 246, 248))
        canvas.line((13, 12), (13, 19), 2, (32, 32, 34))
        canvas.ellipse(13, 10.5, 3, 3, (32, 32, 34))
    return canvas.image()


def cloud(chance: random.Random) -> Image:
    """A fair-weather cloud."""
    canvas = Canvas(190, 54, 2)
    for _ in range(16):
        x = chance.gauss(95, 32)
        high = max(10.0, 34 - abs(x - 95) * 0.28)
        canvas.ellipse(x, 40 - high / 2 + chance.uniform(0, 5), high * 1.9, high, (250, 250, 250), 0.32)
    return canvas.image()


def boat() -> Image:
    """A sailing boat, far away."""
    canvas = Canvas(40, 46)
    canvas.polygon([(19, 2), (19, 34), (4, 34)], (246, 246, 242))
    canvas.polygon([(21, 6), (21, 34), (34, 34)], (226, 230, 232))
    canvas.polygon([(3, 37), (37, 37), (32, 43), (8, 43)], (84, 70, 62))
    return canvas.image()


def _wheel(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.ellipse(x, y, size, size, _TYRE)
    canvas.ellipse(x, y, size * 0.52, size * 0.52, (168, 172, 176))
    canvas.ellipse(x, y, size * 0.18, size * 0.18, _TYRE)
