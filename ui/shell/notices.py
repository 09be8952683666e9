"""Notices: the one place where the desk tells what happened. Nothing here stops anybody's work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.model import utc_now
from ui.shell.notice_card import NoticeCard
from ui.theme.look import Look
from ui.widgets.sentences import sentence

#: What is shown at once; the older ones go first.
MOST_SHOWN = 4
MOST_KEPT = 100
_MARGIN_PX = 12


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
    """Lies over the lower right corner of its window, as large as the notices in it.

    The same notice again while it is shown adds to its count instead of a second one: however often something
    fails, it is told at once and takes one place.

    Signals:
        told(Notice): a new notice, or one that is shown happened again.
    """

    told = Signal(object)

    def __init__(self, window: QWidget, look: Look) -> None:
        super().__init__(window)
        self._window, self._look = window, look
        self._cards: dict[tuple[Severity, str], NoticeCard] = {}
        self.history: deque[Notice] = deque(maxlen=MOST_KEPT)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)
        window.installEventFilter(self)
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
        if watched is self._window and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
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
            self._cards[key] = card
            self._layout.addWidget(card)
            if len(self._cards) > MOST_SHOWN:
                self._close(next(iter(self._cards)))
        self._fit()
        self.told.emit(notice)

    def _close(self, key: tuple[Severity, str]) -> None:
        card = self._cards.pop(key, None)
        if card is not None:
            self._layout.removeWidget(card)
            card.hide()
            card.deleteLater()
            self._fit()

    def _fit(self) -> None:
        self.setVisible(bool(self._cards))
        if not self._cards:
            return
        margin = self._look.theme.px(_MARGIN_PX)
        self._layout.activate()
        self.move(self._window.width() - self.width() - margin, self._window.height() - self.height() - margin)
        self.raise_()
