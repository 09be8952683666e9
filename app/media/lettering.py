"""Lettering: words drawn into pictures at any size, from strokes, without a font file or a toolkit."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

#: Coverage of each pixel, 0.0 to 1.0, shape (height, width).
Mask = npt.NDArray[np.float32]

#: Lines with round ends through points "xy", x 0 to 4 and y 0 (top of a capital) to 6 (its foot).
_STROKES = {
    "0": "10 30 41 45 36 16 05 01 10",
    "1": "01 20 26, 06 46",
    "2": "01 10 30 41 42 06 46",
    "3": "00 40 22 32 43 45 36 16 05",
    "4": "36 30 04 44",
    "5": "40 00 02 32 43 45 36 16 05",
    "6": "41 30 10 01 05 16 36 45 43 32 12 03",
    "7": "00 40 16",
    "8": "13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33",
    "9": "05 16 36 45 41 30 10 01 03 14 34 43",
    ":": "01, 05",
    ".": "06",
    "-": "03 33",
    "'": "00 01",
    "A": "06 02 20 42 46, 04 44",
    "B": "03 00 30 41 42 33 03 06 36 45 44 33",
    "C": "41 30 10 01 05 16 36 45",
    "D": "00 06 26 44 42 20 00",
    "E": "40 00 06 46, 03 33",
    "F": "40 00 06, 03 33",
    "G": "41 30 10 01 05 16 36 45 43 23",
    "H": "00 06, 40 46, 03 43",
    "I": "00 06",
    "J": "40 45 36 16 05",
    "K": "00 06, 40 03 46",
    "L": "00 06 46",
    "M": "06 00 23 40 46",
    "N": "06 00 46 40",
    "O": "10 30 41 45 36 16 05 01 10",
    "P": "06 00 30 41 42 33 03",
    "Q": "10 30 41 45 36 16 05 01 10, 24 46",
    "R": "06 00 30 41 42 33 03, 23 46",
    "S": "41 30 10 01 02 13 33 44 45 36 16 05",
    "T": "00 40, 20 26",
    "U": "00 05 16 36 45 40",
    "V": "00 26 40",
    "W": "00 16 22 36 40",
    "X": "00 46, 40 06",
    "Y": "00 23 40, 23 26",
    "Z": "00 40 06 46",
    "Ä": "06 03 22 43 46, 05 45, 10, 30",
    "Å": "06 03 22 43 46, 05 45, 20",
    "Ö": "12 32 43 45 36 16 05 03 12, 10, 30",
    " ": "",
}
_HEIGHT, _THICKNESS, _GAP, _SPACE = 6.0, 0.95, 1.7, 2.0


def lettering(text: str, cap_px: float) -> Mask:
    """The mask of a line of text in capitals; all digits are equally wide.

    Args:
        text: letters, digits and ``: . - '``; what is not in the table is left blank.
        cap_px: height of a capital, pixels; the mask is a stroke higher.
    """
    if not text:
        return np.zeros((round(cap_px), 0), np.float32)
    return np.hstack([glyph(letter, cap_px) for letter in text.upper()])


@lru_cache(maxsize=1024)
def glyph(letter: str, cap_px: float) -> Mask:
    """One letter and the gap that belongs to it; all of one size are equally high. Not to be changed."""
    lines = [_points(line) for line in _STROKES.get(letter, "").split(",") if line.strip()]
    wide = max((x for line in lines for x, _ in line), default=_SPACE)
    unit_px = cap_px / _HEIGHT
    height, width = round(cap_px + _THICKNESS * unit_px), round((wide + _GAP) * unit_px)
    y, x = np.mgrid[:height, :width] + 0.5
    away = np.full((height, width), np.inf)
    for line in lines:
        for start, end in zip(line, line[1:] or line, strict=False):
            away = np.minimum(away, _distance(x, y, _placed(start, unit_px), _placed(end, unit_px)))
    mask: Mask = np.clip(_THICKNESS * unit_px / 2 - away + 0.5, 0.0, 1.0).astype(np.float32)
    mask.flags.writeable = False
    return mask


def _points(line: str) -> list[tuple[int, int]]:
    return [(int(pair[0]), int(pair[1])) for pair in line.split()]


def _placed(point: tuple[int, int], unit_px: float) -> tuple[float, float]:
    return (point[0] + _GAP / 2) * unit_px, (point[1] + _THICKNESS / 2) * unit_px


def _distance(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], start: tuple[float, float], end: tuple[float, float]
) -> npt.NDArray[np.float64]:
    """From each point to the stretch between two others."""
    along_x, along_y = end[0] - start[0], end[1] - start[1]
    length_2 = along_x**2 + along_y**2
    share = ((x - start[0]) * along_x + (y - start[1]) * along_y) / length_2 if length_2 else np.zeros_like(x)
    share = np.clip(share, 0.0, 1.0)
    return np.hypot(x - start[0] - share * along_x, y - start[1] - share * along_y)
