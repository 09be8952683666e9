"""Bursts along the time: a lane a call, a bar a burst, so that one sees when there was much, and where."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui.models.scene import Scene
from ui.talklog.lane import Lane
from ui.talklog.lanes_face import LanesFace
from ui.talklog.model import BurstModel
from ui.talklog.timeline import Timeline
from ui.talklog.view import PlayKeys
from ui.theme.look import Look
from ui.widgets.burst_words import burst_title
from ui.widgets.durations import clock_text

_ZOOM = 1.25
_TICK_MS = 1000
#: A press that moves by no more than this is no drag.
_STILL_PX = 4


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
        self._model, self._keys = model, keys
        self._time = Timeline(scene.clock, self._age_s)
        self._face = LanesFace(model, self._time, look)
        #: Where a button went down, and the end of the time then.
        self._pressed: tuple[QPoint, float] | None = None
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
        return self._face.lanes

    def mark(self, chosen: int | None) -> None:
        """Mark the burst that is looked at; another one comes into sight."""
        is_other = chosen != self._face.marked
        self._face.marked = chosen
        # The same is marked again whenever anything becomes of it: that is not to pull somebody back to it.
        if chosen is not None and is_other:
            self.show_burst(chosen)
        self.update()

    def show_burst(self, number: int) -> None:
        """Have it in sight."""
        burst = self._model.burst(number)
        if burst is not None:
            self._time.bring(burst.started_at.timestamp())
            self.update()

    def bar_of(self, number: int) -> QRect:
        """Where a burst is drawn; nowhere when it is out of sight."""
        return self._face.bar_of(number)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ticking.start()
        if self._face.marked is not None:
            # Time has gone by since it was marked.
            self.show_burst(self._face.marked)

    def hideEvent(self, event: QHideEvent) -> None:
        self._ticking.stop()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._face.lay_out(event.size())

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        self._face.paint(painter, has_keys=self.hasFocus())
        painter.end()

    # --- Hand and keys

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = (event.angleDelta().y() or event.angleDelta().x()) / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._end_at(self._time.end_s - turns * self._time.span_s / 10)
        else:
            self._zoom(_ZOOM**-turns, event.position().x())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = (event.position().toPoint(), self._time.end_s)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            begun, end_s = self._pressed
            moved = event.position().x() - begun.x()
            if abs(moved) > _STILL_PX:
                self._end_at(end_s - moved * self._time.span_s / max(1, self._face.room.width()))
            return
        number = self._face.burst_at(event.position().toPoint())
        burst = self._model.burst(number) if number is not None else None
        if burst is None:
            QToolTip.hideText()
        else:
            told = f"{clock_text(burst.started_at)}  {burst_title(burst, self._model.picture)}"
            QToolTip.showText(event.globalPosition().toPoint(), told, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        place = event.position().toPoint()
        if pressed is not None and (place - pressed[0]).manhattanLength() <= _STILL_PX:
            number = self._face.burst_at(place)
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
            self._end_at(self._time.now_s)
        elif not self._keys.take(event):
            event.ignore()

    def _step(self, rows: int) -> None:
        """The burst before or after, as in the list: down is further back."""
        marked = self._face.marked
        row = self._model.row_of(marked) if marked is not None else None
        to = 0 if row is None else row + rows
        if 0 <= to < self._model.rowCount():
            self.chosen.emit(self._model.numbers[to])

    # --- Time

    def _age_s(self) -> float:
        """Of the oldest burst that is found."""
        rows = self._model.rowCount()
        return self._time.now_s - self._model.burst_at(rows - 1).started_at.timestamp() if rows else 0.0

    def _zoom(self, factor: float, x: float) -> None:
        """Show ``factor`` times as much, keeping what is at ``x`` there."""
        room, is_back = self._face.room, not self._time.is_now
        self._time.zoom(factor, (room.right() - x) / max(1, room.width()))
        if is_back:
            self._ask_older()
        self.update()

    def _end_at(self, at_s: float) -> None:
        self._time.end_at(at_s)
        self._ask_older()
        self.update()

    def _ask_older(self) -> None:
        """Have the station asked when the time in sight goes further back than what is found."""
        model = self._model
        if model.has_older and model.rowCount() and self._time.begin_s < model.burst_at(-1).started_at.timestamp():
            model.ask_older()

    def _on_model(self) -> None:
        self._face.forget()
        self.update()
