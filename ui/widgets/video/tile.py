"""The video tile: one source, live, with all that one must know of it and can do with it."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QMoveEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from app.domain.model import from_ms
from app.media.frame import Frame
from app.picture.clock import Clock
from ui.bridge.video_status import Showing, SourceStatus
from ui.bridge.videos import Videos
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.face import TileFace
from ui.widgets.video.hands import TileHands
from ui.widgets.video.picture import region_of
from ui.widgets.video.sheet import PictureSheet
from ui.widgets.video.snapshot import Caption as SnapshotCaption
from ui.widgets.video.snapshot import save_snapshot
from ui.widgets.video.talk import TileTalk
from ui.widgets.video.zoom import Zoom


class VideoTile(TileHands):
    """A screen of ``Videos``. Detach it, or delete it, when it is not needed any more.

    Args:
        clock: the scene's.
        snapshots: the folder for snapshots; made when it is first needed.
    Signals:
        source_changed(): another source, or none.
        snapshot_saved(Path): a picture was written.
    """

    source_changed = Signal()
    snapshot_saved = Signal(object)

    def __init__(
        self,
        videos: Videos,
        sources: VideoSources,
        look: Look,
        clock: Clock,
        snapshots: Path,
        parent: QWidget | None = None,
        *,
        talk: TileTalk | None = None,
    ) -> None:
        super().__init__(TileFace(look), look, talk, parent)
        self._videos, self._sources = videos, sources
        self._clock, self._snapshots = clock, snapshots
        self._importance = 1
        self._is_muted = True
        self._sheet: PictureSheet | None = None
        self._lent_to: PictureSheet | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        look.changed.connect(self._on_look_changed)
        self._screen = screen = _TileScreen(self)
        videos.attach(screen)
        self.destroyed.connect(lambda: videos.detach(screen))

    # What it shows

    @property
    def source(self) -> int | None:
        return self._source

    def set_source(self, source: int | None) -> None:
        if source == self._source:
            return
        self._talking.end()
        self._source = source
        self._face.forget()
        self._describe()
        self._videos.refresh(self._screen)
        if source is not None:
            self._screen.tell(self._videos.status(source))
        self._repaint()
        self._show_buttons()
        self.source_changed.emit()

    @property
    def is_focused_tile(self) -> bool:
        return self._face.is_chosen

    def set_focused_tile(self, is_focused: bool) -> None:
        """The tile that is looked at: it gets all its pictures, and an accent frame."""
        self._face.is_chosen = is_focused
        self._videos.refresh(self._screen)
        self._repaint()

    def set_importance(self, importance: int) -> None:
        self._importance = importance
        self._videos.refresh(self._screen)

    @property
    def is_muted(self) -> bool:
        return self._is_muted

    def set_muted(self, is_muted: bool) -> None:
        self._is_muted = is_muted
        self._face.caption.is_muted = is_muted
        self._videos.refresh(self._screen)
        self._update_caption()

    def toggle_muted(self) -> None:
        self.set_muted(not self._is_muted)

    def set_hint(self, text: str) -> None:
        """What an empty tile says; nothing at all when it is empty."""
        if text != self._face.hint:
            self._face.hint = text
            self._repaint()

    def set_origin(self, text: str) -> None:
        """Why it shows this source, where nobody put it there by hand; written small over the picture."""
        if text != self._face.origin:
            self._face.origin = text
            self._repaint_area()

    def set_sheet(self, sheet: PictureSheet) -> None:
        """Lend the picture to this sheet, of the same parent, while nothing lies over it."""
        self._sheet = sheet

    # What it is told, by its screen

    def _showing(self) -> Showing | None:
        if self._source is None:
            return None
        is_seen = self.isVisible() and not self.window().isMinimized() and not self.visibleRegion().isEmpty()
        return Showing(
            source=self._source,
            size=self._picture.wish,
            is_visible=is_seen,
            is_focused=self.is_focused_tile,
            importance=self._importance,
            # A small tile has no room for a level.
            hears=not self._face.caption.is_compact or not self._is_muted,
            is_audible=not self._is_muted,
        )

    def _put(self, frame: Frame) -> None:
        if self._picture.put(frame):
            self._repaint_area()
        elif self._lent_to is not None:
            self._lent_to.show_news(self._picture)
        else:
            self._show_news()

    def _tell(self, status: SourceStatus) -> None:
        if status.source != self._source:
            return
        if self._face.tell(status):
            self._repaint_area()
        self._describe()
        self._update_caption()

    # Doing

    def take_snapshot(self) -> None:
        """Write the picture that is shown now, in full size, on another thread."""
        source = self._source
        if source is None or self._picture.frame is None:
            return
        title, place = self._sources.title(source), self._sources.place(source)
        # The picture may be an old one: its time is when it came, by the station's clock.
        ahead_ms = self._clock.now_ms() - time.time_ns() // 1_000_000

        def save(frame: Frame) -> Path:
            caption = SnapshotCaption(title, source, from_ms(frame.at_ms + ahead_ms), place)
            return save_snapshot(frame, caption, self._snapshots)

        self._videos.take_still(source, save, self.snapshot_saved.emit, self)

    def _zoom(self, zoom: Zoom) -> None:
        if self._picture.frame is None or zoom == self._picture.zoom:
            return
        self._picture.zoom = zoom
        self._videos.refresh(self._screen)
        self._repaint_area()

    # Painting

    def _repaint(self) -> None:
        self._take_back()
        self.update()

    def _repaint_area(self) -> None:
        """The picture, and what lies over it."""
        self._take_back()
        self.update(self._picture.area)

    def _show_news(self) -> None:
        """Paint the new picture; the next ones are the sheet's to paint if nothing lies over them."""
        parts = self._face.open_parts
        # A picture may come yet to a tile that has just been hidden; on the sheet it would lie over what is seen.
        if parts and self._sheet is not None and self.isVisible():
            self._sheet.lend(self._picture, parts, self.pos())
            self._lent_to = self._sheet
        else:
            self.update(region_of(parts or [self._picture.rect]))

    def _take_back(self) -> None:
        """The picture is the tile's own to paint again, until the next one comes."""
        if self._lent_to is not None:
            self._lent_to.give_back(self._picture)
            self._lent_to = None

    def _update_caption(self) -> None:
        if self._face.caption_changed():
            self.update(self._face.bar)

    def _describe(self) -> None:
        caption = self._face.caption
        self._face.name(self._source, self._sources)
        self.setAccessibleName(caption.title or self.tr("Empty tile"))

    def _lay_out(self) -> None:
        self._face.lay_out(self.size(), self.devicePixelRatioF())
        self._buttons.adjustSize()
        self._buttons.move(self.width() - self._buttons.width() - 4, 4)
        self._show_buttons()
        self._videos.refresh(self._screen)
        self._repaint()

    def _on_look_changed(self) -> None:
        self._face.dress()
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        self._face.paint(QPainter(self), event.region())

    # Events

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.installEventFilter(self._keys)
        self._face.has_keys = True
        self._show_buttons()
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._talking.end()
        self.removeEventFilter(self._keys)
        self._face.has_keys = False
        self._show_buttons()
        self._repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._take_back()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._talking.end()
        self._take_back()
        self._videos.refresh(self._screen)


class _TileScreen:
    """The tile as ``Videos`` sees it: a widget's own ``show`` means something else."""

    def __init__(self, tile: VideoTile) -> None:
        self._tile = tile

    def showing(self) -> Showing | None:
        return self._tile._showing()

    def show(self, frame: Frame) -> None:
        self._tile._put(frame)

    def tell(self, status: SourceStatus) -> None:
        self._tile._tell(status)
