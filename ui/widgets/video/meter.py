"""The level meter: how loud the sound of a source is."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.media.state import Level
from ui.theme.tokens import Theme

#: Quieter than this shows as nothing; louder than ``_LOUD_DBFS`` is close to being too much.
_FLOOR_DBFS = -60.0
_LOUD_DBFS = -6.0
SEGMENTS = 8


def lit(level: Level | None) -> int:
    """How many of the segments are lit."""
    if level is None:
        return 0
    share = (level.peak_dbfs - _FLOOR_DBFS) / -_FLOOR_DBFS
    return round(SEGMENTS * min(1.0, max(0.0, share)))


def paint_meter(painter: QPainter, box: QRectF, theme: Theme, level: Level | None) -> None:
    """Segments side by side, from quiet to loud; the last one warns."""
    count, gap = lit(level), max(1.0, box.width() / SEGMENTS / 4)
    width = (box.width() - gap * (SEGMENTS - 1)) / SEGMENTS
    for i in range(SEGMENTS):
        is_loud = (i + 1) / SEGMENTS > 1 - _LOUD_DBFS / _FLOOR_DBFS
        on = theme.warning.fill if is_loud else theme.good.fill
        height = box.height() * (0.4 + 0.6 * (i + 1) / SEGMENTS)
        segment = QRectF(box.x() + i * (width + gap), box.bottom() - height, width, height)
        painter.fillRect(segment, QColor(on if i < count else theme.edge))
