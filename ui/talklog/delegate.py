"""A row of the talk log, painted: time; what kind of call; who to whom and for how long, over who heard it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap
from PySide6.QtWidgets import QStyleOptionViewItem

from app.domain.model import from_ms
from app.domain.talk import BurstRow, CallKind, Hearing, Priority
from ui.models.numbered_rows import Index
from ui.models.scene import Scene
from ui.talklog.model import BurstModel
from ui.talklog.words import day_words, figure_words, length_words
from ui.theme.icons import Icon, icon
from ui.theme.look import Look
from ui.theme.scale import ICON_PX
from ui.theme.tokens import Theme
from ui.widgets.burst_words import burst_title
from ui.widgets.durations import clock_text
from ui.widgets.receipt_words import figure_parts
from ui.widgets.row_ground import paint_ground
from ui.widgets.row_type import RowType
from ui.widgets.uniform_rows import RowDelegate

ROW_PX = 40
_MARGIN_PX = 12
_TIME_PX, _KIND_PX, _GAP_PX = 58, 24, 8

KIND_ICONS = {
    CallKind.TALKGROUP: Icon.OPERATORS,
    CallKind.PRIVATE: Icon.TALK,
    CallKind.GROUP: Icon.LASSO,
    CallKind.SHOUT: Icon.SHOUT,
}
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BurstDelegate(RowDelegate):
    """Paints rows of a ``BurstModel``. ``chosen`` is looked at; ``played`` is heard."""

    def __init__(self, model: BurstModel, scene: Scene, look: Look) -> None:
        super().__init__()
        self._model, self._scene, self._look = model, scene, look
        self._type = RowType.of(look.theme)
        self._icons: dict[tuple[Icon, str, float], QPixmap] = {}
        self.chosen: int | None = None
        self.played: int | None = None
        look.changed.connect(self._on_look_changed)

    @property
    def row_height(self) -> int:
        return self._look.theme.px(ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        burst = self._model.burst_at(index.row())
        painter.save()
        is_chosen = burst.number == self.chosen
        paint_ground(painter, option.rect, option.state, self._look.theme, is_chosen=is_chosen, is_first=is_chosen)
        self._paint_burst(painter, option.rect, burst)
        painter.restore()

    def _paint_burst(self, painter: QPainter, rect: QRect, burst: BurstRow) -> None:
        theme, type_ = self._look.theme, self._type
        is_running = self._model.is_running(burst)
        left, right = rect.x() + theme.px(_MARGIN_PX), rect.right() - theme.px(_MARGIN_PX)
        upper = QRect(left, rect.y() + theme.px(2), right - left, theme.px(19))
        lower = QRect(left, upper.bottom(), right - left, theme.px(17))

        painter.setFont(type_.second)
        painter.setPen(QColor(theme.text_2))
        painter.drawText(upper, _LEFT, clock_text(burst.started_at))
        painter.setPen(QColor(theme.text_3))
        now = from_ms(self._scene.clock.now_ms())
        painter.drawText(lower, _LEFT, day_words(burst.started_at, now))

        kind = QRect(left + theme.px(_TIME_PX), rect.y(), theme.px(_KIND_PX), rect.height())
        self._paint_kind(painter, kind, burst)

        text_left = kind.right() + theme.px(2)
        painter.setFont(type_.first)
        length = length_words(self._model.length_s(burst))
        painter.setPen(QColor(theme.accent if is_running else theme.text_2))
        painter.drawText(upper, _RIGHT, f"● {length}" if is_running else length)
        upper.setLeft(text_left)
        shown = type_.first_metrics.horizontalAdvance(f"● {length}" if is_running else length)
        upper.setRight(right - shown - theme.px(_GAP_PX))
        is_emergency = burst.priority is Priority.EMERGENCY
        painter.setPen(QColor(theme.error.ink if is_emergency else theme.text))
        title = burst_title(burst, self._model.picture)
        count = f" ({len(burst.units)})" if burst.kind is CallKind.TALKGROUP and burst.units else ""
        # However long the name of a group is, how many it means is told.
        room = upper.width() - type_.first_metrics.horizontalAdvance(count)
        painter.drawText(upper, _LEFT, _fitted(type_.first_metrics, title, room) + count)
        lower.setLeft(text_left)
        self._paint_figure(painter, lower, burst)

    def _paint_kind(self, painter: QPainter, rect: QRect, burst: BurstRow) -> None:
        theme = self._look.theme
        if burst.number == self.played:
            which, colour = Icon.SOUND_ON, theme.accent
        else:
            is_emergency = burst.priority is Priority.EMERGENCY
            which = Icon.WARNING if is_emergency else KIND_ICONS[burst.kind]
            colour = burst_colour(burst, theme)
        side = theme.px(ICON_PX)
        ratio = painter.device().devicePixelRatioF()
        drawn = self._icons.get((which, colour, ratio))
        if drawn is None:
            drawn = icon(theme, which, colour).pixmap(QSize(side, side), ratio)
            self._icons[which, colour, ratio] = drawn
        painter.drawPixmap(rect.x(), rect.y() + (rect.height() - side) // 2, drawn)

    def _paint_figure(self, painter: QPainter, rect: QRect, burst: BurstRow) -> None:
        """Piece by piece, because what failed is to be seen."""
        theme, metrics = self._look.theme, self._type.second_metrics
        painter.setFont(self._type.second)
        parts = figure_parts(burst.receipts, burst.missed) or {Hearing.SENT: figure_words(burst)}
        x = rect.x()
        for at, (hearing, words) in enumerate(parts.items()):
            text = words if at == len(parts) - 1 else f"{words} · "
            painter.setPen(QColor(theme.error.ink if hearing is Hearing.FAILED else theme.text_2))
            room = QRect(x, rect.y(), rect.right() - x, rect.height())
            painter.drawText(room, _LEFT, _fitted(metrics, text, room.width()))
            x += metrics.horizontalAdvance(text)

    def _on_look_changed(self) -> None:
        self._type = RowType.of(self._look.theme)
        self._icons.clear()


def burst_colour(burst: BurstRow, theme: Theme) -> str:
    """Of what stands for a burst: an emergency and a shout are to be found among the others."""
    if burst.priority is Priority.EMERGENCY:
        return theme.error.ink
    return theme.warning.ink if burst.kind is CallKind.SHOUT else theme.text_3


def _fitted(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, width))
