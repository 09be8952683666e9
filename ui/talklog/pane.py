"""The talk log: filter, rows or lanes, and below them the chosen burst with its sound and its receipts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.domain.model import from_ms
from app.domain.operator import Operator
from app.domain.roles import may_hear_recordings
from app.domain.talk import BurstRow, CallKind, Hearing
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.talklog.bar import BurstBar
from ui.talklog.found_pane import FoundPane
from ui.talklog.model import BurstModel
from ui.talklog.player import BurstPlayer
from ui.talklog.player_pane import PlayerPane
from ui.talklog.ports import Past
from ui.talklog.receipts_pane import ReceiptsPane
from ui.talklog.shelf import BurstShelf
from ui.talklog.view import PlayKeys
from ui.talklog.words import day_words, row_text
from ui.theme.look import Look
from ui.widgets.burst_words import burst_title, end_words, raised_words
from ui.widgets.durations import clock_text
from ui.widgets.talk_port import Player
from ui.widgets.words import role_name

#: Wider than this, what is below stands beside.
_WIDE_PX = 760
#: Of rows, and of what is below.
_SHARES = (5, 4)
#: Of a burst that is as old, nobody waits for an acknowledgement.
_ACKNOWLEDGED_WITHIN_S = 900


class TalkLog(QWidget):
    """
    Args:
        loudspeaker: where it is heard again.
        acknowledge: tells the station that somebody here has heard a burst; None for those who do not talk.
    """

    unit_chosen = Signal(int)

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        past: Past,
        loudspeaker: Player,
        operator: Operator,
        look: Look,
        acknowledge: Callable[[int], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._operator, self._look = scene, operator, look
        self._may_hear = may_hear_recordings(operator.role)
        self._acknowledge = acknowledge
        self._chosen: BurstRow | None = None
        #: Whether it goes on with those that follow.
        self._is_run = False
        self.model = BurstModel(scene, BurstShelf(scene, past, self), row_text, self)
        self.player = BurstPlayer(past, loudspeaker, self)
        self._compose(scene, selection, loudspeaker)
        self._moved = QTimer(self, singleShot=True, interval=0)
        self._moved.timeout.connect(self._follow_chosen)
        self.model.dataChanged.connect(self._on_data_changed)
        self.model.modelReset.connect(self._moved.start)
        self.player.changed.connect(self._show_marks)
        self.player.ended.connect(self._on_ended)
        self.player.stopped.connect(lambda: self._on_run_toggled(False))
        self._show_chosen()

    @property
    def chosen(self) -> int | None:
        return self._chosen.number if self._chosen is not None else None

    def choose(self, number: int, *, plays: bool = False) -> None:
        """Look at this burst, if it is here, and hear it."""
        burst = self.model.burst(number)
        if burst is None:
            return
        self._is_run = self._is_run and plays
        self._take(burst, plays=plays)
        if self.model.row_of(number) is None:
            self.bar.clear()
        self.found.show_burst(number)

    @property
    def last_heard(self) -> int | None:
        """The last burst that somebody else said, and that is over."""
        bursts = self.model.shelf.bursts
        heard = (n for n, burst in bursts.items() if burst.end is not None and burst.by != self._operator.number)
        return max(heard, default=None)

    def play_last(self) -> None:
        """Hear that one again."""
        last = self.last_heard
        if last is not None and self._may_hear:
            self.choose(last, plays=True)

    def focus_rows(self) -> None:
        self.found.focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() > self._look.theme.px(_WIDE_PX)
        self._splitter.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        self.bar.set_wide(is_wide)

    # --- What happens

    def _on_chosen(self, number: int) -> None:
        burst = self.model.burst(number)
        if burst is not None:
            self._is_run = False
            self._take(burst, plays=self.player.is_playing)

    def _take(self, burst: BurstRow, *, plays: bool = False) -> None:
        self._chosen = burst
        if self._may_hear:
            self.player.choose(burst.number, is_over=burst.end is not None, plays=plays)
        self._show_chosen()

    def _on_run_asked(self) -> None:
        if self._chosen is not None and self._may_hear:
            self._is_run = True
            if not self.player.is_playing:
                self.player.choose(self.chosen, is_over=self._chosen.end is not None, plays=True)
            self._show_marks()

    def _on_run_toggled(self, is_run: bool) -> None:
        if is_run:
            self._on_run_asked()
        else:
            self._is_run = False
            self._show_marks()

    def _on_ended(self, number: int) -> None:
        following = self._neighbour(number, 1) if self._is_run else None
        if following is None:
            self._is_run = False
            self._show_marks()
        else:
            self.choose(following, plays=True)

    def _on_stepped(self, step: int) -> None:
        following = self._neighbour(self.chosen, step) if self.chosen is not None else None
        if following is not None:
            self.choose(following, plays=self.player.is_playing)

    def _neighbour(self, number: int | None, step: int) -> int | None:
        """The burst that was said next, or before, among those that are found."""
        row = self.model.row_of(number) if number is not None else None
        to = None if row is None else row - step
        return self.model.numbers[to] if to is not None and 0 <= to < self.model.rowCount() else None

    def _on_acknowledge(self) -> None:
        if self._chosen is not None and self._acknowledge is not None and self._can_acknowledge(self._chosen):
            self._acknowledge(self._chosen.number)

    def _can_acknowledge(self, burst: BurstRow) -> bool:
        """It was said to this desk rather than to a talkgroup, lately, and nobody here has said so yet."""
        if self._acknowledge is None or burst.by == self._operator.number or burst.kind is CallKind.TALKGROUP:
            return False
        age_s = self._scene.clock.now_ms() / 1000 - burst.started_at.timestamp()
        mine = next((one for one in burst.receipts if one.number == self._operator.number), None)
        is_open = mine is not None and mine.hearing is not Hearing.ACKNOWLEDGED
        return is_open and age_s < _ACKNOWLEDGED_WITHIN_S

    def _on_data_changed(self) -> None:
        if not self._moved.isActive():
            self._moved.start()

    def _follow_chosen(self) -> None:
        """What became of the burst that is looked at."""
        if self._chosen is None:
            return
        now = self.model.burst(self._chosen.number)
        if now is None:
            self._chosen = None
            self.player.choose(None)
        elif now is not self._chosen:
            has_ended = self._chosen.end is None and now.end is not None
            self._chosen = now
            if has_ended and self._may_hear and not self.player.is_playing:
                # Now all of it is there.
                self.player.choose(now.number, is_over=True)
        self._show_chosen()

    # --- What is shown

    def _show_chosen(self) -> None:
        burst, picture = self._chosen, self.model.picture
        title = remark = ""
        if burst is not None:
            if burst.is_short:
                self.model.shelf.complete(burst.number)
            now = from_ms(self._scene.clock.now_ms())
            day = day_words(burst.started_at, now)
            title = " · ".join(
                part for part in (burst_title(burst, picture), day, clock_text(burst.started_at)) if part
            )
            remark = " · ".join(part for part in (raised_words(burst), end_words(burst.end)) if part)
            if self.model.is_running(burst):
                remark = self.tr("Still being said: what there is of it.")
        self.player_pane.show_title(title, remark)
        can_acknowledge = burst is not None and self._can_acknowledge(burst)
        self.receipts.show_burst(burst, picture, can_acknowledge=can_acknowledge)
        self.receipts.setVisible(burst is not None)
        self._show_marks()

    def _show_marks(self) -> None:
        played = self.player.burst if self.player.is_playing else None
        self.found.mark(self.chosen, played)
        self.player_pane.set_running(self._is_run)

    def _compose(self, scene: Scene, selection: Selection, loudspeaker: Player) -> None:
        look = self._look
        keys = PlayKeys(self.player)
        self.bar = BurstBar(self.model, selection, look)
        self.found = FoundPane(self.model, self.bar, keys, scene, look)
        self.view, self.lanes = self.found.view, self.found.lanes
        why = ""
        if not self._may_hear:
            why = self.tr("As {role} you see who talked and who heard it, and do not hear recordings.")
            why = why.format(role=role_name(self._operator.role).lower())
        self.player_pane = PlayerPane(self.player, loudspeaker, keys, look, why)
        self.receipts = ReceiptsPane(look)
        lower = QWidget()
        _column(lower, (self.player_pane, 0), (self.receipts, 1))
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.found)
        self._splitter.addWidget(lower)
        for place, share in enumerate(_SHARES):
            self._splitter.setStretchFactor(place, share)
        # At once, and not only of what is left over.
        self._splitter.setSizes([100 * share for share in _SHARES])
        _column(self, (self.bar, 0), (self._splitter, 1))
        self.setFocusProxy(self.view)
        self.bar.left.connect(self.focus_rows)
        self.view.chosen.connect(self._on_chosen)
        self.lanes.chosen.connect(self.choose)
        self.view.run_asked.connect(self._on_run_asked)
        self.view.acknowledge_asked.connect(self._on_acknowledge)
        self.receipts.acknowledge_asked.connect(self._on_acknowledge)
        self.receipts.unit_chosen.connect(self.unit_chosen)
        self.player_pane.run_toggled.connect(self._on_run_toggled)
        self.player_pane.stepped.connect(self._on_stepped)


def _column(host: QWidget, *parts: tuple[QWidget, int]) -> None:
    layout = QVBoxLayout(host)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    for widget, stretch in parts:
        layout.addWidget(widget, stretch)
