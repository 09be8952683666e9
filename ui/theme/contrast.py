"""Contrast and mixing of colours, as ``#RRGGBB``."""

from __future__ import annotations

#: What text needs on its ground (WCAG 2.2, 1.4.3 level AA); a mark needs 3 (1.4.11).
TEXT = 4.5
MARK = 3.0


def contrast(one: str, other: str) -> float:
    """Contrast ratio, 1 to 21.

    Source: WCAG 2.2, definitions of contrast ratio and relative luminance.
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, 0 to 1."""
    red, green, blue = (_linear(channel / 255) for channel in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(ground: str, colour: str, share: float) -> str:
    """``share`` (0 to 1) of the colour over the ground, as an opaque colour."""
    channels = zip(_rgb(ground), _rgb(colour), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in channels)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
