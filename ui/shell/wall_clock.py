"""The clock of the desk: the scene's time of day, large, with the date and how it stands to UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.picture.clock import Clock
from ui.shell.ticker import Ticker
from ui.widgets.durations import clock_text, date_text, offset_text
from ui.widgets.labels import label


class WallClock(QWidget):
    def __init__(self, clock: Clock, ticker: Ticker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._time = label(role="clock")
        self._date = label(role="caption")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._time)
        layout.addWidget(self._date)
        ticker.ticked.connect(self._show_time)
        self._show_time()

    def set_compact(self, is_compact: bool) -> None:
        """The time alone, where there is no room for the date."""
        self._date.setVisible(not is_compact)
        # At once: whoever asks how wide this is does not wait for the next event.
        self.updateGeometry()

    def _show_time(self) -> None:
        at = datetime.fromtimestamp(self._clock.now_ms() / 1000, UTC)
        self._time.setText(clock_text(at))
        self._date.setText(self.tr("{date} · {offset}").format(date=date_text(at), offset=offset_text(at)))
        self.setToolTip(self.tr("Station time; UTC {time}").format(time=f"{at:%Y-%m-%d %H:%M:%S}"))
