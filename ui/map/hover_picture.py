"""The live picture on the hover card.

A tile of the desk laid over the page, in the room that the card keeps for it: the frames that a reader has
already scaled are painted as they are. Sending them through the page would cost an encoder and a decoder for each,
and what a tile says when there is no picture would have to be said once more.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import QWidget

from ui.models.video_sources import Offer, VideoSources
from ui.theme.look import Look
from ui.widgets.video.caption import Caption
from ui.widgets.video.tile import VideoTile

#: The card itself comes after 140 ms; who only passes by opens no stream.
REST_MS = 110
_WIDTH_PX = 256


class HoverPicture(QObject):
    """
    Args:
        over: the widget that shows the page; the picture lies on top of it and lets the pointer through.
        make_tile: makes the tile when it is first needed.
    """

    def __init__(
        self, over: QWidget, sources: VideoSources, make_tile: Callable[[], VideoTile], look: Look
    ) -> None:
        super().__init__(over)
        self._over, self._sources, self._make_tile, self._look = over, sources, make_tile, look
        self._tile: VideoTile | None = None
        self._wish: tuple[int, QPoint] | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._open)

    def room(self, number: int) -> QSize | None:
        """The room that a card needs for the picture of this unit or camera; None when it offers no video."""
        source = self._sources.resolve(number)
        if source is None or self._sources.offer(source) is Offer.NONE:
            return None
        theme = self._look.theme
        width = theme.px(_WIDTH_PX)
        return QSize(width, round(width * 9 / 16) + Caption().height(theme))

    def show(self, number: int, at: QPoint) -> None:
        """Show this unit's or camera's picture there, after a short rest."""
        self._wish = (number, at)
        self._rest.start()

    def hide(self) -> None:
        """Be gone at once."""
        self._rest.stop()
        self._wish = None
        if self._tile is not None:
            self._tile.hide()
            self._tile.set_source(None)

    def _open(self) -> None:
        if self._wish is None:
            return
        number, at = self._wish
        room, source = self.room(number), self._sources.resolve(number)
        if room is None or source is None:
            return
        tile = self._ready_tile()
        tile.resize(room)
        tile.move(at)
        tile.set_source(source)
        tile.show()
        tile.raise_()

    def _ready_tile(self) -> VideoTile:
        if self._tile is None:
            self._tile = tile = self._make_tile()
            tile.setParent(self._over)
            tile.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tile.setAcceptDrops(False)
            # What is chosen, on the wall or pinned is worth more than what the pointer passes over.
            tile.set_importance(0)
        return self._tile
