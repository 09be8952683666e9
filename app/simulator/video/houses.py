"""Houses: what stands along a street of the demo city, painted once."""

from __future__ import annotations

import random
from functools import partial

from app.simulator.video.painter import Canvas, Colour, Image, shaded

WALLS: tuple[Colour, ...] = (
    (222, 188, 142),
    (211, 165, 138),
    (231, 218, 194),
    (184, 199, 205),
    (194, 200, 180),
    (206, 198, 188),
    (176, 108, 90),
    (216, 203, 160),
)
_ROOFS: tuple[Colour, ...] = ((104, 132, 122), (92, 96, 104), (142, 88, 74), (120, 120, 122))
_AWNINGS: tuple[Colour, ...] = ((164, 62, 58), (54, 98, 120), (70, 110, 82), (176, 128, 58))
_SHOPS = ("KAHVILA", "KIRJAT", "APTEEKKI", "LEIPOMO", "KUKKIA", "KELLOT", "MUSEO", "TEATTERI", "LELUT", "GALLERIA")
_FLOOR, _GROUND_FLOOR = 32, 40
_WHITE: Colour = (244, 242, 236)
_GLASS: Colour = (86, 106, 122)


def house(chance: random.Random, width: int, floors: int) -> Image:
    """A house front of so many floors above the shops; it stands on the lower edge of its image."""
    wall, roof = chance.choice(WALLS), chance.choice(_ROOFS)
    roof_high = chance.choice((14, 20, 26))
    canvas = Canvas(width, roof_high + floors * _FLOOR + _GROUND_FLOOR + 6, 2)
    eaves = roof_high
    canvas.polygon([(0, eaves), (8, 0), (width - 8, 0), (width, eaves)], roof)
    canvas.polygon([(8, 0), (width - 8, 0), (width - 10, 3), (10, 3)], shaded(roof, 0.2))
    for x in range(26, width - 20, 44):
        _dormer(canvas, x, eaves, wall, roof_high)
    canvas.gradient(0, eaves, width, canvas.height, shaded(wall, 0.08), shaded(wall, -0.06))
    canvas.rectangle(0, eaves, width, eaves + 4, shaded(wall, 0.35))
    canvas.rectangle(0, eaves + 4, width, eaves + 6, shaded(wall, -0.25))
    _windows(canvas, chance, wall, eaves, floors)
    _ground_floor(canvas, chance, wall)
    canvas.rectangle(width - 2, eaves, width, canvas.height, shaded(wall, -0.22))
    return canvas.image()


def _dormer(canvas: Canvas, x: float, eaves: float, wall: Colour, high: float) -> None:
    if high < 20:
        return
    canvas.polygon([(x - 8, eaves - 12), (x, eaves - 18), (x + 8, eaves - 12)], shaded(wall, -0.35))
    canvas.rectangle(x - 6, eaves - 12, x + 6, eaves, shaded(wall, 0.1))
    canvas.rectangle(x - 3.5, eaves - 10, x + 3.5, eaves - 2, _GLASS)


def _windows(canvas: Canvas, chance: random.Random, wall: Colour, eaves: int, floors: int) -> None:
    pitch = chance.choice((22, 25, 28))
    columns = max(1, (canvas.width - 14) // pitch)
    margin = (canvas.width - columns * pitch) / 2
    wide, high, has_sills = pitch * 0.46, chance.choice((17, 19)), chance.random() < 0.6
    for floor in range(floors):
        top = eaves + 11 + floor * _FLOOR
        for column in range(columns):
            x = margin + (column + 0.5) * pitch
            _window(canvas, chance, x, top, (wide, high), shaded(wall, 0.45))
            if has_sills:
                canvas.rectangle(
                    x - wide / 2 - 2.5, top + high + 1, x + wide / 2 + 2.5, top + high + 3, shaded(wall, 0.3)
                )
        if floor and chance.random() < 0.3:
            canvas.rectangle(0, top - 8, canvas.width, top - 6, shaded(wall, 0.22))


def _window(
    canvas: Canvas, chance: random.Random, x: float, top: float, size: tuple[float, float], frame: Colour
) -> None:
    wide, high = size
    glass = shaded(_GLASS, chance.uniform(-0.25, 0.25))
    canvas.rectangle(x - wide / 2 - 1.2, top - 1.2, x + wide / 2 + 1.2, top + high + 1.2, frame)
    canvas.gradient(x - wide / 2, top, x + wide / 2, top + high, shaded(glass, 0.32), glass)
    if chance.random() < 0.25:
        curtain = chance.choice(((236, 226, 206), (222, 200, 160), (200, 208, 214)))
        canvas.rectangle(x - wide / 2, top, x - wide / 6, top + high, curtain, 0.75)
        canvas.rectangle(x + wide / 6, top, x + wide / 2, top + high, curtain, 0.75)
    canvas.rectangle(x - 0.6, top, x + 0.6, top + high, frame)
    canvas.rectangle(x - wide / 2, top + high * 0.36, x + wide / 2, top + high * 0.36 + 1.2, frame)


def _ground_floor(canvas: Canvas, chance: random.Random, wall: Colour) -> None:
    top, foot = canvas.height - _GROUND_FLOOR, canvas.height
    canvas.rectangle(0, top - 3, canvas.width, top, shaded(wall, 0.3))
    canvas.rectangle(0, top, canvas.width, foot, shaded(wall, -0.18))
    canvas.rectangle(0, foot - 5, canvas.width, foot, (128, 124, 120))
    left = 8.0
    while left + 58 <= canvas.width:
        parts = (partial(_shop, canvas, chance), partial(_shop, canvas, chance), partial(_door, canvas, chance))
        part = chance.choice(parts)
        left += part(left, top, foot) + 8


def _shop(canvas: Canvas, chance: random.Random, left: float, top: float, foot: float) -> float:
    wide = min(chance.choice((58, 72, 84)), canvas.width - left - 6)
    name, colour = chance.choice(_SHOPS), chance.choice(_AWNINGS)
    canvas.rectangle(left, top + 4, left + wide, foot - 5, (46, 54, 60))
    canvas.gradient(left + 2, top + 14, left + wide - 2, foot - 7, (178, 180, 160), (108, 112, 108))
    for x in range(int(left) + 12, int(left + wide) - 8, 16):
        canvas.rectangle(
            x, foot - 16 - chance.randrange(8), x + 9, foot - 7, shaded(colour, chance.uniform(-0.2, 0.5))
        )
    canvas.rectangle(left + wide / 2 - 1, top + 12, left + wide / 2 + 1, foot - 5, (46, 54, 60))
    canvas.rectangle(left, top + 3, left + wide, top + 13, shaded(colour, -0.25))
    canvas.text(left + wide / 2, top + 8, name, 5.6, _WHITE)
    if chance.random() < 0.55:
        _awning(canvas, left, top + 13, wide, colour)
    return wide


def _awning(canvas: Canvas, left: float, top: float, wide: float, colour: Colour) -> None:
    stripes = max(4, round(wide / 7))
    step = wide / stripes
    for i in range(stripes):
        x = left + i * step
        shade = colour if i % 2 else _WHITE
        canvas.polygon([(x, top), (x + step, top), (x + step + 1, top + 8), (x + 1, top + 8)], shade)
        canvas.ellipse(x + step / 2 + 1, top + 8, step, 4, shade)


def _door(canvas: Canvas, chance: random.Random, left: float, top: float, foot: float) -> float:
    wood = chance.choice(((92, 66, 48), (58, 76, 66), (70, 60, 80)))
    canvas.rectangle(left, top + 8, left + 22, foot, (206, 200, 190))
    canvas.rectangle(left + 2.5, top + 10, left + 19.5, foot, wood)
    canvas.rectangle(left + 4.5, top + 12, left + 10, foot - 12, shaded(wood, 0.25))
    canvas.rectangle(left + 12, top + 12, left + 17.5, foot - 12, shaded(wood, 0.25))
    canvas.ellipse(left + 10.5, foot - 10, 2, 2, (220, 196, 120))
    return 22.0


def church(width: int = 190) -> Image:
    """A white church with a dome, as old towns of the north have on their square."""
    canvas = Canvas(width, 196, 2)
    middle, white, copper = width / 2, (238, 236, 228), (112, 156, 140)
    canvas.rectangle(10, 112, width - 10, 196, shaded(white, -0.06))
    for side in (-1, 1):
        x = middle + side * (middle - 34)
        canvas.rectangle(x - 13, 84, x + 13, 112, shaded(white, -0.1))
        canvas.ellipse(x, 86, 26, 26, shaded(copper, -0.08))
        canvas.rectangle(x - 13, 86, x + 13, 100, shaded(white, -0.1))
    canvas.rectangle(middle - 30, 62, middle + 30, 114, white)
    canvas.ellipse(middle, 62, 66, 68, copper)
    canvas.ellipse(middle - 12, 58, 18, 50, shaded(copper, 0.2), 0.6)
    canvas.rectangle(middle - 33, 62, middle + 33, 70, white)
    canvas.rectangle(middle - 5, 14, middle + 5, 32, white)
    canvas.ellipse(middle, 14, 12, 12, copper)
    canvas.line((middle, 0), (middle, 12), 1.4, (206, 180, 96))
    for x in range(round(middle) - 24, round(middle) + 25, 12):
        canvas.rectangle(x - 2, 76, x + 2, 104, (150, 156, 160))
    canvas.polygon([(middle - 46, 128), (middle, 108), (middle + 46, 128)], shaded(white, 0.3))
    for x in range(round(middle) - 42, round(middle) + 43, 14):
        canvas.rectangle(x - 3, 128, x + 3, 182, (248, 247, 242))
        canvas.rectangle(x + 1.5, 128, x + 3, 182, (206, 206, 202))
    for x in (22, 36, width - 36, width - 22):
        canvas.rectangle(x - 4, 134, x + 4, 160, (150, 158, 164))
    for step in range(4):
        canvas.rectangle(
            middle - 50 - 5 * step, 180 + 4 * step, middle + 50 + 5 * step, 196, shaded(white, -0.05 * step)
        )
    return canvas.image()
