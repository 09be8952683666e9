"""Design tokens as typed values: two modes, one accent, colours of status and priority with their signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.unit import Force, UnitStatus
from ui.theme.contrast import mix
from ui.theme.scale import DESK, scaled


class Mode(StrEnum):
    DARK = "dark"
    LIGHT = "light"


class Shape(StrEnum):
    """Outline of a badge, so that a status is told without its colour."""

    DISC = "disc"
    #: A disc with one square corner, pointing where it goes.
    LEAF = "leaf"
    SQUARE = "square"
    DIAMOND = "diamond"
    HEXAGON = "hexagon"
    #: Only an outline: nothing is being done.
    RING = "ring"


@dataclass(frozen=True, slots=True)
class Hue:
    """One colour with a meaning.

    Args:
        fill: of a mark or a button; at least 3:1 against every ground, where need be by its outline in ``ink``.
        ink: as text or as a sign; at least 4.5:1 on base, panel and raised.
        on_fill: text on the fill; at least 4.5:1.
        sign: the character that says the same without colour.
    """

    fill: str
    ink: str
    on_fill: str
    sign: str


@dataclass(frozen=True, slots=True)
class StatusLook(Hue):
    shape: Shape


#: What stands in a unit's badge.
FORCE_LETTERS: Mapping[Force, str] = {Force.DEDICATED: "D", Force.SOCIAL: "S", Force.VOLUNTEER: "V"}


@dataclass(frozen=True, slots=True)
class Theme:
    """Everything that is drawn takes its colours and sizes from here.

    Args:
        scale: 1.0 at a desk, 1.5 on a wall.
        base, panel, raised: grounds, from the window up.
        line: separators, 1 px. edge: borders of things one can press or type into.
        text, text_2, text_3: content, secondary, hints.
        selected: ground of a chosen row.
        good, warning, error: connection and notices; never a unit's status.
        priority: 1 (highest) to 4.
    """

    mode: Mode
    base: str
    panel: str
    raised: str
    line: str
    edge: str
    text: str
    text_2: str
    text_3: str
    accent: str
    on_accent: str
    selected: str
    good: Hue
    warning: Hue
    error: Hue
    status: Mapping[UnitStatus, StatusLook]
    priority: Mapping[int, Hue]
    scale: float = DESK

    @property
    def is_dark(self) -> bool:
        return self.mode is Mode.DARK

    def px(self, size: float) -> int:
        """A size in device-independent pixels at this theme's scale."""
        return scaled(size, self.scale)

    def at_scale(self, scale: float) -> Theme:
        return replace(self, scale=scale)


_NIGHT = "#0B1017"
_WHITE = "#FFFFFF"

_GREEN, _BLUE, _AMBER, _VIOLET, _GREY, _RED = "#2FBF71", "#3EA6FF", "#F5A524", "#B18CFF", "#7A8699", "#FF4D4F"
#: The same darker by 20 %: fills on light grounds.
_GREEN_L, _BLUE_L, _AMBER_L = "#26995A", "#3285CC", "#C4841D"
_VIOLET_L, _GREY_L, _RED_L = "#8E70CC", "#626B7A", "#CC3E3F"
#: And as text on light grounds, where 20 % is not enough to be read.
_GREEN_INK, _AMBER_INK, _VIOLET_INK, _RED_INK = "#1A7746", "#8F5A06", "#6B4FB3", "#BE2B2D"
#: A touch lighter than the fill, to be read on raised.
_GREY_INK = "#808B9E"

DARK = Theme(
    mode=Mode.DARK,
    base=_NIGHT,
    panel="#111823",
    raised="#18212E",
    line="#243042",
    edge="#2E3D53",
    text="#E6EDF6",
    text_2="#9FB0C5",
    text_3="#7B8A9F",
    accent=_BLUE,
    on_accent=_NIGHT,
    selected=mix("#111823", _BLUE, 0.2),
    good=Hue(_GREEN, _GREEN, _NIGHT, "●"),
    warning=Hue(_AMBER, _AMBER, _NIGHT, "!"),
    error=Hue(_RED, _RED, _NIGHT, "×"),
    status={
        UnitStatus.OFF_DUTY: StatusLook("#7B8A9F", "#7B8A9F", _NIGHT, "–", Shape.RING),
        UnitStatus.AVAILABLE: StatusLook(_GREEN, _GREEN, _NIGHT, "●", Shape.DISC),
        UnitStatus.EN_ROUTE: StatusLook(_BLUE, _BLUE, _NIGHT, "▲", Shape.LEAF),
        UnitStatus.ON_SCENE: StatusLook(_AMBER, _AMBER, _NIGHT, "■", Shape.SQUARE),
        UnitStatus.BUSY: StatusLook(_VIOLET, _VIOLET, _NIGHT, "◆", Shape.DIAMOND),
        UnitStatus.OUT_OF_SERVICE: StatusLook(_GREY, _GREY_INK, _NIGHT, "✕", Shape.HEXAGON),
    },
    priority={
        1: Hue(_RED, _RED, _NIGHT, "1"),
        2: Hue(_AMBER, _AMBER, _NIGHT, "2"),
        3: Hue(_BLUE, _BLUE, _NIGHT, "3"),
        4: Hue(_GREY, _GREY_INK, _NIGHT, "4"),
    },
)

LIGHT = Theme(
    mode=Mode.LIGHT,
    base="#F4F6F9",
    panel=_WHITE,
    raised="#EEF2F7",
    line="#D5DCE6",
    edge="#B9C4D2",
    text="#101823",
    text_2="#46566B",
    text_3="#5F6E82",
    accent="#0B6BD3",
    on_accent=_WHITE,
    selected=mix(_WHITE, "#0B6BD3", 0.14),
    good=Hue(_GREEN_L, _GREEN_INK, _NIGHT, "●"),
    warning=Hue(_AMBER_L, _AMBER_INK, _NIGHT, "!"),
    error=Hue(_RED_L, _RED_INK, _WHITE, "×"),
    status={
        UnitStatus.OFF_DUTY: StatusLook("#5F6E82", "#5F6E82", _WHITE, "–", Shape.RING),
        UnitStatus.AVAILABLE: StatusLook(_GREEN_L, _GREEN_INK, _NIGHT, "●", Shape.DISC),
        UnitStatus.EN_ROUTE: StatusLook(_BLUE_L, "#0B6BD3", _NIGHT, "▲", Shape.LEAF),
        UnitStatus.ON_SCENE: StatusLook(_AMBER_L, _AMBER_INK, _NIGHT, "■", Shape.SQUARE),
        UnitStatus.BUSY: StatusLook(_VIOLET_L, _VIOLET_INK, _NIGHT, "◆", Shape.DIAMOND),
        UnitStatus.OUT_OF_SERVICE: StatusLook(_GREY_L, _GREY_L, _WHITE, "✕", Shape.HEXAGON),
    },
    priority={
        1: Hue(_RED_L, _RED_INK, _WHITE, "1"),
        2: Hue(_AMBER_L, _AMBER_INK, _NIGHT, "2"),
        3: Hue(_BLUE_L, "#0B6BD3", _NIGHT, "3"),
        4: Hue(_GREY_L, _GREY_L, _WHITE, "4"),
    },
)

THEMES: Mapping[Mode, Theme] = {Mode.DARK: DARK, Mode.LIGHT: LIGHT}
