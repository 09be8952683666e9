"""The pane of one wall: its tiles, and a bar under them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.wall.bar import WallBar
from ui.wall.board import WallBoard
from ui.wall.grid import WallGrid
from ui.wall.kit import WallKit
from ui.wall.plan import Place, WallPlan
from ui.widgets.actions import DeskAction
from ui.widgets.video.tile import VideoTile


class WallPane(QWidget):
    """
    Args:
        actions: what one does with a wall; their keys work while this pane has the focus.
        layouts: those of them that choose a layout, in the order of ``LAYOUTS``.
        buttons: those of them that have a button in the bar.
    Signals:
        talk_asked(int): somebody wants to talk to this source's unit.
        snapshot_saved(Path).
    """

    talk_asked = Signal(int)
    snapshot_saved = Signal(object)

    def __init__(
        self,
        kit: WallKit,
        plan: WallPlan,
        actions: Sequence[DeskAction],
        layouts: Sequence[DeskAction],
        buttons: Sequence[DeskAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kit = kit
        self._watched_window: QWidget | None = None
        self.grid = WallGrid(kit.look, self._make_tile)
        self.board = WallBoard(kit, plan, self.grid.size_of, self)
        self.grid.set_board(self.board)
        self.bar = WallBar(kit, self.board, layouts, buttons)
        self.addActions([one for one in actions if one.shortcutContext() is not Qt.ShortcutContext.ApplicationShortcut])
        self.grid.talk_asked.connect(self.talk_asked)
        self.grid.snapshot_saved.connect(self.snapshot_saved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.grid, 1)
        layout.addWidget(self.bar)
        self.setFocusProxy(self.grid)

    def show_nearest(self, lon: float, lat: float) -> None:
        """The free tiles, and those that follow already, show the sources nearest to this place (WGS-84 degrees)."""
        self.board.show_nearest(Place(lon, lat))

    def close_wall(self) -> None:
        """Let go of the desk; the pane is not used any more."""
        self.board.stop()
        self._watch_window(None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._watch_window(self.window())
        self._look_who_sees()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look_who_sees()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._watched_window and event.type() is QEvent.Type.WindowStateChange:
            self._look_who_sees()
        return False

    def _watch_window(self, window: QWidget | None) -> None:
        """A pane changes windows when it fills the screen."""
        if self._watched_window is not None and self._watched_window is not window:
            self._watched_window.removeEventFilter(self)
        if window is not None and window is not self._watched_window:
            window.installEventFilter(self)
        self._watched_window = window

    def _look_who_sees(self) -> None:
        is_seen = self.isVisible() and not self.window().isMinimized()
        # To its children a window that is minimised looks as visible as any other.
        self.grid.setVisible(not self.window().isMinimized())
        self.board.set_watched(is_seen)

    def _make_tile(self, parent: QWidget) -> VideoTile:
        kit = self._kit
        tile = VideoTile(kit.videos, kit.sources, kit.look, kit.scene.clock, kit.snapshots, parent)
        tile.set_hint(self.tr("Drag a unit or a camera here, or choose units and press {keys}.").format(keys=kit.add_keys))
        return tile
