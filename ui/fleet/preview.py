"""The live picture in the detail pane, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.fleet.action_button import ActionButton
from ui.fleet.source_chips import SourceChips
from ui.models.video_sources import Offer, VideoSources
from ui.theme.look import Look
from ui.widgets.labels import label
from ui.widgets.sentences import sentence
from ui.widgets.video.caption import Caption
from ui.widgets.video.tile import VideoTile

#: Whoever walks through the list with the arrow keys opens no stream for each row that is passed.
CALM_MS = 120
#: More than what the pointer rests on, or what is pinned: it is what somebody has chosen to look at.
_IMPORTANCE = 3


class Preview(QWidget):
    """One source, 16:9, as soon as its unit or camera is shown; where there is none, a line that says why.

    Args:
        make_tile: makes the tile when it is first needed.
        enlarge, snapshot: what the buttons below do.
    Signals:
        changed(): there is a picture now, or none any more.
        looked_at(source): the picture of this source is shown from now on.
        enlarge_asked(source): double click or Enter on the picture.
        snapshot_saved(Path): a picture was written.
    """

    changed = Signal()
    looked_at = Signal(int)
    enlarge_asked = Signal(int)
    snapshot_saved = Signal(object)

    def __init__(
        self,
        sources: VideoSources,
        make_tile: Callable[[], VideoTile],
        look: Look,
        enlarge: QAction,
        snapshot: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sources, self._make_tile, self._look = sources, make_tile, look
        self._enlarge, self._snapshot = enlarge, snapshot
        #: What is looked at, by number, and the sources that it has.
        self._subject: int | None = None
        self._choice: dict[int, str] = {}
        self._chosen: int | None = None
        self._tile: VideoTile | None = None
        self._calm = QTimer(self, singleShot=True, interval=CALM_MS)
        self._calm.timeout.connect(self._on_calm)
        self._is_waiting = False
        self._box, self._why = _Box(look), label(role="hint", wraps=True)
        self._chips = SourceChips()
        self._chips.chosen.connect(self._on_chosen)
        self._compose()

    @property
    def source(self) -> int | None:
        """The source whose picture is shown."""
        return None if self._tile is None else self._tile.source

    def show_sources(self, subject: int | None, choice: Mapping[int, str]) -> None:
        """
        Args:
            subject: number of the unit or camera that is looked at; None: nothing is.
            choice: its sources and what they are called, the best first; none when a unit has no terminal.
        """
        self._choice = dict(choice)
        if subject != self._subject:
            self._subject, self._chosen = subject, None
            self._put(None)
            self._is_waiting = self._calm.isActive() and self._best() is not None
            self._calm.start()
        if self._is_waiting:
            # Room for the picture is kept, so that what stands below stays where it is.
            self._show_box(True)
            self._say_why("")
        else:
            self.refresh()

    def refresh(self) -> None:
        """Show what is to be had now."""
        best, shown = self._best(), self.source
        if best is None and shown in self._choice:
            # It was there a moment ago: its tile says what has happened, and may come back.
            best = shown
        self._put(best)
        self._show_box(best is not None)
        self._say_why("" if best is not None else self._why_none())
        offers = self._sources.offer
        self._chips.offer([one for one in self._choice.items() if offers(one[0]) is not Offer.NONE], best)

    def take_snapshot(self) -> None:
        if self._tile is not None:
            self._tile.take_snapshot()

    def _best(self) -> int | None:
        """What was asked for, else what is shown, else the best; as far as it offers anything."""
        for source in (self._chosen, self.source, *self._choice):
            if source is not None and source in self._choice and self._sources.offer(source) is not Offer.NONE:
                return source
        return None

    def _why_none(self) -> str:
        if self._subject is None:
            return ""
        if not self._choice:
            return self.tr("No video: the unit has no terminal.")
        why = self._sources.why_none(next(iter(self._choice)))
        return sentence(why).what if why is not None else ""

    def _say_why(self, why: str) -> None:
        self._why.setText(why)
        self._why.setVisible(bool(why))
        # Who lays it out is told now, though it may be hidden yet; by its own way that comes after it was painted.
        self._column.activate()

    def _put(self, source: int | None) -> None:
        if source == self.source:
            return
        tile = self._ready_tile()
        tile.set_source(source)
        tile.setVisible(source is not None)
        self.changed.emit()
        if source is not None:
            self.looked_at.emit(source)

    def _show_box(self, is_shown: bool) -> None:
        self._box.setVisible(is_shown)
        for button in self._buttons:
            button.setVisible(is_shown)

    def _on_calm(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self.refresh()

    def _on_chosen(self, source: int) -> None:
        self._chosen = source
        self.refresh()

    def _ready_tile(self) -> VideoTile:
        if self._tile is None:
            self._tile = tile = self._make_tile()
            self._box.hold(tile)
            tile.set_importance(_IMPORTANCE)
            # What is shown here goes by what is chosen.
            tile.setAcceptDrops(False)
            tile.activated.connect(lambda: self.enlarge_asked.emit(tile.source))
            tile.snapshot_saved.connect(self.snapshot_saved)
        return self._tile

    def _compose(self) -> None:
        px = self._look.theme.px
        enlarge = ActionButton(
            self._enlarge,
            self.tr("On the wall  {key}").format(key=self._enlarge.shortcut().toString()),
            self._look,
        )
        snapshot = ActionButton(self._snapshot, self.tr("Snapshot"), self._look)
        self._buttons = (snapshot, enlarge)
        bar = QHBoxLayout()
        bar.setSpacing(px(4))
        bar.addWidget(self._chips, 1)
        bar.addStretch(1)
        for button in self._buttons:
            button.setProperty("role", "quiet")
            bar.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(2))
        self._column.addWidget(self._box)
        self._column.addLayout(bar)
        self._column.addWidget(self._why)
        self._show_box(False)


class _Box(QWidget):
    """Room for a picture 16:9 with its caption below it.

    Its height goes by its width while the page is laid out, not after that: what stands below it would first be
    painted elsewhere, and jump from under the pointer.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._tile: VideoTile | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look.changed.connect(self.updateGeometry)

    def hold(self, tile: VideoTile) -> None:
        self._tile = tile
        tile.setParent(self)
        tile.setGeometry(self.rect())

    def heightForWidth(self, width: int) -> int:
        return round(width * 9 / 16) + Caption().height(self._look.theme)

    def sizeHint(self) -> QSize:
        return QSize(self.width(), self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._tile is not None:
            self._tile.setGeometry(self.rect())
