"""A row of the fleet, painted: badge; callsign, name and age over agency, beat and status."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from app.picture.freshness import Freshness
from ui.fleet.cells import place_text, position_age_text, title_text
from ui.models.fleet_model import FleetModel, FleetRow
from ui.models.numbered_rows import Index
from ui.models.selection import Selection
from ui.theme.badges import Badge, badge_pixmap
from ui.theme.look import Look
from ui.theme.scale import BADGE_PX
from ui.widgets.row_ground import paint_ground
from ui.widgets.row_type import RowType
from ui.widgets.uniform_rows import RowDelegate
from ui.widgets.words import status_name

ROW_PX = 44
_MARGIN_PX = 12
_TEXT_LEFT_PX = 44
_STATUS_PX = 104
_GAP_PX = 8
#: Narrower than this the word of the status is left away and its sign stays.
_WORDS_FROM_PX = 300
_SIGN_PX = 16

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class UnitDelegate(RowDelegate):
    """Paints rows of a ``FleetModel``; the selection, if given, says which are chosen."""

    def __init__(self, model: FleetModel, selection: Selection | None, look: Look) -> None:
        super().__init__()
        self._model, self._selection, self._look = model, selection, look
        self._type = RowType.of(look.theme)
        look.changed.connect(self._on_look_changed)

    @property
    def row_height(self) -> int:
        return self._look.theme.px(ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = self._model.row_at(index.row())
        rect, state = option.rect, option.state
        selection, unit = self._selection, row.unit.number
        painter.save()
        is_chosen = selection is not None and unit in selection
        is_first = selection is not None and unit == selection.primary
        paint_ground(painter, rect, state, self._look.theme, is_chosen=is_chosen, is_first=is_first)
        self._paint_badge(painter, rect, row)
        self._paint_text(painter, rect, row)
        painter.restore()

    def _paint_badge(self, painter: QPainter, rect: QRect, row: FleetRow) -> None:
        theme = self._look.theme
        side = theme.px(BADGE_PX)
        badge = Badge(row.unit.force, row.unit.status, row.freshness)
        pixmap = badge_pixmap(theme, badge, BADGE_PX, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.x() + theme.px(_MARGIN_PX), rect.y() + (rect.height() - side) // 2, pixmap)

    def _paint_text(self, painter: QPainter, rect: QRect, row: FleetRow) -> None:
        theme, type_, unit = self._look.theme, self._type, row.unit
        is_silent = row.freshness in (Freshness.STALE, Freshness.NONE)
        quiet = QColor(theme.text_3 if is_silent else theme.text_2)
        left, right = rect.x() + theme.px(_TEXT_LEFT_PX), rect.right() - theme.px(_MARGIN_PX)
        upper = QRect(left, rect.y() + theme.px(3), right - left, theme.px(20))
        lower = QRect(left, upper.bottom(), right - left, theme.px(18))

        painter.setFont(type_.first)
        painter.setPen(QColor(theme.warning.ink) if row.freshness is Freshness.STALE else quiet)
        age = position_age_text(row)
        painter.drawText(upper, _RIGHT, age)
        upper.setRight(right - type_.first_metrics.horizontalAdvance(age) - theme.px(_GAP_PX))

        painter.setPen(QColor(theme.text_2 if is_silent else theme.text))
        painter.drawText(upper, _LEFT, _fitted(type_.first_metrics, title_text(unit), upper.width()))

        has_words = rect.width() >= theme.px(_WORDS_FROM_PX)
        status = QRect(lower)
        status.setLeft(right - theme.px(_STATUS_PX if has_words else _SIGN_PX))
        look = theme.status[unit.status]
        painter.setPen(quiet if is_silent else QColor(look.ink))
        painter.drawText(status, _LEFT, look.sign)
        painter.setFont(type_.second)
        painter.setPen(quiet)
        if has_words:
            word = status.adjusted(theme.px(_SIGN_PX), 0, 0, 0)
            painter.drawText(word, _LEFT, _fitted(type_.second_metrics, status_name(unit.status), word.width()))
        lower.setRight(status.left() - theme.px(_GAP_PX))
        painter.drawText(lower, _LEFT, _fitted(type_.second_metrics, place_text(unit), lower.width()))

    def _on_look_changed(self) -> None:
        self._type = RowType.of(self._look.theme)


def _fitted(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
