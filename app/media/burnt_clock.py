"""The burnt clock: the time drawn into a picture, as digits for people and as cells that a program reads back.

    ┌──────────────────────────────────────────────┐   a dark plate at the foot of the picture;
    │  12:34:56.789   ▮▯▮▮▯▯▮▯▮▯▯▮▮▯▮▯▮▮▯▯▮▯▮▮▯▯▮▯  │   two rows of 32 cells, light is 1:
    │                 ▯▮▮▯▮▯▮▮▯▯▮▯▮▮▮▯▯▮▯▮▯▯▮▮▯▮▯▮  │   42 bits of Unix milliseconds, 22 that check them
    └──────────────────────────────────────────────┘

All places are shares of the picture, so that they survive every scaling; a cell is eight pixels wide at 640, so it
stands on the grid of H.264's blocks there, and three at 240.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from app.media.lettering import glyph

Picture = npt.NDArray[np.uint8]

DARK, LIGHT = 20, 235

#: Everything is placed on a picture of this size and scaled to others.
_DESIGN_WIDTH, _DESIGN_HEIGHT = 640, 360
#: Left, top, right, bottom.
_PLATE = (8, 320, 480, 352)
_CELLS = (208, 324, 464, 348)
_DIGITS_LEFT, _CAP = 18, 18.5
_COLUMNS, _ROWS = 32, 2
_TIME_BITS, _CHECK_BITS = 42, 22
_MOST_MS = (1 << _TIME_BITS) - 1
#: Keeps a picture that is all dark or all light from being a time.
_SALT = 0x2A5C39
#: Where in a cell it is looked at: scaling and coding blur its rim.
_LOOKS = (0.36, 0.5, 0.64)
#: Less between light and dark is no clock.
_LEAST_CONTRAST = 60


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of whole pixels; right and bottom are outside."""

    left: int
    top: int
    right: int
    bottom: int


def plate(width: int, height: int) -> Box:
    """Where the clock stands in a picture of this size."""
    x, y = width / _DESIGN_WIDTH, height / _DESIGN_HEIGHT
    left, top, right, bottom = _PLATE
    return Box(round(left * x), round(top * y), round(right * x), round(bottom * y))


def draw(picture: Picture, at_ms: int) -> None:
    """Draw a time (Unix milliseconds, until 2109) into a picture.

    Args:
        picture: shape (height, width) for grey or luma alone, or (height, width, channels) for colours; changed.
    """
    height, width = picture.shape[:2]
    face = _face(width, height)
    place = face.place
    image = face.ground.copy()
    for box, digit in zip(face.digits, _digits(at_ms), strict=True):
        image[box.top : box.bottom, box.left : box.right] = face.glyphs[digit]
    bits = _bits(at_ms)
    for row, (top, bottom) in enumerate(face.rows):
        image[top:bottom, face.cells_left : face.cells_right] = np.where(bits[row][face.columns], LIGHT, DARK)
    target = picture[place.top : place.bottom, place.left : place.right]
    target[...] = image if picture.ndim == 2 else image[..., np.newaxis]


def read(rgb: Picture) -> int | None:
    """The time that is drawn into a picture.

    Args:
        rgb: the whole picture, some 200 pixels wide or more: shape (height, width, 4) in B G R A as a ``Frame``
            has it (of three channels or more the second is looked at), or (height, width).
    Returns:
        Unix milliseconds; None when there is no clock, or none that can be read for certain.
    """
    height, width = rgb.shape[:2]
    y, x = _looks(width, height)
    grey = rgb if rgb.ndim == 2 else rgb[..., 1]
    cells = grey[y, x].reshape(_ROWS * _COLUMNS, -1).mean(axis=1)
    darkest, lightest = cells.min(), cells.max()
    if lightest - darkest < _LEAST_CONTRAST:
        return None
    bits = cells > (darkest + lightest) / 2
    code = int.from_bytes(np.packbits(bits).tobytes(), "big")
    at_ms, check = code >> _CHECK_BITS, code & ((1 << _CHECK_BITS) - 1)
    return at_ms if check == _check(at_ms) else None


@dataclass(frozen=True, slots=True)
class _Face:
    """The clock at one size. Boxes are within the plate.

    Args:
        columns: which column of cells each column of pixels belongs to.
    """

    place: Box
    ground: Picture
    digits: tuple[Box, ...]
    glyphs: tuple[Picture, ...]
    rows: tuple[tuple[int, int], ...]
    cells_left: int
    cells_right: int
    columns: npt.NDArray[np.intp]


@lru_cache(maxsize=32)
def _face(width: int, height: int) -> _Face:
    place = plate(width, height)
    x, y = width / _DESIGN_WIDTH, height / _DESIGN_HEIGHT
    ground = np.full((place.bottom - place.top, place.right - place.left), DARK, np.uint8)
    cap_px = _CAP * min(x, y)
    glyphs = tuple(_inked(str(digit), cap_px) for digit in range(10))
    at, boxes = round(_DIGITS_LEFT * x) - place.left, []
    for letter in "00:00:00.000":
        image = _inked(letter, cap_px)
        top = (ground.shape[0] - image.shape[0]) // 2
        box = Box(at, top, at + image.shape[1], top + image.shape[0])
        ground[box.top : box.bottom, box.left : box.right] = image
        if letter.isdigit():
            boxes.append(box)
        at = box.right
    left, right = round(_CELLS[0] * x), round(_CELLS[2] * x)
    tall = (_CELLS[3] - _CELLS[1]) / _ROWS
    edges = [round((_CELLS[1] + row * tall) * y) - place.top for row in range(_ROWS + 1)]
    share = (np.arange(left, right) + 0.5) / x - _CELLS[0]
    columns = np.clip(share * _COLUMNS / (_CELLS[2] - _CELLS[0]), 0, _COLUMNS - 1).astype(np.intp)
    rows = tuple(pairwise(edges))
    return _Face(place, ground, tuple(boxes), glyphs, rows, left - place.left, right - place.left, columns)


def _inked(letter: str, cap_px: float) -> Picture:
    return (DARK + (LIGHT - DARK) * glyph(letter, cap_px)).astype(np.uint8)


@lru_cache(maxsize=64)
def _looks(width: int, height: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The pixels to look at: row and column of each, shapes that broadcast to (rows, columns, looks, looks)."""
    left, top, right, bottom = _CELLS
    wide, tall = (right - left) / _COLUMNS, (bottom - top) / _ROWS
    across = (left + (np.arange(_COLUMNS)[:, None] + _LOOKS) * wide) * width / _DESIGN_WIDTH
    down = (top + (np.arange(_ROWS)[:, None] + _LOOKS) * tall) * height / _DESIGN_HEIGHT
    return down.astype(np.intp)[:, None, :, None], across.astype(np.intp)[None, :, None, :]


def _bits(at_ms: int) -> npt.NDArray[np.bool_]:
    at_ms &= _MOST_MS
    code = (at_ms << _CHECK_BITS) | _check(at_ms)
    bits = np.unpackbits(np.frombuffer(code.to_bytes(8, "big"), np.uint8))
    return bits.astype(np.bool_).reshape(_ROWS, _COLUMNS)


def _check(at_ms: int) -> int:
    return (zlib.crc32(at_ms.to_bytes(6, "big")) ^ _SALT) & ((1 << _CHECK_BITS) - 1)


def _digits(at_ms: int) -> tuple[int, ...]:
    seconds, ms = divmod(at_ms, 1000)
    text = f"{seconds // 3600 % 24:02}{seconds // 60 % 60:02}{seconds % 60:02}{ms:03}"
    return tuple(int(letter) for letter in text)
