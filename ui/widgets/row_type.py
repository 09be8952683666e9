"""The type of a list's rows of two lines."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from ui.theme.fonts import ui_font
from ui.theme.scale import BODY_PX, SECONDARY_PX
from ui.theme.tokens import Theme


@dataclass(frozen=True)
class RowType:
    """Fonts of a row and their metrics, made once a look: measuring text is what painting costs."""

    first: QFont
    second: QFont
    first_metrics: QFontMetrics
    second_metrics: QFontMetrics

    @classmethod
    def of(cls, theme: Theme) -> RowType:
        first, second = ui_font(theme, BODY_PX), ui_font(theme, SECONDARY_PX)
        return cls(first, second, QFontMetrics(first), QFontMetrics(second))
