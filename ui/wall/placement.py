"""Placement: where a window of the wall stands, and where it goes when its monitor is gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the desktop, device-independent pixels."""

    x: int
    y: int
    width: int
    height: int

    def shared_with(self, other: Area) -> int:
        """Square pixels that both cover."""
        width = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        height = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return max(0, width) * max(0, height)


@dataclass(frozen=True, slots=True)
class Monitor:
    """A screen as the system names it; ``area`` is what windows may use of it."""

    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class Placement:
    """
    Args:
        area: of the window when it does not fill the screen.
        monitor: on which it stands.
    """

    area: Area
    monitor: str = ""
    is_full_screen: bool = False


def settled(placement: Placement, monitors: Sequence[Monitor]) -> Placement:
    """The same where its monitor is there; otherwise as near to it as one that is there allows.

    Args:
        monitors: those that there are; the first is the main one. At least one.
    """
    own = next((monitor for monitor in monitors if monitor.name == placement.monitor), None)
    if own is not None and own.area.shared_with(placement.area):
        return replace(placement, area=_within(placement.area, own.area))
    if own is None and not placement.is_full_screen:
        # Named otherwise after a change of cables, but the place on the desktop is still there.
        own = max(monitors, key=lambda monitor: monitor.area.shared_with(placement.area))
        if own.area.shared_with(placement.area):
            return replace(placement, area=_within(placement.area, own.area), monitor=own.name)
    own = own or monitors[0]
    return replace(placement, area=_centred(placement.area, own.area), monitor=own.name)


def _within(area: Area, ground: Area) -> Area:
    width, height = min(area.width, ground.width), min(area.height, ground.height)
    x = min(max(area.x, ground.x), ground.x + ground.width - width)
    y = min(max(area.y, ground.y), ground.y + ground.height - height)
    return Area(x, y, width, height)


def _centred(area: Area, ground: Area) -> Area:
    width, height = min(area.width, ground.width), min(area.height, ground.height)
    return Area(ground.x + (ground.width - width) // 2, ground.y + (ground.height - height) // 2, width, height)
