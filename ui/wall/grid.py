"""The grid: the tiles of a wall, edge to edge, with the keys that go from one to another."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.theme.look import Look
from ui.wall.board import WallBoard
from ui.wall.faces import Face
from ui.wall.layouts import GAP_PX, Box, neighbour
from ui.widgets.video.sheet import PictureSheet
from ui.widgets.video.tile import VideoTile

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class WallGrid(QWidget):
    """Draws what a board says. A tile that is already showing a source keeps it when it changes places.

    Args:
        make_tile: a tile inside this widget.
        hint: what an empty tile says.
    Signals:
        snapshot_saved(Path).
    """

    snapshot_saved = Signal(object)

    def __init__(
        self, look: Look, make_tile: Callable[[QWidget], VideoTile], hint: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._make_tile, self._hint = look, make_tile, hint
        self._board: WallBoard | None = None
        self._tiles: list[VideoTile] = []
        self._sheet = PictureSheet(self)
        self._marked: list[QRect] = []
        self._welcome: QWidget | None = None
        #: Whence what is being dropped was dragged.
        self._dragged: QObject | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(160, 90)
        self.setAccessibleName(self.tr("Video wall"))
        look.changed.connect(self.update)

    @property
    def tiles(self) -> list[VideoTile]:
        """In the order of the layout."""
        return self._tiles[: self._count]

    def set_board(self, board: WallBoard) -> None:
        self._board = board
        board.changed.connect(self._draw)
        self._draw()

    def set_welcome(self, welcome: QWidget) -> None:
        """What stands in the middle while nothing is on the wall."""
        welcome.setParent(self)
        self._welcome = welcome
        self._draw()

    def size_of(self, tile: int) -> tuple[int, int]:
        """Device pixels of a tile's picture."""
        box, ratio = self._boxes()[tile], self.devicePixelRatioF()
        return max(1, round(box.width * ratio)), max(1, round(box.height * ratio))

    def focus_tile(self) -> None:
        """Give the keys to the focused tile; to the wall while there is none."""
        taker = self._focused or self
        if not taker.hasFocus():
            taker.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _count(self) -> int:
        return 0 if self._board is None else self._board.plan.grid.count

    @property
    def _is_bare(self) -> bool:
        """Nothing is on the wall, and it says so in one place."""
        return self._welcome is not None and self._board is not None and not self._board.plan.contents

    @property
    def _has_keys(self) -> bool:
        """It has the keyboard's focus: itself, a tile, or the welcome, which goes when its button is pressed."""
        welcome, has = self._welcome, QApplication.focusWidget()
        if has is not None and welcome is not None and welcome.isVisible() and welcome.isAncestorOf(has):
            return True
        return self.hasFocus() or any(tile.hasFocus() for tile in self._tiles)

    @property
    def _focused(self) -> VideoTile | None:
        focus = None if self._board is None else self._board.focus
        return None if focus is None else self._tiles[focus]

    # --- Drawing

    def _draw(self) -> None:
        board = self._board
        assert board is not None
        faces = board.faces
        # Before anything is hidden: the keys of a tile that goes would leave the wall with it.
        has_keys = self._has_keys
        self._arrange([face.source for face in faces])
        for tile, face in zip(self._tiles, faces, strict=False):
            self._show(tile, face)
        for i, tile in enumerate(self._tiles):
            if tile.is_focused_tile != (i == board.focus):
                tile.set_focused_tile(i == board.focus)
        self._place()
        self._mark(faces)
        if has_keys:
            self.focus_tile()

    def _show(self, tile: VideoTile, face: Face) -> None:
        tile.set_source(face.source)
        tile.set_importance(face.importance)
        tile.set_origin(face.note if face.source is not None else "")
        tile.set_hint(face.note or ("" if self._is_bare else self._hint))

    def _arrange(self, sources: list[int | None]) -> None:
        """Have as many tiles as are needed, each where its source is wanted if it has it already."""
        while len(self._tiles) < len(sources):
            self._tiles.append(self._new_tile())
        left = list(self._tiles)
        placed: list[VideoTile | None] = []
        for i, source in enumerate(sources):
            own = self._tiles[i]
            at_home = own if own.source == source and own in left else None
            match = at_home or next((tile for tile in left if source is not None and tile.source == source), None)
            if match is not None:
                left.remove(match)
            placed.append(match)
        self._tiles = [tile or left.pop(0) for tile in placed] + left

    def _new_tile(self) -> VideoTile:
        tile = self._make_tile(self)
        tile.set_sheet(self._sheet)
        tile.hide()
        tile.installEventFilter(self)
        tile.activated.connect(partial(self._with_index, tile, lambda board, i: board.open(i)))
        tile.clear_asked.connect(partial(self._with_index, tile, lambda board, i: board.clear(i)))
        tile.numbers_dropped.connect(partial(self._on_dropped, tile))
        tile.snapshot_saved.connect(self.snapshot_saved)
        return tile

    def _with_index(self, tile: VideoTile, do: Callable[[WallBoard, int], None]) -> None:
        if self._board is not None and tile in self.tiles:
            do(self._board, self._tiles.index(tile))

    def _boxes(self) -> list[Box]:
        """The tiles' places inside the frame that runs around all of them."""
        board = self._board
        assert board is not None
        return board.plan.grid.boxes(self.width() - 2 * GAP_PX, self.height() - 2 * GAP_PX)

    def _place(self) -> None:
        board = self._board
        if board is None:
            return
        is_one = board.is_enlarged and board.focus is not None
        # Those that are not to be seen go first, so that nothing is decoded beside what comes.
        for i, tile in enumerate(self._tiles):
            if i >= self._count or (is_one and i != board.focus):
                tile.hide()
            if i >= self._count:
                tile.set_source(None)
        for i, (tile, box) in enumerate(zip(self._tiles, self._boxes(), strict=False)):
            if not is_one:
                tile.setGeometry(box.x + GAP_PX, box.y + GAP_PX, box.width, box.height)
            elif i == board.focus:
                tile.setGeometry(self.rect())
            if not is_one or i == board.focus:
                tile.show()

        if self._welcome is not None:
            self._welcome.adjustSize()
            self._welcome.move(self.rect().center() - self._welcome.rect().center())
            self._welcome.setVisible(self._is_bare)
            self._welcome.raise_()

    def _mark(self, faces: list[Face]) -> None:
        marked = [
            tile.geometry().adjusted(-GAP_PX, -GAP_PX, GAP_PX, GAP_PX)
            for tile, face in zip(self._tiles, faces, strict=False)
            if face.is_marked
        ]
        if marked != self._marked:
            self._marked = marked
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.line))
        for rect in self._marked:
            painter.fillRect(rect, QColor(theme.accent))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._board is not None:
            self._place()
            self._mark(self._board.faces)

    # --- Keys and presses

    def keyPressEvent(self, event: QKeyEvent) -> None:
        board, key = self._board, event.key()
        if board is None:
            event.ignore()
        elif key in _ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._move(board, *_ARROWS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape and board.is_enlarged:
            board.set_enlarged(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and board.focus is not None:
            board.open(board.focus)
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys go on to the focused tile, or to the first; nobody has chosen its unit by that."""
        super().focusInEvent(event)
        board = self._board
        if board is not None:
            if board.focus is None:
                board.set_focus(0, selects=False)
            self.focus_tile()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, VideoTile):
            return False
        is_pressed = isinstance(event, QMouseEvent) and event.type() is QEvent.Type.MouseButtonPress
        is_tabbed = isinstance(event, QFocusEvent) and event.gotFocus() and event.reason() in _BY_TAB
        if is_pressed or is_tabbed:
            self._with_index(watched, lambda board, i: board.set_focus(i))
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._dragged = event.source()
        return False

    def _on_dropped(self, onto: VideoTile, numbers: list[int]) -> None:
        dragged, self._dragged = self._dragged, None
        if dragged in self.tiles and onto in self.tiles and self._board is not None:
            self._board.swap(self._tiles.index(dragged), self._tiles.index(onto))
        else:
            self._with_index(onto, lambda board, i: board.drop(i, numbers))

    def neighbour_of(self, tile: int, right: int, down: int) -> int:
        """The tile that one comes to by an arrow key; the same at the end of the wall."""
        return neighbour(self._boxes(), tile, right, down)

    def _move(self, board: WallBoard, right: int, down: int) -> None:
        board.set_focus(0 if board.focus is None else self.neighbour_of(board.focus, right, down))
        self.focus_tile()
