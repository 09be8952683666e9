"""The fonts of a tile, made once a look: asking for the system's families takes a millisecond."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont

from ui.theme.fonts import ui_font
from ui.theme.tokens import Theme


@dataclass(frozen=True, slots=True)
class TileType:
    """
    Args:
        title, figures: of the caption. small: of a compact tile's.
        what, then: of the words that stand in the picture's place; ``what`` is read from two metres.
    """

    title: QFont
    figures: QFont
    small: QFont
    what: QFont
    then: QFont


def tile_type(theme: Theme) -> TileType:
    return TileType(
        title=ui_font(theme, 13, QFont.Weight.DemiBold),
        figures=ui_font(theme, 12),
        small=ui_font(theme, 11, QFont.Weight.DemiBold),
        what=ui_font(theme, 20, QFont.Weight.DemiBold),
        then=ui_font(theme, 14),
    )
