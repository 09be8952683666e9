"""The face of a tile: all that is painted in it, and where. The tile is what it is painted on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QPainter, QRegion

from ui.bridge.video_status import SourceState, SourceStatus
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.video.caption import Caption
from ui.widgets.video.meter import lit
from ui.widgets.video.picture import TilePicture, around, region_of
from ui.widgets.video.placard import paint_frame, paint_note, paint_origin, paint_placard
from ui.widgets.video.type import tile_type
from ui.widgets.video.words import Tone, Words, cut_words, words

#: Narrower or lower than this a tile has room for little more than the picture.
_COMPACT_WIDTH_PX, _COMPACT_HEIGHT_PX = 200, 130
_FRAME_PX, _FOCUS_PX = 2, 3


class TileFace:
    """The picture, the caption under it, the words over it, the frames around both.

    Who changes something has it painted again; the methods say what needs to be.
    """

    def __init__(self, look: Look) -> None:
        self._look = look
        self._type = tile_type(look.theme)
        self._told: object = None
        self._is_empty = True
        self._rect, self._ratio = QRect(), 1.0
        self.picture, self.caption = TilePicture(), Caption()
        #: Where the caption is.
        self.bar = QRect()
        #: What is said instead of a live picture, or of one that lacks something.
        self.words: Words | None = None
        self.note = ""
        #: What an empty tile says, None: how to fill it; and how the source came here, where nobody chose it.
        self.hint: str | None = None
        self.origin = ""
        #: The tile is the one that is looked at; it has the keyboard's focus.
        self.is_chosen = self.has_keys = False
        #: What is dragged would be dropped here.
        self.is_target = False
        #: Where buttons lie over the picture now.
        self.buttons = QRect()

    @property
    def open_parts(self) -> list[QRect]:
        """Where a new picture can be painted alone: beside frames and buttons; nowhere while words lie over it."""
        if self._is_empty or self.words is not None or self.note or self.origin or not self.picture.is_whole:
            return []
        is_wide = self.has_keys or self.is_target
        width = self._look.theme.px(_FOCUS_PX if is_wide else _FRAME_PX if self.is_chosen else 0)
        inside = self.picture.rect.intersected(self._rect.adjusted(width, width, -width, -width))
        covered = self.buttons.intersected(inside)
        parts = [inside] if covered.isEmpty() else around(inside, covered)
        return [part for part in parts if not part.isEmpty()]

    def dress(self) -> None:
        """Take over the theme; lay it out after that."""
        self._type = tile_type(self._look.theme)

    def lay_out(self, size: QSize, ratio: float) -> None:
        """
        Args:
            size: of the tile. ratio: device pixels by a pixel.
        """
        theme, width, height = self._look.theme, size.width(), size.height()
        is_narrow, is_low = width < theme.px(_COMPACT_WIDTH_PX), height < theme.px(_COMPACT_HEIGHT_PX)
        self.caption.is_compact = is_narrow or is_low
        bar_height = self.caption.height(theme)
        self._rect, self._ratio = QRect(0, 0, width, height), ratio
        self.bar = QRect(0, height - bar_height, width, bar_height)
        self.picture.lay_out(QRect(0, 0, width, max(0, self.bar.y())), ratio)

    def forget(self) -> None:
        """Another source comes: nothing of the last one may be seen."""
        self.picture.clear()
        self._told = None

    def name(self, source: int | None, sources: VideoSources) -> None:
        """Say in the caption which source it is."""
        self._is_empty = source is None
        if source is None:
            self.caption.show_unit("", None, None, is_camera=False)
            self.caption.status = None
            return
        unit = sources.unit_of(source)
        status = None if unit is None else unit.status
        is_camera = sources.camera(source) is not None
        self.caption.show_unit(sources.title(source), sources.force(source), status, is_camera=is_camera)

    def tell(self, status: SourceStatus) -> bool:
        """How the source is. Returns whether other words stand over the picture now."""
        self.caption.status = status
        if status.state is SourceState.NONE:
            self.picture.put(None)
        before, said = (self.words, self.note), (words(status), cut_words(status))
        self.words, self.note = said
        return said != before

    def caption_changed(self) -> bool:
        """Whether the caption says something else than when this was last asked."""
        caption = self.caption
        level = lit(caption.level) if caption.has_level else 0
        told = (caption.title, caption.badge, caption.age, caption.figures, level, caption.is_muted)
        has_changed, self._told = told != self._told, told
        return has_changed

    def paint(self, painter: QPainter, region: QRegion) -> None:
        """All of it that is in the region."""
        picture, theme = self.picture, self._look.theme
        parts = self.open_parts
        if parts and region.subtracted(region_of(parts)).isEmpty():
            picture.paint_whole(painter, picture.rect, parts)
            return
        dirty = region.boundingRect()
        if dirty.intersects(picture.area):
            is_dimmed = self.words is not None
            picture.paint(painter, dirty.intersected(picture.area), theme, is_dimmed=is_dimmed)
            self._paint_words(painter)
        if dirty.intersects(self.bar):
            self.caption.paint(painter, self.bar, theme, self._type, self._ratio)
        if self.is_chosen:
            paint_frame(painter, self._rect, theme.px(_FRAME_PX), theme.accent)
        if self.has_keys:
            paint_frame(painter, self._rect, theme.px(_FOCUS_PX), theme.text)
        if self.is_target:
            paint_frame(painter, self._rect, theme.px(_FOCUS_PX), theme.accent)

    def _paint_words(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self.picture.area
        said = self._empty_words() if self._is_empty else self.words
        if said is not None:
            # Under the buttons, where they are: both are there to be read.
            room = area.adjusted(0, self.buttons.bottom() + 1, 0, 0) if self.buttons.isValid() else area
            paint_placard(painter, room, theme, self._type, said)
        elif self.note:
            paint_note(painter, area, theme, self._type, self.note)
        if self.origin:
            paint_origin(painter, area, theme, self._type, self.origin)

    def _empty_words(self) -> Words:
        hint = QCoreApplication.translate("video", "Drag a unit or a camera here.")
        return Words(Tone.QUIET, "", "", hint if self.hint is None else self.hint)
