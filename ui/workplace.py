"""The workplace: everything that an operator works with from signing in to signing out."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.picture.clock import LiveClock
from app.settings import Settings
from app.sync.link import StationLink
from app.sync.outbox import Outbox
from app.sync.rest import StationClient
from ui.bridge.feed import FeedBridge
from ui.bridge.jobs import Jobs
from ui.bridge.orders import Orders
from ui.bridge.sources import StationSources
from ui.bridge.trials import Trials
from ui.bridge.video_limits import machine_limits
from ui.desk_actions import DeskActions
from ui.dialogs.camera_view import MapPlace
from ui.dialogs.desk_dialogs import DeskDialogs
from ui.map.actions import MapActions
from ui.map.memory import keep_view, last_view
from ui.map.view import MapView
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.paths import desk_folder
from ui.shell.docks import Area, Dock, Perspective
from ui.shell.window import MainWindow
from ui.theme.look import Look
from ui.wall.walls import Walls
from ui.widgets.actions import DeskAction, actions_of
from ui.workplace_kit import WorkplaceKit
from ui.workplace_speech import speech_of
from ui.workplace_units import WorkplaceUnits
from ui.workplace_video import WorkplaceVideo


class Workplace(QObject):
    """Builds and wires the panes for one operator at one station, and takes them down again.

    Args:
        make_map: builds the map for a scene and its selection.
    Signals:
        sign_in_asked(): the session has ended and somebody wants to go on.
        sign_out_asked(): the operator leaves.
    """

    sign_in_asked = Signal()
    sign_out_asked = Signal()

    def __init__(
        self,
        settings: Settings,
        look: Look,
        jobs: Jobs,
        client: StationClient,
        operator: Operator,
        make_map: Callable[[Scene, Selection, StationSources], MapView],
    ) -> None:
        super().__init__()
        self.operator = operator
        self._clock = LiveClock()
        self.scene = Scene(self._clock, self)
        self.selection = Selection(self)
        self._remembered = QSettings(str(desk_folder(settings) / "window.ini"), QSettings.Format.IniFormat)
        self._kit = WorkplaceKit(
            settings=settings,
            client=client,
            operator=operator,
            scene=self.scene,
            selection=self.selection,
            jobs=jobs,
            remembered=self._remembered,
            look=look,
        )
        self.feed = FeedBridge(self.scene, self._clock, self)
        self.sources = StationSources(client, jobs, self)
        self.orders = Orders(jobs, self)
        self.map_view = make_map(self.scene, self.selection, self.sources)
        self._trials = Trials(parent=self)
        self.dialogs = DeskDialogs(
            scene=self.scene,
            orders=self.orders,
            addresses=self.sources,
            trials=self._trials,
            map_place=MapPlace(self._map_centre, settings.map_crs),
            look=look,
            operator=operator,
            parent=self,
        )
        self.speech = speech_of(self._kit, self)
        self.voice, self.announce, self.talk_log = self.speech.voice, self.speech.announce, self.speech.talk_log
        self.video = video = WorkplaceVideo(
            self.scene,
            self.selection,
            client,
            machine_limits(settings.video_cores, settings.video_downlink_mbps),
            settings.station_ca,
            self._clock,
            look,
            self._remembered,
            self.speech.output,
            self.speech.tile_talk,
            self,
            make_talk_line=self.speech.make_line,
        )
        self.videos, self.video_sources, self.walls = video.videos, video.sources, video.walls
        self.map_view.show_pictures(video.sources, video.make_tile)
        kept = last_view(self._remembered)
        if kept is not None:
            self.map_view.show_view(kept)
        offered = [self.walls.of_units, *self.speech.of_units]
        self.units = WorkplaceUnits(self._kit, self.orders, self.sources, video, self.speech.call, offered, self)
        self.speech.serve(self.map_view, self.units.detail)
        self._desk_actions = DeskActions(self)
        self.window = self._make_window()
        self.dialogs.set_window(self.window)
        self.speech.set_window(self.window)
        self._wire()

    def start(self) -> None:
        """Show the window and follow the station."""
        client, settings = self._kit.client, self._kit.settings
        station = client.wire.address.base_url if settings.station_url else "own"
        orders_file = desk_folder(settings) / "orders.sqlite"
        owner = f"{station} operator {self.operator.number}"
        self.orders.start(Outbox(orders_file, owner, client.send, self.orders), client.send)
        self.feed.start(StationLink(client, self.feed))
        self.videos.start()
        self.speech.start()
        self.window.show()
        self.walls.start()
        # Once all is seen.
        QTimer.singleShot(0, self.units.detail, self.units.detail.prepare)

    def go_on(self) -> None:
        """The same operator has signed in again."""
        self.feed.try_now()
        self.orders.try_now()

    def stop(self) -> None:
        """Let go of the station and of the windows."""
        self.speech.stop()
        self.video.stop()
        self.feed.stop()
        self.orders.shutdown()
        self._trials.shutdown()
        keep_view(self._remembered, self.map_view.view)
        self.map_view.shutdown()
        self.window.close()
        self.window.deleteLater()

    def _make_window(self) -> MainWindow:
        tr = QCoreApplication.translate
        dispatch = ("fleet", "talk_log", "map", "detail", "strip")
        return MainWindow(
            scene=self.scene,
            selection=self.selection,
            docks=self._docks(),
            perspectives=(
                Perspective("dispatch", tr("desk", "Dispatch"), "Ctrl+1", dispatch, ("fleet",)),
                Perspective("wall", tr("desk", "Wall"), "Ctrl+2", ("fleet", "talk_log", "wall"), ("fleet",)),
            ),
            link=self.feed,
            orders=self.orders,
            actions=self._actions(),
            settings=self._remembered,
            look=self._kit.look,
            operator=self.operator,
            version=version("watchfloor"),
            foot=self.speech.bar,
        )

    def _docks(self) -> tuple[Dock, ...]:
        tr = QCoreApplication.translate
        units, strip = self.units, self.video.strip
        return (
            Dock("fleet", tr("desk", "Fleet"), units.fleet, Area.LEFT, 344),
            Dock("talk_log", tr("desk", "Talk log"), self.talk_log.pane, Area.LEFT),
            Dock("map", tr("desk", "Map"), self.map_view, Area.CENTRE),
            Dock("detail", tr("desk", "Unit"), units.detail, Area.RIGHT, 360),
            Dock("strip", tr("desk", "Video"), strip, Area.BOTTOM, strip.default_height()),
            Dock("wall", tr("desk", "Wall"), self.walls.home, Area.CENTRE),
        )

    def _actions(self) -> list[DeskAction]:
        look = self._kit.look
        return [
            *self.units.actions,
            *self.video.strip.desk_actions,
            *MapActions(self.map_view, look, self).actions,
            *self.walls.actions,
            *self.dialogs.actions,
            *self.speech.actions,
            *actions_of(self._desk_actions, look).values(),
        ]

    def _wire(self) -> None:
        """What one part asks, another does."""
        window, walls, map_view = self.window, self.walls, self.map_view
        fleet, detail = self.units.fleet, self.units.detail
        self.feed.changed.connect(self._on_link_changed)
        self.orders.failed.connect(window.notices.failed)
        self.scene.replaced.connect(_settle_memory, Qt.ConnectionType.QueuedConnection)
        fleet.zoom_requested.connect(lambda _: map_view.run("zoom_selection"))
        fleet.registry_requested.connect(self.dialogs.open_terminals)
        detail.zoom_requested.connect(lambda: map_view.run("zoom_selection"))
        detail.looked_at.connect(self.video.strip.note)
        detail.enlarge_requested.connect(walls.show)
        map_view.problem_reported.connect(self._on_map_problem)
        map_view.video_place_chosen.connect(walls.show_nearest)
        self.video.failed.connect(window.notices.failed)
        for source in (detail, self.video):
            source.snapshot_saved.connect(self._on_snapshot_saved)
        self.talk_log.shown_asked.connect(lambda: window.dock_host.show_dock("talk_log"))
        walls.shown_asked.connect(lambda: window.dock_host.open("wall"))
        # Whoever opens the wall means to use its keys.
        window.dock_host.perspective_changed.connect(lambda: _focus_wall(window, walls))
        # The application ends with its last window, and a wall alone is no desk.
        window.closed.connect(walls.stop)
        window.sign_in_asked.connect(self.sign_in_asked)
        self._desk_actions.sign_out_asked.connect(self.sign_out_asked)
        self._desk_actions.quit_asked.connect(window.close)

    def _map_centre(self) -> tuple[float, float]:
        return self.map_view.view.lon, self.map_view.view.lat

    def _on_link_changed(self) -> None:
        if self.feed.state.is_live:
            # The line is back: what waits need not wait for the end of its pause.
            self.orders.try_now()

    def _on_snapshot_saved(self, file: Path) -> None:
        tr = QCoreApplication.translate
        folder = QUrl.fromLocalFile(str(file.parent))
        self.window.notices.info(
            tr("desk", "Picture kept as {file}.").format(file=file.name),
            (tr("desk", "Open the folder"), lambda: QDesktopServices.openUrl(folder)),
        )

    def _on_map_problem(self, code: str, detail: str) -> None:
        self.window.notices.failed(AppError(code, detail=detail))


def _focus_wall(window: MainWindow, walls: Walls) -> None:
    if window.dock_host.current.name == "wall":
        walls.main.setFocus()


def _settle_memory() -> None:
    """A picture of ten thousand units stays; going through it would cost each full collection 70 ms."""
    gc.collect()
    gc.freeze()
