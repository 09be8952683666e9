"""The video strip: pinned sources and those that were looked at last, small, live, in one row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from PySide6.QtCore import QSettings, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QWidget

from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.strip.shelf import Shelf, keep_shelf, kept_shelf
from ui.strip.strip_tile import StripTile
from ui.theme.icons import Icon
from ui.theme.look import Look
from ui.widgets.actions import DeskAction, Group, action, actions_of
from ui.widgets.i18n import QT_TRANSLATE_NOOP
from ui.widgets.labels import label
from ui.widgets.number_mime import NUMBERS, numbers_in
from ui.widgets.video.tile import VideoTile

_GAP_PX = 2
_LEAST_HEIGHT_PX = 64
#: With its title bar. On a low screen the map needs the room more.
_HEIGHT_PX, _LOW_HEIGHT_PX = 132, 108
_LOW_SCREEN_PX = 900


class VideoStrip(QWidget):
    """Enter or a double press chooses the unit or camera; P pins and lets go; Del takes away; arrows go along.

    A tile that is scrolled out of sight, or whose strip is closed, is not decoded.

    Args:
        settings: keeps what stands here, under ``strip/``.
    Signals:
        snapshot_saved(Path): a picture of a tile was written.
    """

    snapshot_saved = Signal(object)

    def __init__(
        self,
        selection: Selection,
        sources: VideoSources,
        make_tile: Callable[[], VideoTile],
        settings: QSettings,
        look: Look,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._selection, self._sources, self._make_tile = selection, sources, make_tile
        self._settings, self._look = settings, look
        self._shelf = Shelf()
        self._tiles: dict[int, StripTile] = {}
        #: Those that have a place on the row.
        self._laid: list[StripTile] = []
        self._actions = actions_of(self, look)
        self._compose()
        look.changed.connect(self._lay_out)
        self._take(kept_shelf(settings))

    @staticmethod
    def default_height() -> int:
        """Of its dock, before the theme's scale, until somebody changes it."""
        screen = QGuiApplication.primaryScreen().availableSize()
        return _HEIGHT_PX if screen.height() >= _LOW_SCREEN_PX else _LOW_HEIGHT_PX

    @property
    def shelf(self) -> Shelf:
        return self._shelf

    @property
    def desk_actions(self) -> list[DeskAction]:
        """For the palette and the overview of shortcuts."""
        return list(self._actions.values())

    @action(
        QT_TRANSLATE_NOOP("action", "Pin the chosen to the video strip"), "Ctrl+P", Icon.PIN, group=Group.UNITS
    )
    def pin_chosen(self) -> None:
        camera = self._selection.camera
        self.pin(self._selection.units if camera is None else (camera,))

    def note(self, source: int) -> None:
        """Somebody looks at this source: it stays here for a while."""
        self._take(self._shelf.seen(source))

    def pin(self, numbers: Iterable[int]) -> None:
        """Units, terminals or cameras; those without a source are passed over."""
        found = (self._sources.resolve(number) for number in numbers)
        self._take(self._shelf.with_pinned(source for source in found if source is not None))

    def drop_gone(self) -> None:
        """What was retired leaves the strip: it will never send again."""
        for source in self._shelf.sources:
            if self._sources.resolve(source) != source:
                self._drop(source)

    # --- Hand and keys

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(NUMBERS):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.pin(numbers_in(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    @property
    def _focused(self) -> int | None:
        """The source whose tile has the focus."""
        return next((source for source, each in self._tiles.items() if each.tile.hasFocus()), None)

    def _focus(self, place: int) -> None:
        if self._laid:
            one = self._laid[max(0, min(place, len(self._laid) - 1))]
            self._scroll.ensureWidgetVisible(one, self._look.theme.px(_GAP_PX), 0)
            one.tile.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, source: int) -> None:
        unit = self._sources.unit_of(source)
        if unit is not None:
            self._selection.set([unit.number])
        elif self._sources.camera(source) is not None:
            self._selection.set_camera(source)

    def _toggle_pin(self, source: int) -> None:
        is_pinned = source in self._shelf.pinned
        self._take(self._shelf.unpinned(source) if is_pinned else self._shelf.with_pinned([source]))

    def _drop(self, source: int) -> None:
        place, had_focus = list(self._tiles).index(source), self._focused == source
        self._take(self._shelf.without(source))
        if had_focus:
            self._focus(place)

    # --- What is shown

    def _take(self, shelf: Shelf) -> None:
        if shelf == self._shelf:
            return
        self._shelf = shelf
        keep_shelf(self._settings, shelf)
        for source in self._tiles.keys() - set(shelf.sources):
            gone = self._tiles.pop(source)
            # It goes with the next turn of the event loop, but must not be decoded until then.
            gone.hide()
            gone.deleteLater()
        self._tiles = {source: self._tiles.get(source) or self._new_tile(source) for source in shelf.sources}
        for source, each in self._tiles.items():
            each.set_pinned(source in shelf.pinned)
        self._lay_out()

    def _new_tile(self, source: int) -> StripTile:
        made = StripTile(source, self._make_tile, self._look, self._row)
        made.pin_pressed.connect(lambda: self._toggle_pin(source))
        made.stepped.connect(lambda step: self._focus(self._laid.index(made) + step))
        made.tile.activated.connect(lambda: self._choose(source))
        made.tile.clear_asked.connect(lambda: self._drop(source))
        made.tile.numbers_dropped.connect(self.pin)
        made.tile.snapshot_saved.connect(self.snapshot_saved)
        return made

    def _lay_out(self) -> None:
        """Pinned ones in any case, if need be on a row to be scrolled; the others as far as there is room."""
        gap, height = self._look.theme.px(_GAP_PX), max(1, self.height())
        pinned = [each for each in self._tiles.values() if each.is_pinned]
        if sum(each.width_for(height) + gap for each in pinned) > self.width():
            self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            height -= self._scroll.horizontalScrollBar().sizeHint().height()
        else:
            self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        x = 0
        self._laid = []
        for each in self._tiles.values():
            width = each.width_for(height)
            if not each.is_pinned and x + width > self.width():
                each.hide()
                continue
            each.setGeometry(x, 0, width, height)
            x += width + gap
            self._laid.append(each)
        for before, after in pairwise(self._laid):
            # Tab goes along the row, however it was put together.
            QWidget.setTabOrder(before, after)
        self._row.setFixedSize(QSize(max(1, x - gap), height))
        self._show_in_sight()
        self.setFocusProxy(self._laid[0] if self._laid else self._scroll)
        self._stack.setCurrentWidget(self._scroll if self._tiles else self._empty)

    def _show_in_sight(self) -> None:
        """A tile is not told that the row under it was scrolled, so those out of sight are hidden."""
        left = self._scroll.horizontalScrollBar().value()
        for each in self._laid:
            each.setVisible(each.x() < left + self.width() and each.geometry().right() >= left)

    def _compose(self) -> None:
        self.setAcceptDrops(True)
        self.setMinimumHeight(self._look.theme.px(_LEAST_HEIGHT_PX))
        self._row = QWidget()
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._row)
        self._scroll.horizontalScrollBar().valueChanged.connect(self._show_in_sight)
        self._empty = label(
            self.tr("Videos that you look at stay here. Drag units or cameras in to keep them in sight."),
            "hint",
            wraps=True,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
