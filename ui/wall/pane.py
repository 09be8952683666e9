"""The pane of one wall: its tiles, and a bar under them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from ui.wall.actions import WallActions
from ui.wall.bar import WallBar
from ui.wall.board import WallBoard
from ui.wall.grid import WallGrid
from ui.wall.kit import WallKit
from ui.wall.plan import Place, WallPlan
from ui.wall.welcome import WallWelcome
from ui.widgets.video.tile import VideoTile


class WallPane(QWidget):
    """
    Args:
        actions: their single keys work while this pane has the focus.
    Signals:
        snapshot_saved(Path).
    """

    snapshot_saved = Signal(object)

    def __init__(self, kit: WallKit, plan: WallPlan, actions: WallActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kit, self._actions = kit, actions
        self._seen_window: QWidget | None = None
        hint = self.tr("Drag a unit or a camera here, or choose some and press {keys}.")
        keys = actions.named("add_selection").keys
        self.grid = WallGrid(kit.look, self._make_tile, hint.format(keys=keys))
        self.board = WallBoard(kit, plan, self.grid.size_of, self)
        self.grid.set_board(self.board)
        self.grid.set_welcome(WallWelcome(self.board, actions, kit.look))
        self.bar = WallBar(kit, self.board, actions)
        self.addActions(actions.of_pane)
        self.grid.snapshot_saved.connect(self.snapshot_saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.bar)
        self.setFocusProxy(self.grid)

    def show_nearest(self, lon: float, lat: float) -> None:
        """The free tiles, and those that follow already, show the sources nearest to a place (WGS-84 degrees)."""
        self.board.show_nearest(Place(lon, lat))

    def offer_tours(self) -> None:
        """A menu of the guard tours, at the tile in which the chosen one is to run."""
        tile = self.board.focus or 0
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for tour in self._kit.tours.tours:
            # An ampersand in a tour's name is no shortcut.
            entry = menu.addAction(tour.name.replace("&", "&&"))
            entry.triggered.connect(lambda _=False, number=tour.number: self.board.start_tour(tile, number))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(self._actions.named("edit_tours"))
        shown = self.grid.tiles[tile]
        menu.popup(shown.mapToGlobal(shown.rect().center()))
        menu.setActiveAction(menu.actions()[0])

    def move_tile(self, right: int, down: int) -> None:
        """The focused tile changes places with the one beside it."""
        focus = self.board.focus
        if focus is not None:
            self.board.swap(focus, self.grid.neighbour_of(focus, right, down))

    def close_wall(self) -> None:
        """Let go of the desk; the pane is not used any more."""
        self.board.stop()
        self._see_in(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._see_in(self.window())
        self._look_who_sees()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_who_sees()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._seen_window and event.type() is QEvent.Type.WindowStateChange:
            self._look_who_sees()
        return False

    def _see_in(self, window: QWidget | None) -> None:
        """Notice when its window is minimised; a pane changes windows when it fills the screen."""
        if self._seen_window is not None:
            self._seen_window.removeEventFilter(self)
        if window is not None:
            window.installEventFilter(self)
        self._seen_window = window

    def _look_who_sees(self) -> None:
        is_minimised = self.window().isMinimized()
        # To its children a window that is minimised looks as visible as any other.
        self.grid.setVisible(not is_minimised)
        self.board.set_watched(self.isVisible() and not is_minimised)

    def _make_tile(self, parent: QWidget) -> VideoTile:
        kit = self._kit
        tile = VideoTile(kit.videos, kit.sources, kit.look, kit.scene.clock, kit.snapshots, parent, talk=kit.talk)
        tile.addActions(self._actions.of_tile)
        return tile
