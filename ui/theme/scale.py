"""Sizes: everything is drawn in steps of the desk's pixel, and wall mode is one factor on all of them."""

from __future__ import annotations

DESK = 1.0
#: Legible from two metres.
WALL = 1.5

SECONDARY_PX = 12
BODY_PX = 13
HEADING_PX = 15
CLOCK_PX = 20

#: Spacing comes in multiples of this.
STEP_PX = 4
RADIUS_PX = 4
ICON_PX = 16
BADGE_PX = 20


def scaled(px: float, scale: float) -> int:
    """A size at this scale. One pixel stays one: a hairline is a hairline on a wall too."""
    return round(px) if px <= 1 else round(px * scale)
