"""Type: the system's own face, figures of equal width, and a face for Chinese, Japanese and Korean behind it."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

from ui.theme import scale
from ui.theme.tokens import Theme

#: What the three systems ship or commonly have; only those that are there are asked for.
CJK_FAMILIES = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Yu Gothic UI",
    "Malgun Gothic",
)


def body_font(theme: Theme) -> QFont:
    return ui_font(theme, scale.BODY_PX)


def ui_font(theme: Theme, size_px: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The desk's face at ``size_px`` before the theme's scale. Needs a running QGuiApplication."""
    font = QFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
    there = set(QFontDatabase.families())
    # The family that the system's name stands for: "Sans Serif" is no family, so the next in the list would take
    # over and set Latin in a Chinese face.
    font.setFamilies([QFontInfo(font).family(), *(family for family in CJK_FAMILIES if family in there)])
    font.setPixelSize(theme.px(size_px))
    font.setWeight(weight)
    # Ages and counts change all the time; with figures of one width nothing beside them moves.
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def fixed_font(theme: Theme) -> QFont:
    """For what is typed off the screen letter by letter: a face in which l, I and 1 differ, as O and 0 do."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPixelSize(theme.px(scale.BODY_PX))
    return font
