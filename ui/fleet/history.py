"""What happened to a unit, newest first: from the station's log once, then as it happens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.errors import AppError
from app.domain.event import Event
from app.domain.talk import BurstRow
from app.picture.changes import Changes
from app.picture.history import unit_of
from ui.fleet.moment_line import MomentLine
from ui.fleet.moments import Moment, moments
from ui.fleet.ports import HistorySource
from ui.models.scene import Scene
from ui.theme.look import Look
from ui.widgets.durations import clock_text, date_text
from ui.widgets.labels import label
from ui.widgets.push_button import PushButton
from ui.widgets.sentences import sentence

_SHOWN = 8


class History(QWidget):
    """Moments in words: the latest few, and all that the station answered on request."""

    def __init__(self, scene: Scene, look: Look, source: HistorySource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene, self._look, self._source = scene, look, source
        self._unit: int | None = None
        self._events: dict[int, Event] = {}
        #: By number, those that were meant for the unit.
        self._bursts: dict[int, BurstRow] = {}
        self._shows_all = False
        self._rows: list[MomentLine] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(look.theme.px(12))
        self._grid.setVerticalSpacing(look.theme.px(3))
        self._grid.setColumnStretch(1, 1)
        self._note = label(role="hint", wraps=True)
        self._more, self._again = _link(self), _link(self, self.tr("Try again"))
        self._more.clicked.connect(self._on_more)
        self._again.clicked.connect(self._ask)
        links = QHBoxLayout()
        links.addWidget(self._again)
        links.addWidget(self._more)
        links.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.theme.px(4))
        layout.addLayout(self._grid)
        layout.addWidget(self._note)
        layout.addLayout(links)
        scene.happened.connect(self._on_happened)
        scene.changed.connect(self._on_changed)
        look.changed.connect(self._draw)

    @property
    def lines(self) -> list[str]:
        """What is told, the newest first."""
        return [text for line in self._rows if (text := line.text)]

    def show_unit(self, unit: int | None) -> None:
        """Begin anew with this unit, or with none."""
        self._unit, self._events, self._shows_all = unit, {}, False
        held = self._scene.picture.bursts.values() if unit is not None else ()
        self._bursts = {burst.number: burst for burst in held if unit in burst.units}
        self._ask()

    def _ask(self) -> None:
        unit = self._unit
        self._say(self.tr("Asking the station …") if unit is not None else "")
        if unit is not None:
            self._source.history(
                unit,
                lambda events: self._on_answer(unit, events),
                lambda error: self._on_failure(unit, error),
            )
            self._source.bursts(unit, lambda bursts: self._on_bursts(unit, bursts))

    def _on_answer(self, unit: int, events: Sequence[Event]) -> None:
        # The answer may come when another unit is shown.
        if unit == self._unit:
            self._events |= {event.seq: event for event in events}
            self._say("" if self._events or self._bursts else self.tr("Nothing has happened yet."))

    def _on_bursts(self, unit: int, bursts: Sequence[BurstRow]) -> None:
        if unit == self._unit:
            # What came by the feed in between is newer than the answer.
            self._bursts = {burst.number: burst for burst in bursts} | self._bursts
            self._draw()

    def _on_failure(self, unit: int, error: AppError) -> None:
        if unit == self._unit:
            self._say(sentence(error).what)
            self._again.show()

    def _on_happened(self, events: Sequence[Event]) -> None:
        mine = {event.seq: event for event in events if unit_of(event.fact, self._scene.picture) == self._unit}
        if self._unit is not None and mine:
            self._events |= mine
            self._draw()

    def _on_changed(self, changes: Changes) -> None:
        held = (self._scene.picture.bursts.get(number) for number in changes.bursts)
        mine = {burst.number: burst for burst in held if burst is not None and self._unit in burst.units}
        if mine:
            self._bursts |= mine
            self._draw()

    def _say(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._again.hide()
        self._draw()

    def _draw(self) -> None:
        newest: Sequence[Moment] = ()
        if self._unit is not None:
            newest = moments(self._events.values(), self._bursts.values(), self._unit, self._scene.picture)
        shown = newest if self._shows_all else newest[:_SHOWN]
        while len(self._rows) < len(shown):
            self._rows.append(MomentLine(self._grid, len(self._rows)))
        for line, moment in zip(self._rows, shown, strict=False):
            sign = f"{self._look.theme.status[moment.status].sign} " if moment.status else ""
            told = f"{date_text(moment.at)} {clock_text(moment.at)}"
            line.show(self._time_of(moment), told, sign + moment.text, moment.author, wraps=moment.wraps)
        for line in self._rows[len(shown) :]:
            line.hide()
        hidden = len(newest) - len(shown)
        self._more.setVisible(bool(hidden))
        self._more.setText(self.tr("{n} earlier").format(n=hidden))

    def _time_of(self, moment: Moment) -> str:
        now = datetime.fromtimestamp(self._scene.clock.now_ms() / 1000, UTC).astimezone()
        is_today = moment.at.astimezone().date() == now.date()
        return clock_text(moment.at) if is_today else date_text(moment.at)

    def _on_more(self) -> None:
        self._shows_all = True
        self._draw()


def _link(parent: QWidget, text: str = "") -> PushButton:
    button = PushButton(text, parent)
    button.setProperty("role", "link")
    button.hide()
    return button
