"""The video tile: one source, live, with all that one must know of it and can do with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QEnterEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from app.domain.model import from_ms
from app.media.frame import Frame
from app.picture.clock import Clock
from ui.bridge.video_status import Showing, SourceState, SourceStatus
from ui.bridge.videos import Videos
from ui.models.video_sources import VideoSources
from ui.theme.icons import icon
from ui.theme.look import Look
from ui.widgets.number_mime import NUMBERS, number_mime, numbers_in
from ui.widgets.video.buttons import KEYS, TileButtons
from ui.widgets.video.caption import Caption
from ui.widgets.video.keys import HELD_KEYS, OwnKeys, is_held, name_of
from ui.widgets.video.meter import lit
from ui.widgets.video.picture import TilePicture
from ui.widgets.video.placard import paint_frame, paint_note, paint_origin, paint_placard
from ui.widgets.video.snapshot import Caption as SnapshotCaption
from ui.widgets.video.snapshot import save_snapshot
from ui.widgets.video.talk import TileTalk, TileTalking
from ui.widgets.video.type import tile_type
from ui.widgets.video.words import Tone, Words, cut_words, words
from ui.widgets.video.zoom import STEP, Zoom

#: Narrower or lower than this a tile has room for little more than the picture.
_COMPACT_WIDTH_PX, _COMPACT_HEIGHT_PX = 200, 130
_FRAME_PX, _FOCUS_PX = 2, 3


class VideoTile(QWidget):
    """A screen of ``Videos``. Detach it, or delete it, when it is not needed any more.

    Args:
        clock: the scene's.
        snapshots: the folder for snapshots; made when it is first needed.
        talk: through which one talks to a source's unit.
    Signals:
        source_changed(): another source, or none.
        activated(): double click or Enter.
        clear_asked(): the operator wants the tile empty.
        snapshot_saved(Path): a picture was written.
        numbers_dropped(list[int]): units, terminals or cameras were dropped here.
    """

    source_changed = Signal()
    activated = Signal()
    clear_asked = Signal()
    snapshot_saved = Signal(object)
    numbers_dropped = Signal(list)

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
        super().__init__(parent)
        self._videos, self._sources, self._look = videos, sources, look
        self._clock, self._snapshots = clock, snapshots
        self._source: int | None = None
        self._is_focused_tile = False
        self._importance = 1
        self._is_muted = True
        self._picture, self._caption = TilePicture(), Caption()
        self._status: SourceStatus | None = None
        self._words: Words | None = None
        self._note = ""
        self._told = ""
        self._type = tile_type(look.theme)
        self._bar = QRect()
        #: Nothing lies over the picture, so that a new one can be painted alone.
        self._is_plain = False
        self._pressed_at: QPoint | None = None
        self._hint: str | None = None
        self._origin = ""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(True)
        self._doing: dict[str, Callable[[], None]] = {
            "mute": lambda: self.set_muted(not self._is_muted),
            "snapshot": self.take_snapshot,
            "zoom_in": lambda: self._zoom(self._picture.zoom.by(STEP)),
            "zoom_out": lambda: self._zoom(self._picture.zoom.by(1 / STEP)),
            "zoom_reset": lambda: self._zoom(Zoom()),
            "talk": lambda: self._talking.begin(self._source),
            "clear": self.clear_asked.emit,
        }
        self._keys = OwnKeys(self)
        self._buttons = TileButtons(look, self._do, lambda _: self._talking.end(), self)
        self._talking = TileTalking(talk, self._buttons)
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
        self._picture.zoom = Zoom()
        self._picture.put(None)
        self._status, self._told = None, ""
        self._describe()
        self._videos.refresh(self._screen)
        if source is not None:
            self._screen.tell(self._videos.status(source))
        self._repaint()
        self.source_changed.emit()

    @property
    def is_focused_tile(self) -> bool:
        return self._is_focused_tile

    def set_focused_tile(self, is_focused: bool) -> None:
        """The tile that is looked at: it gets all its pictures, and an accent frame."""
        self._is_focused_tile = is_focused
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
        self._caption.is_muted = is_muted
        self._videos.refresh(self._screen)
        self._update_caption()

    def set_hint(self, text: str) -> None:
        """What an empty tile says; nothing at all when it is empty."""
        if text != self._hint:
            self._hint = text
            self._repaint()

    def set_origin(self, text: str) -> None:
        """Why it shows this source, where nobody put it there by hand; written small over the picture."""
        if text != self._origin:
            self._origin = text
            self._repaint_area()

    # What it is told, by its screen

    def _showing(self) -> Showing | None:
        if self._source is None:
            return None
        is_seen = self.isVisible() and not self.window().isMinimized() and not self.visibleRegion().isEmpty()
        return Showing(
            source=self._source,
            size=self._picture.wish,
            is_visible=is_seen,
            is_focused=self._is_focused_tile,
            importance=self._importance,
            hears=not self._is_muted or self._is_focused_tile,
            is_audible=not self._is_muted,
        )

    def _put(self, frame: Frame) -> None:
        if self._picture.put(frame):
            self._repaint_area()
        else:
            self.update(self._picture.rect)

    def _tell(self, status: SourceStatus) -> None:
        if status.source != self._source:
            return
        self._status = self._caption.status = status
        if status.state is SourceState.NONE:
            self._picture.put(None)
        said, note = words(status), cut_words(status)
        if (said, note) != (self._words, self._note):
            self._words, self._note = said, note
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

    def _do(self, name: str) -> None:
        self._doing[name]()

    def _zoom(self, zoom: Zoom) -> None:
        if self._picture.frame is None or zoom == self._picture.zoom:
            return
        self._picture.zoom = zoom
        self._videos.refresh(self._screen)
        self._repaint_area()

    # Painting

    def _repaint(self) -> None:
        self._is_plain = False
        self.update()

    def _repaint_area(self) -> None:
        """The picture, and what lies over it."""
        self._is_plain = False
        self.update(self._picture.area)

    def paintEvent(self, event: QPaintEvent) -> None:
        dirty = event.rect()
        painter = QPainter(self)
        if self._is_plain and self._picture.paint_news(painter, dirty):
            return
        theme, area, bar = self._look.theme, self._picture.area, self._bar
        has_words = self._words is not None or self._source is None
        has_more = self._note or self._origin or self._is_focused_tile or self.hasFocus()
        self._is_plain = not (has_words or has_more)
        if dirty.intersects(area):
            self._picture.paint(painter, dirty.intersected(area), theme, is_dimmed=self._words is not None)
            said = self._words if self._source is not None else self._empty_words()
            if said is not None:
                paint_placard(painter, area, theme, self._type, said)
            elif self._note:
                paint_note(painter, area, theme, self._type, self._note)
            if self._origin:
                paint_origin(painter, area, theme, self._type, self._origin)
        if dirty.intersects(bar):
            self._caption.paint(painter, bar, theme, self._type, self.devicePixelRatioF())
        if self._is_focused_tile:
            paint_frame(painter, self.rect(), theme.px(_FRAME_PX), theme.accent)
        if self.hasFocus():
            paint_frame(painter, self.rect(), theme.px(_FOCUS_PX), theme.text)

    def _empty_words(self) -> Words | None:
        hint = self.tr("Drag a unit or a camera here.") if self._hint is None else self._hint
        return Words(Tone.QUIET, "", "", hint)

    def _lay_out(self) -> None:
        theme = self._look.theme
        self._caption.is_compact = self.width() < theme.px(_COMPACT_WIDTH_PX) or self.height() < theme.px(
            _COMPACT_HEIGHT_PX
        )
        height = self._caption.height(theme)
        self._bar = QRect(0, self.height() - height, self.width(), height)
        self._picture.lay_out(QRect(0, 0, self.width(), max(0, self._bar.y())), self.devicePixelRatioF())
        self._buttons.adjustSize()
        self._buttons.move(self.width() - self._buttons.width() - 4, 4)
        self._videos.refresh(self._screen)
        self._repaint()

    def _describe(self) -> None:
        source = self._source
        if source is None:
            self._caption.show_unit("", None, None, is_camera=False)
            self._caption.status = None
        else:
            unit = self._sources.unit_of(source)
            self._caption.show_unit(
                self._sources.title(source),
                self._sources.force(source),
                None if unit is None else unit.status,
                is_camera=self._sources.camera(source) is not None,
            )
        self._caption.hears = not self._is_muted or self._is_focused_tile
        self.setAccessibleName(self._caption.title or self.tr("Empty tile"))

    def _update_caption(self) -> None:
        """Paint the bar again when it says something else."""
        caption = self._caption
        level = lit(caption.level) if caption.hears else 0
        told = repr((caption.title, caption.badge, caption.age, caption.figures, level, caption.is_muted))
        if told != self._told:
            self._told = told
            self.update(self._bar)

    # Events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        name = name_of(event)
        if name:
            if not event.isAutoRepeat() or not is_held(name):
                self._do(name)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        # Whatever is held with it: it came up.
        if event.key() in HELD_KEYS and not event.isAutoRepeat():
            self._talking.end()
        else:
            super().keyReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.activated.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._pressed_at = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed_at is None or self._source is None:
            return
        moved = event.position().toPoint() - self._pressed_at
        if self._picture.zoom.is_on:
            self._pressed_at = event.position().toPoint()
            rect = self._picture.rect
            self._zoom(self._picture.zoom.moved(moved.x() / rect.width(), moved.y() / rect.height()))
        elif moved.manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            drag = QDrag(self)
            drag.setMimeData(number_mime([self._source]))
            drag.exec(Qt.DropAction.CopyAction)

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps and self._picture.frame is not None:
            at = self._picture.share_of(QPointF(event.position()))
            self._zoom(self._picture.zoom.by(STEP**steps, at))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in KEYS:
            entry = menu.addAction(icon(self._look.theme, key.icon), f"{key.text}\t{key.key_text}")
            if key.is_held:
                # Nobody can hold an entry of a menu: it stays.
                entry.triggered.connect(lambda _=False: self._talking.begin(self._source, stays=True))
                entry.setEnabled(self._talking.look(self._source))
            else:
                entry.triggered.connect(lambda _=False, name=key.name: self._do(name))
        # What the pane around it can do with a tile.
        menu.addSeparator()
        menu.addActions([one for one in self.actions() if one.isEnabled()])
        menu.popup(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(NUMBERS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        numbers = numbers_in(event.mimeData())
        if numbers:
            event.acceptProposedAction()
            self.numbers_dropped.emit(numbers)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._show_buttons()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._show_buttons()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.installEventFilter(self._keys)
        self._show_buttons()
        self._repaint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._talking.end()
        self.removeEventFilter(self._keys)
        self._show_buttons()
        self._repaint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._lay_out()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._talking.end()
        self._videos.refresh(self._screen)

    def _show_buttons(self) -> None:
        is_wanted = self._source is not None and (self.underMouse() or self.hasFocus())
        if is_wanted:
            self._talking.look(self._source)
        self._buttons.setVisible(is_wanted and not self._caption.is_compact)

    def _on_look_changed(self) -> None:
        self._type = tile_type(self._look.theme)
        self._lay_out()


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
