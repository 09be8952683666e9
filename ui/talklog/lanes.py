"""Bursts along the time: a lane a call, a bar a burst, so that one sees when there was much, and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.domain.model import from_ms
from app.domain.talk import BurstRow, CallKind
from app.picture.picture import Picture
from ui.models.scene import Scene
from ui.talklog.delegate import burst_colour
from ui.talklog.model import BurstModel
from ui.talklog.view import PlayKeys
from ui.theme.fonts import ui_font
from ui.theme.look import Look
from ui.theme.scale import SECONDARY_PX
from ui.widgets.burst_words import burst_title, call_name
from ui.widgets.durations import clock_text

_LANE_PX, _NAME_PX, _BAR_PX, _AXIS_PX, _MARGIN_PX = 36, 16, 12, 20, 12
_LEAST_BAR_PX = 3
#: What is seen at first, at the least and at the most.
_USUAL_S, _LEAST_S, _MOST_S = (300.0, 900.0, 1800.0, 3600.0), 60.0, 7 * 86_400.0
_STEPS_S = (10, 30, 60, 300, 600, 1800, 3600, 2 * 3600, 4 * 3600, 12 * 3600, 86_400)
_TICK_APART_PX = 64
_ZOOM = 1.25
_TICK_MS = 1000


@dataclass(frozen=True, slots=True)
class Lane:
    """A call, or all shouts, or all private calls: what has one lane."""

    name: str
    bursts: tuple[BurstRow, ...]


class BurstLanes(QWidget):
    """Wheel, plus with Ctrl, and minus zoom; drag and Shift with the wheel move; arrows go from burst to burst.

    Signals:
        chosen(int): this burst is looked at.
    """

    chosen = Signal(int)

    def __init__(
        self, model: BurstModel, keys: PlayKeys, scene: Scene, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._model, self._keys, self._scene, self._look = model, keys, scene, look
        self._marked: int | None = None
        #: Unless somebody has zoomed, all that there is, up to the usual.
        self._zoomed_s: float | None = None
        #: Unix s of the right edge; None for now.
        self._end_s: float | None = None
        self._pressed: tuple[QPoint, float] | None = None
        self._lanes: Sequence[Lane] | None = None
        # Time goes by, whether anybody talks or not.
        self._ticking = QTimer(self, interval=_TICK_MS)
        self._ticking.timeout.connect(self.update)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Bursts along the time"))
        for signal in (model.modelReset, model.rowsInserted, model.dataChanged):
            signal.connect(self._on_model)
        look.changed.connect(self.update)

    @property
    def lanes(self) -> Sequence[Lane]:
        if self._lanes is None:
            bursts = [self._model.burst_at(row) for row in range(self._model.rowCount())]
            self._lanes = lanes_of(bursts, self._model.picture)
        return self._lanes

    def mark(self, chosen: int | None) -> None:
        self._marked = chosen
        burst = self._model.burst(chosen) if chosen is not None else None
        if burst is not None:
            at_s = burst.started_at.timestamp()
            end_s = self._now_s if self._end_s is None else self._end_s
            if not end_s - self._span_s <= at_s <= end_s:
                self._end_s = at_s + self._span_s / 2
        self.update()

    def bar_of(self, number: int) -> QRect:
        """Where a burst is drawn; nowhere when it is out of sight."""
        for at, lane in enumerate(self.lanes):
            for burst in lane.bursts:
                if burst.number == number:
                    return self._bars(at)(burst)
        return QRect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()
        super().hideEvent(event)

    # --- Hand and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._move(-turns * self._span_s / 10)
        else:
            self._zoom(_ZOOM**-turns, event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = (event.position().toPoint(), self._end_now)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            begun, end_s = self._pressed
            moved = event.position().x() - begun.x()
            if abs(moved) > 4:
                self._set_end(end_s - moved * self._span_s / max(1, self._room.width()))
            return
        number = self._at(event.position().toPoint())
        burst = self._model.burst(number) if number is not None else None
        if burst is None:
            QToolTip.hideText()
        else:
            told = f"{clock_text(burst.started_at)}  {burst_title(burst, self._model.picture)}"
            QToolTip.showText(event.globalPosition().toPoint(), told, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        place = event.position().toPoint()
        if pressed is not None and (place - pressed[0]).manhattanLength() <= 4:
            number = self._at(place)
            if number is not None:
                self.chosen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if has_ctrl and key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom(1 / _ZOOM if key == Qt.Key.Key_Plus else _ZOOM, self.width() / 2)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_End:
            self._set_end(self._now_s)
        elif not self._keys.take(event):
            event.ignore()

    def _step(self, rows: int) -> None:
        """The burst before or after, as in the list: down is further back."""
        row = self._model.row_of(self._marked) if self._marked is not None else None
        to = 0 if row is None else row + rows
        if 0 <= to < self._model.rowCount():
            self.chosen.emit(self._model.numbers[to])

    # --- Time

    @property
    def _span_s(self) -> float:
        if self._zoomed_s is not None:
            return self._zoomed_s
        rows = self._model.rowCount()
        age_s = self._now_s - self._model.burst_at(rows - 1).started_at.timestamp() if rows else 0.0
        return next((span_s for span_s in _USUAL_S if span_s >= age_s), _USUAL_S[-1])

    @property
    def _now_s(self) -> float:
        return self._scene.clock.now_ms() / 1000

    @property
    def _end_now(self) -> float:
        return self._now_s if self._end_s is None else self._end_s

    @property
    def _room(self) -> QRect:
        px = self._look.theme.px
        return self.rect().adjusted(px(_MARGIN_PX), 0, -px(_MARGIN_PX), -px(_AXIS_PX))

    def _x(self, at_s: float) -> float:
        room = self._room
        return room.right() - (self._end_now - at_s) / self._span_s * room.width()

    def _zoom(self, factor: float, x: float) -> None:
        """Show ``factor`` times as much, keeping what is at ``x`` there."""
        room = self._room
        share = (room.right() - x) / max(1, room.width())
        at_s = self._end_now - share * self._span_s
        self._zoomed_s = min(_MOST_S, max(_LEAST_S, self._span_s * factor))
        if self._end_s is not None:
            self._set_end(at_s + share * self._span_s)
        self.update()

    def _move(self, seconds: float) -> None:
        self._set_end(self._end_now + seconds)

    def _set_end(self, end_s: float) -> None:
        """At the right edge is now, which goes on, or this moment."""
        self._end_s = None if end_s >= self._now_s else end_s
        if self._model.has_older and self._model.rowCount():
            oldest_s = self._model.burst_at(-1).started_at.timestamp()
            if self._end_now - self._span_s < oldest_s:
                self._model.ask_older()
        self.update()

    def _on_model(self) -> None:
        self._lanes = None
        self.update()

    # --- What is shown

    def _bars(self, lane: int) -> Callable[[BurstRow], QRect]:
        """Where the bursts of a lane are drawn, as things are now; there may be thousands."""
        px, room = self._look.theme.px, self._room
        top, height, least = lane * px(_LANE_PX) + px(_NAME_PX) + px(2), px(_BAR_PX), px(_LEAST_BAR_PX)
        right, end_s, px_per_s = room.right(), self._end_now, room.width() / self._span_s
        length_s = self._model.length_s

        def bar(burst: BurstRow) -> QRect:
            begin = right - (end_s - burst.started_at.timestamp()) * px_per_s
            width = (length_s(burst) or 0.0) * px_per_s
            return QRect(round(begin), top, max(least, round(width)), height)

        return bar

    def _at(self, place: QPoint) -> int | None:
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

    def paintEvent(self, _: QPaintEvent) -> None:
        theme, room = self._look.theme, self._room
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.panel))
        font = ui_font(theme, SECONDARY_PX)
        painter.setFont(font)
        self._paint_axis(painter, QFontMetrics(font))
        for at, lane in enumerate(self.lanes):
            top = at * theme.px(_LANE_PX)
            painter.setPen(QColor(theme.text_2))
            name = QRect(room.left(), top, room.width(), theme.px(_NAME_PX))
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, lane.name)
            painter.fillRect(0, top + theme.px(_LANE_PX) - 1, self.width(), 1, QColor(theme.line))
            self._paint_bars(painter, at, lane)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _paint_bars(self, painter: QPainter, at: int, lane: Lane) -> None:
        room, theme, bar_of = self._room, self._look.theme, self._bars(at)
        for burst in lane.bursts:
            bar = bar_of(burst)
            if bar.left() > room.right():
                continue
            if bar.right() < room.left():
                # The newest come first: what follows is out of sight as well, or as good as.
                break
            painter.fillRect(bar, QColor(self._colour(burst)))
            if burst.number == self._marked:
                painter.setPen(QPen(QColor(theme.text), 1))
                painter.drawRect(bar.adjusted(-2, -2, 1, 1))

    def _colour(self, burst: BurstRow) -> str:
        theme = self._look.theme
        if self._model.is_running(burst) or burst.number == self._marked:
            return theme.accent
        return burst_colour(burst, theme)

    def _paint_axis(self, painter: QPainter, metrics: QFontMetrics) -> None:
        theme, room = self._look.theme, self._room
        apart = max(theme.px(_TICK_APART_PX), metrics.horizontalAdvance("00:00:00") + theme.px(16))
        least_s = self._span_s * apart / max(1, room.width())
        step_s = next((step for step in _STEPS_S if step >= least_s), _STEPS_S[-1])
        for at_s in ticks(self._end_now - self._span_s, self._end_now, step_s):
            x = self._x(at_s)
            painter.fillRect(QRectF(x, 0, 1, room.bottom()), QColor(theme.line))
            painter.setPen(QColor(theme.text_3))
            text = clock_text(from_ms(round(at_s * 1000)), has_seconds=step_s < 60)
            width = metrics.horizontalAdvance(text)
            left = min(max(room.left(), x - width / 2), room.right() - width)
            place = QRectF(left, room.bottom(), width + 1, theme.px(_AXIS_PX))
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)


def lanes_of(bursts: Sequence[BurstRow], picture: Picture) -> list[Lane]:
    """A lane for each talkgroup and each call that somebody named; one for all shouts, and one for the others."""
    found: dict[tuple[CallKind, str], list[BurstRow]] = {}
    for burst in bursts:
        name = call_name(burst, picture) if burst.kind is CallKind.TALKGROUP else ""
        found.setdefault((burst.kind, name), []).append(burst)
    order = sorted(found, key=lambda key: (list(CallKind).index(key[0]), key[1].casefold()))
    return [Lane(name or _kinds_name(kind), tuple(found[kind, name])) for kind, name in order]


def _kinds_name(kind: CallKind) -> str:
    names = {
        CallKind.SHOUT: QCoreApplication.translate("talk", "Shouts"),
        CallKind.PRIVATE: QCoreApplication.translate("talk", "Private calls"),
    }
    return names.get(kind, QCoreApplication.translate("talk", "Group calls"))


def ticks(begin_s: float, end_s: float, step_s: int) -> list[float]:
    """Round moments of local time within, Unix s."""
    offset_s = datetime.fromtimestamp(end_s).astimezone().utcoffset()
    shift_s = offset_s.total_seconds() if offset_s is not None else 0.0
    first = -(-(begin_s + shift_s) // step_s) * step_s - shift_s
    return [first + i * step_s for i in range(int((end_s - first) // step_s) + 1)]
