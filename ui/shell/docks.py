"""Docks and perspectives: which panes there are, and which of them one works with at a time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtWidgets import QWidget


class Area(StrEnum):
    """Where a dock stands until somebody moves it. Docks of the same side are tabs of one pane, in their order."""

    LEFT = "left"
    #: One dock only; it has no title bar and takes all the room that is left.
    CENTRE = "centre"
    RIGHT = "right"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Dock:
    """A pane of the desk.

    Args:
        name: stable, for saved layouts.
        title: translated. A widget that changes its ``windowTitle`` changes the tab's text ("Fleet 57").
        size_px: width at the sides, height at the bottom, before the theme's scale; the first of a side counts.
    """

    name: str
    title: str
    widget: QWidget
    area: Area
    size_px: int = 0


@dataclass(frozen=True, slots=True)
class Perspective:
    """A way of working: the docks that belong to it, by name.

    Args:
        title: translated.
        shortcut: such as ``Ctrl+1``.
        front: docks that are in front of their tabs at first.
    """

    name: str
    title: str
    shortcut: str
    docks: tuple[str, ...]
    front: tuple[str, ...] = ()
