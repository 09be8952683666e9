"""Notices: the one place where the desk tells what happened. Nothing here stops anybody's work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QCursor, QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.model import utc_now
from ui.shell.notice_card import NoticeCard
from ui.shell.notice_place import covered, place, pressed_things
from ui.theme.look import Look
from ui.widgets.sentences import sentence

#: What is shown at once; the older ones go first.
MOST_SHOWN = 4
MOST_KEPT = 100
_MARGIN_PX = 12
#: Around the pointer, which is where something is about to be pressed.
_HAND_PX = 48
#: What can be pressed comes and goes beneath them.
_LOOK_MS = 1000


_ROOM_CHANGES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show)


class Severity(StrEnum):
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


#: How long a notice stays; an error until somebody closes it.
_STAYS_MS = {Severity.INFO: 6_000, Severity.WARNING: 15_000, Severity.ERROR: None}


@dataclass(frozen=True, slots=True)
class Notice:
    severity: Severity
    text: str
    detail: str
    at: datetime


class Notices(QWidget):
    """Lies over the lower right corner of its room, or higher up where something there is to be pressed.

    It is as large as the notices in it. A new one stands above those that are there, which stay where they are;
    and under the pointer none of them moves or goes by itself.

    The same notice again while it is shown adds to its count instead of a second one: however often something
    fails, it is told at once and takes one place.

    Args:
        room: the part of the window that they may lie over; all of it otherwise.
        pointer: where it is, in coordinates of the screen.
    Signals:
        told(Notice): a new notice, or one that is shown happened again.
    """

    told = Signal(object)

    def __init__(
        self,
        window: QWidget,
        look: Look,
        room: QWidget | None = None,
        pointer: Callable[[], QPoint] = QCursor.pos,
    ) -> None:
        super().__init__(window)
        self._window, self._look, self._room, self._pointer = window, look, room or window, pointer
        self._cards: dict[tuple[Severity, str], NoticeCard] = {}
        self._foot = 0
        self.history: deque[Notice] = deque(maxlen=MOST_KEPT)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        self._watching = QTimer(self, interval=_LOOK_MS)
        self._watching.timeout.connect(self._give_way)
        self._room.installEventFilter(self)
        look.changed.connect(self._fit)
        self.hide()

    def info(self, text: str, button: tuple[str, Callable[[], object]] | None = None) -> None:
        """
        Args:
            button: its label, and what it does; the notice closes with it.
        """
        self._tell(Severity.INFO, text, "", button)

    def warning(self, text: str, button: tuple[str, Callable[[], object]] | None = None) -> None:
        self._tell(Severity.WARNING, text, "", button)

    def error(self, text: str, detail: str = "", button: tuple[str, Callable[[], object]] | None = None) -> None:
        """It stays until somebody closes it. ``detail``: what to do."""
        self._tell(Severity.ERROR, text, detail, button)

    def failed(self, error: AppError, button: tuple[str, Callable[[], object]] | None = None) -> None:
        said = sentence(error)
        self.error(said.what, said.do, button)

    @property
    def texts(self) -> list[str]:
        """What is shown now, the oldest first."""
        return [text for _, text in self._cards]

    def close_all(self) -> None:
        for key in list(self._cards):
            self._close(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._room and event.type() in _ROOM_CHANGES:
            self._fit()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _tell(
        self, severity: Severity, text: str, detail: str, button: tuple[str, Callable[[], object]] | None
    ) -> None:
        notice = Notice(severity, text, detail, utc_now())
        self.history.append(notice)
        key = (severity, text)
        if key in self._cards:
            self._cards[key].happen_again()
        else:
            stays_ms = _STAYS_MS[severity]
            card = NoticeCard(self._look, severity, text, detail=detail, button=button, stays_ms=stays_ms)
            card.closed.connect(lambda: self._close(key))
            card.expired.connect(lambda: self._expire(key))
            self._cards[key] = card
            self._layout.insertWidget(0, card)
            if len(self._cards) > MOST_SHOWN:
                # Under the hand those below stay where they are.
                self._close(list(self._cards)[-2 if self._is_in_hand else 0])
        self._fit()
        self.told.emit(notice)

    def _expire(self, key: tuple[Severity, str]) -> None:
        if self._is_in_hand:
            self._cards[key].stay()
        else:
            self._close(key)

    def _close(self, key: tuple[Severity, str]) -> None:
        card = self._cards.pop(key, None)
        if card is not None:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
            self._fit()

    @property
    def _hand(self) -> QPoint:
        return self._window.mapFromGlobal(self._pointer())

    @property
    def _is_in_hand(self) -> bool:
        """Whether what is about to be pressed is one of them."""
        return self.isVisible() and self.geometry().contains(self._hand)

    def _fit(self) -> None:
        """As large as they are, and in their place."""
        is_in_hand = self._is_in_hand
        self.setVisible(bool(self._cards))
        self._layout.activate()
        if not self._cards:
            self._watching.stop()
            return
        if is_in_hand:
            # They grow upwards.
            self.move(self.x(), max(0, self._foot - self.height()))
        else:
            hand = QRect(0, 0, _HAND_PX, _HAND_PX)
            hand.moveCenter(self._hand)
            self._stand([hand])
        self.raise_()
        self._watching.start()

    def _give_way(self) -> None:
        """Where there is something else to press than when they came."""
        if not self._is_in_hand and covered(self.geometry(), pressed_things(self._window, self)):
            self._stand([])

    def _stand(self, taken: list[QRect]) -> None:
        margin = self._look.theme.px(_MARGIN_PX)
        room = QRect(self._room.mapTo(self._window, QPoint()), self._room.size())
        room.adjust(margin, margin, -margin, -margin)
        self.move(place(self.size(), room, [*taken, *pressed_things(self._window, self)]))
        self._foot = self.y() + self.height()
