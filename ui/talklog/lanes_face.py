"""The face of the lanes: all that is painted of them, and where. The lanes' widget is what it is painted on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from app.domain.model import from_ms
from app.domain.talk import BurstRow
from ui.talklog.delegate import burst_colour
from ui.talklog.lane import Lane, lanes_of
from ui.talklog.model import BurstModel
from ui.talklog.timeline import Timeline, round_step_s, ticks
from ui.theme.fonts import ui_font
from ui.theme.look import Look
from ui.theme.scale import SECONDARY_PX
from ui.widgets.durations import clock_text

_LANE_PX, _NAME_PX, _BAR_PX, _AXIS_PX, _MARGIN_PX = 36, 16, 12, 20, 12
_LEAST_BAR_PX = 3
_TICK_APART_PX = 64


class LanesFace:
    """A name and bars for each lane, over the time; below them the hours. ``marked`` is looked at."""

    def __init__(self, model: BurstModel, time: Timeline, look: Look) -> None:
        self._model, self._time, self._look = model, time, look
        self._lanes: Sequence[Lane] | None = None
        self._rect = QRect()
        self.marked: int | None = None

    @property
    def lanes(self) -> Sequence[Lane]:
        if self._lanes is None:
            bursts = [self._model.burst_at(row) for row in range(self._model.rowCount())]
            self._lanes = lanes_of(bursts, self._model.picture)
        return self._lanes

    @property
    def room(self) -> QRect:
        """Where the time is."""
        px = self._look.theme.px
        return self._rect.adjusted(px(_MARGIN_PX), 0, -px(_MARGIN_PX), -px(_AXIS_PX))

    def lay_out(self, size: QSize) -> None:
        self._rect = QRect(QPoint(), size)

    def forget(self) -> None:
        """The model's bursts have changed."""
        self._lanes = None

    def bar_of(self, number: int) -> QRect:
        """Where a burst is drawn; nowhere when it is out of sight."""
        for at, lane in enumerate(self.lanes):
            for burst in lane.bursts:
                if burst.number == number:
                    return self._bars(at)(burst)
        return QRect()

    def burst_at(self, place: QPoint) -> int | None:
        """The burst under a place, or near it: a short one is hard to hit."""
        lane = place.y() // self._look.theme.px(_LANE_PX)
        lanes = self.lanes
        if not 0 <= lane < len(lanes):
            return None
        near = self._look.theme.px(4)
        bar_of = self._bars(lane)
        bars = [(bar_of(burst), burst.number) for burst in lanes[lane].bursts]
        close = [(bar, number) for bar, number in bars if bar.adjusted(-near, -near, near, near).contains(place)]
        _, found = min(close, key=lambda one: abs(one[0].center().x() - place.x()), default=(None, None))
        return found

    def paint(self, painter: QPainter, *, has_keys: bool) -> None:
        theme, room = self._look.theme, self.room
        painter.fillRect(self._rect, QColor(theme.panel))
        font = ui_font(theme, SECONDARY_PX)
        painter.setFont(font)
        self._paint_axis(painter, QFontMetrics(font))
        for at, lane in enumerate(self.lanes):
            top = at * theme.px(_LANE_PX)
            painter.setPen(QColor(theme.text_2))
            name = QRect(room.left(), top, room.width(), theme.px(_NAME_PX))
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, lane.name)
            painter.fillRect(0, top + theme.px(_LANE_PX) - 1, self._rect.width(), 1, QColor(theme.line))
            self._paint_bars(painter, at, lane)
        if has_keys:
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(self._rect.adjusted(0, 0, -1, -1))

    def _paint_bars(self, painter: QPainter, at: int, lane: Lane) -> None:
        room, theme, bar_of = self.room, self._look.theme, self._bars(at)
        for burst in lane.bursts:
            bar = bar_of(burst)
            if bar.left() > room.right():
                continue
            if bar.right() < room.left():
                # The newest come first: what follows is out of sight as well, or as good as.
                break
            painter.fillRect(bar, QColor(self._colour(burst)))
            if burst.number == self.marked:
                painter.setPen(QPen(QColor(theme.text), 1))
                painter.drawRect(bar.adjusted(-2, -2, 1, 1))

    def _paint_axis(self, painter: QPainter, metrics: QFontMetrics) -> None:
        theme, room = self._look.theme, self.room
        begin_s, end_s = self._time.begin_s, self._time.end_s
        px_per_s = room.width() / self._time.span_s
        apart = max(theme.px(_TICK_APART_PX), metrics.horizontalAdvance("00:00:00") + theme.px(16))
        step_s = round_step_s(self._time.span_s * apart / max(1, room.width()))
        for at_s in ticks(begin_s, end_s, step_s):
            x = room.right() - (end_s - at_s) * px_per_s
            painter.fillRect(QRectF(x, 0, 1, room.bottom()), QColor(theme.line))
            painter.setPen(QColor(theme.text_3))
            text = clock_text(from_ms(round(at_s * 1000)), has_seconds=step_s < 60)
            width = metrics.horizontalAdvance(text)
            left = min(max(room.left(), x - width / 2), room.right() - width)
            place = QRectF(left, room.bottom(), width + 1, theme.px(_AXIS_PX))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)

    def _bars(self, lane: int) -> Callable[[BurstRow], QRect]:
        """Where the bursts of a lane are drawn, as things are now; there may be thousands."""
        px, room = self._look.theme.px, self.room
        top, height, least = lane * px(_LANE_PX) + px(_NAME_PX) + px(2), px(_BAR_PX), px(_LEAST_BAR_PX)
        right, end_s, px_per_s = room.right(), self._time.end_s, room.width() / self._time.span_s
        length_s = self._model.length_s

        def bar(burst: BurstRow) -> QRect:
            begin = right - (end_s - burst.started_at.timestamp()) * px_per_s
            width = (length_s(burst) or 0.0) * px_per_s
            return QRect(round(begin), top, max(least, round(width)), height)

        return bar

    def _colour(self, burst: BurstRow) -> str:
        theme = self._look.theme
        if self._model.is_running(burst) or burst.number == self.marked:
            return theme.accent
        return burst_colour(burst, theme)
