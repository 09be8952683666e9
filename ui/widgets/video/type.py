"""The fonts of a tile, made once a look: asking for the system's families takes a millisecond."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

from ui.theme.fonts import ui_font
from ui.theme.tokens import Theme

#: A bar says few things, again and again.
_MOST_LINES = 100


class Letters:
    """A font, and the short lines that were laid out in it: that takes more than to paint them."""

    def __init__(self, font: QFont) -> None:
        self.font, self.metrics = font, QFontMetrics(font)
        self._lines: dict[str, tuple[QStaticText, int]] = {}

    def width(self, text: str) -> int:
        return self._line(text)[1]

    def paint(self, painter: QPainter, left: int, bar: QRect, text: str) -> None:
        """One line from ``left`` on, in the middle of the bar's height."""
        painter.setFont(self.font)
        top = bar.y() + (bar.height() - self.metrics.height()) / 2
        painter.drawStaticText(QPointF(left, top), self._line(text)[0])

    def _line(self, text: str) -> tuple[QStaticText, int]:
        if text not in self._lines:
            if len(self._lines) >= _MOST_LINES:
                self._lines.clear()
            line = QStaticText(text)
            line.setTextFormat(Qt.TextFormat.PlainText)
            self._lines[text] = line, self.metrics.horizontalAdvance(text)
        return self._lines[text]


@dataclass(frozen=True, slots=True)
class TileType:
    """
    Args:
        title, figures: of the caption. small: of a compact tile's.
        what, then: of the words that stand in the picture's place; ``what`` is read from two metres.
    """

    title: Letters
    figures: Letters
    small: Letters
    what: QFont
    then: QFont


def tile_type(theme: Theme) -> TileType:
    return TileType(
        title=Letters(ui_font(theme, 13, QFont.Weight.DemiBold)),
        figures=Letters(ui_font(theme, 12)),
        small=Letters(ui_font(theme, 11, QFont.Weight.DemiBold)),
        what=ui_font(theme, 20, QFont.Weight.DemiBold),
        then=ui_font(theme, 14),
    )
