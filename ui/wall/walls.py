"""All walls of a desk: the one in the main window, those in windows of their own, and what they remember."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.errors import AppError
from ui.bridge.videos import Videos
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.wall.actions import WallActions
from ui.wall.home import WallHome
from ui.wall.kit import WallKit
from ui.wall.memory import KeptWindow, WallState, keep, kept
from ui.wall.pane import WallPane
from ui.wall.placement import Area, Placement
from ui.wall.plan import WallPlan
from ui.wall.tour_book import TourBook
from ui.wall.tour_dialog import TourDialog
from ui.wall.window import WallWindow, present_monitors
from ui.widgets.actions import DeskAction
from ui.widgets.video.talk import TileTalk

_NEW_SIZE_PX = (1280, 760)


class Walls(QObject):
    """
    Args:
        snapshots: folder for pictures of tiles.
        settings: keeps layouts, contents, windows and tours, under ``wall/``.
        talk: through which one talks to a tile's unit; None where one does not.
        make_foot: makes what tells of talk while a wall fills a screen; None where one does not talk.
    Signals:
        shown_asked(): the wall in the main window is to be seen.
        failed(AppError): what was asked for is not to be had.
        snapshot_saved(Path).
    """

    shown_asked = Signal()
    failed = Signal(object)
    snapshot_saved = Signal(object)

    def __init__(
        self,
        *,
        scene: Scene,
        selection: Selection,
        videos: Videos,
        sources: VideoSources,
        look: Look,
        snapshots: Path,
        settings: QSettings,
        talk: TileTalk | None = None,
        make_foot: Callable[[], QWidget] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings, self._look = settings, look
        state = kept(settings)
        self._kept_windows = state.windows
        self._tours = TourBook(state.tours, self)
        self._kit = WallKit(scene, selection, videos, sources, self._tours, look, snapshots, talk, make_foot)
        self._windows: list[WallWindow] = []
        #: Closed in this very turn: with the whole desk, or alone.
        self._going: list[KeptWindow] = []
        self._gone = QTimer(self, singleShot=True, interval=0)
        self._gone.timeout.connect(self._on_gone)
        self._last: WallWindow | None = None
        self._filling: WallWindow | None = None
        self._dialog: TourDialog | None = None
        self._is_open = False
        self._actions = WallActions(self, look)
        self.main = self._make_pane(state.plan)
        self.home = WallHome(self.main, self._actions.named("full_screen"), look)
        self._tours.changed.connect(self._keep)
        selection.changed.connect(self._actions.refresh)
        app = QApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._on_focus_window)
        app.screenAdded.connect(self._on_screens_changed)
        app.screenRemoved.connect(self._on_screens_changed)
        self._actions.refresh()

    @property
    def actions(self) -> list[DeskAction]:
        return self._actions.all

    @property
    def of_units(self) -> DeskAction:
        """What a menu of units offers."""
        return self._actions.named("add_selection")

    @property
    def windows(self) -> Sequence[WallWindow]:
        """Those of their own, in the order in which they were opened."""
        return tuple(self._windows)

    @property
    def tours(self) -> TourBook:
        return self._tours

    @property
    def current(self) -> WallPane:
        """The wall that one works with: the active window's, else one that can be seen."""
        active = QApplication.activeWindow()
        if isinstance(active, WallWindow) and not active.isMinimized():
            return active.pane
        last = self._last
        if last is not None and not last.isMinimized() and not self.main.isVisible():
            return last.pane
        return self.main

    def at_hand(self) -> WallPane:
        """The current wall, brought where it can be seen."""
        pane = self.current
        if pane is self.main and not pane.isVisible():
            self.shown_asked.emit()
        return pane

    def start(self) -> None:
        """Open the windows that were open when the desk was closed."""
        self._is_open = True
        for window in self._kept_windows:
            self._open(window.plan).place(window.placement)

    def stop(self) -> None:
        """Remember everything, and close all windows."""
        if not self._is_open:
            return
        self._keep()
        self._is_open = False
        self._gone.stop()
        app = QApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.disconnect(self._on_focus_window)
        app.screenAdded.disconnect(self._on_screens_changed)
        app.screenRemoved.disconnect(self._on_screens_changed)
        if self._dialog is not None:
            self._dialog.close()
        self._come_home()
        for window in list(self._windows):
            window.close()
        self.main.close_wall()

    def add_selection(self) -> None:
        """Show the chosen units, or the chosen camera, on the wall that is at hand."""
        selection = self._kit.selection
        numbers = selection.units if selection.camera is None else (selection.camera,)
        if numbers:
            self.at_hand().board.add(numbers)
        else:
            self.failed.emit(AppError("wall.nothing_chosen"))

    def show(self, source: int) -> None:
        """Show a source on the wall that is at hand, and look at it."""
        board = self.at_hand().board
        if source not in board.sources:
            board.add((source,))
        if source in board.sources:
            board.set_focus(board.sources.index(source))

    def show_nearest(self, lon: float, lat: float) -> None:
        """Show what is seen around a place, WGS-84 degrees."""
        self.at_hand().show_nearest(lon, lat)

    def open_window(self) -> WallWindow:
        """A new wall, on a monitor where there is none yet if there is such a one."""
        window = self._open(WallPlan("four"))
        taken = {one.screen().name() for one in self._windows if one is not window}
        taken.add(self.home.screen().name())
        monitors = present_monitors()
        monitor = next((one for one in monitors if one.name not in taken), monitors[0])
        width, height = (self._look.theme.px(side) for side in _NEW_SIZE_PX)
        # Off every monitor: it is put into the middle of its own.
        window.place(Placement(Area(-(10**6), 0, width, height), monitor.name, monitor.name not in taken))
        window.activateWindow()
        self._keep()
        return window

    def toggle_full_screen(self) -> None:
        """The current wall fills its screen, or no longer."""
        if self._filling is not None and self.current is self.main:
            self._come_home()
            return
        window = self._window_of(self.current)
        if window is not None:
            window.set_full_screen(not window.isFullScreen())
            self._keep()
        else:
            self._fill_screen()

    def open_tours(self) -> None:
        """The dialog in which guard tours are made."""
        if self._dialog is None:
            self._dialog = TourDialog(self._kit, self.home.window())
            self._dialog.finished.connect(self._on_dialog_finished)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def _make_pane(self, plan: WallPlan) -> WallPane:
        pane = WallPane(self._kit, plan, self._actions)
        pane.board.plan_changed.connect(self._keep)
        pane.board.changed.connect(self._actions.refresh)
        pane.board.failed.connect(self.failed)
        pane.snapshot_saved.connect(self.snapshot_saved)
        return pane

    def _make_foot(self) -> QWidget | None:
        return self._kit.make_foot() if self._kit.make_foot is not None else None

    def _open(self, plan: WallPlan) -> WallWindow:
        # The one in the main window is the first.
        title = self.tr("Wall {n}").format(n=len(self._windows) + 2)
        window = WallWindow(self._make_pane(plan), title, self._make_foot())
        window.closed.connect(lambda: self._on_closed(window))
        window.left_full_screen.connect(lambda: window.set_full_screen(False))
        self._windows.append(window)
        return window

    def _on_closed(self, window: WallWindow) -> None:
        self._windows.remove(window)
        if self._last is window:
            self._last = None
        # Windows that close with the desk are opened with it again; and when it is ended by a signal, or with the
        # session, Qt closes all windows in whatever order.
        if self._is_open:
            self._going.append(KeptWindow(window.pane.board.plan, window.placement))
            self._gone.start()
        window.pane.close_wall()
        window.deleteLater()

    def _on_gone(self) -> None:
        self._going.clear()
        self._keep()

    def _fill_screen(self) -> None:
        """The wall of the main window goes into a window of its own for as long as it fills the screen."""
        screen = self.home.screen()
        self.home.say_away()
        self._filling = window = WallWindow(self.main, self.tr("Wall"), self._make_foot())
        window.setScreen(screen)
        window.setGeometry(screen.geometry())
        window.closed.connect(self._come_home)
        window.left_full_screen.connect(self._come_home)
        window.set_full_screen(True)
        window.activateWindow()

    def _come_home(self) -> None:
        window, self._filling = self._filling, None
        if window is not None:
            self.home.take_back()
            window.close()
            window.deleteLater()
            self.home.window().activateWindow()
            self.main.setFocus()

    def _window_of(self, pane: WallPane) -> WallWindow | None:
        return next((window for window in self._windows if window.pane is pane), None)

    def _keep(self) -> None:
        if not self._is_open:
            return
        windows = [KeptWindow(window.pane.board.plan, window.placement) for window in self._windows]
        keep(self._settings, WallState(self.main.board.plan, (*windows, *self._going), self._tours.tours))

    def _on_focus_window(self) -> None:
        active = QApplication.activeWindow()
        if isinstance(active, WallWindow) and active in self._windows:
            self._last = active
        self._actions.refresh()

    def _on_screens_changed(self) -> None:
        for window in self._windows:
            window.settle()

    def _on_dialog_finished(self) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            dialog.deleteLater()
