"""The workplace: everything that an operator works with from signing in to signing out."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from app.domain.errors import AppError
from app.domain.operator import Operator
from app.domain.roles import may_talk
from app.picture.clock import LiveClock
from app.settings import Settings
from app.sync.link import StationLink
from app.sync.outbox import Outbox
from app.sync.rest import StationClient
from ui.bridge.audio_devices import AudioDevices, sound_files
from ui.bridge.ears import Ears
from ui.bridge.feed import FeedBridge
from ui.bridge.jobs import Jobs
from ui.bridge.orders import Orders
from ui.bridge.sources import StationSources
from ui.bridge.trials import Trials
from ui.bridge.video_limits import machine_limits
from ui.desk_actions import DeskActions
from ui.dialogs.camera_view import MapPlace
from ui.dialogs.desk_dialogs import DeskDialogs
from ui.fleet.detail import UnitDetail
from ui.fleet.list import FleetList
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
from ui.widgets.actions import actions_of
from ui.widgets.unit_actions import UnitActions
from ui.workplace_announce import WorkplaceAnnounce
from ui.workplace_talk import SourceTalk, WorkplaceTalk
from ui.workplace_talklog import WorkplaceTalkLog
from ui.workplace_video import WorkplaceVideo
from ui.workplace_voice import WorkplaceVoice


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
        self._look = look
        self._clock = LiveClock()
        self.scene = Scene(self._clock, self)
        self.selection = Selection(self)
        self.feed = FeedBridge(self.scene, self._clock, self)
        self.sources = StationSources(client, jobs, self)
        self.orders = Orders(jobs, self)
        self.unit_actions = UnitActions(self.scene, self.selection, self.orders, look, operator.role, self)
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
        self._client, self._settings = client, settings
        self._remembered = QSettings(str(desk_folder(settings) / "window.ini"), QSettings.Format.IniFormat)
        ca_file = settings.station_ca
        limits = machine_limits(settings.video_cores, settings.video_downlink_mbps)
        self.voice: WorkplaceVoice | None = None
        files = sound_files(settings.microphone_file, settings.loudspeaker_file)
        if may_talk(operator.role):
            self.voice = WorkplaceVoice(
                self.scene, self.selection, client, look, self._remembered, files, operator.number, self
            )
        self.announce: WorkplaceAnnounce | None = None
        if self.voice is not None:
            folder = desk_folder(settings) / "announcements"
            self.announce = WorkplaceAnnounce(
                self.voice.voice, self.scene, self.selection, jobs, folder, self._remembered, look, self
            )
            self.announce.show_sign_in(self.voice.bar)
        # One way for all that is heard, so that tiles step back too while one talks.
        voice = self.voice.voice if self.voice is not None else None
        self._ears = Ears(AudioDevices(self._remembered, self, files=files), self) if voice is None else None
        heard_by = voice or self._ears
        assert heard_by is not None
        video = WorkplaceVideo(
            self.scene,
            self.selection,
            client,
            limits,
            ca_file,
            self._clock,
            look,
            self._remembered,
            heard_by,
            SourceTalk(self.voice, self.scene) if self.voice is not None else None,
            self,
        )
        self.talk_log = WorkplaceTalkLog(
            self.scene,
            self.selection,
            client,
            jobs,
            operator,
            look,
            heard_by,
            voice,
            self,
        )
        self.video, self.videos, self.video_sources, self.walls = video, video.videos, video.sources, video.walls
        self.map_view.show_pictures(video.sources, video.make_tile)
        kept = last_view(self._remembered)
        if kept is not None:
            self.map_view.show_view(kept)
        self.window = self._make_window()
        self.dialogs.set_window(self.window)
        if self.announce is not None:
            self.announce.set_window(self.window)
            self.announce.failed.connect(self.window.notices.error)
        self.window.sign_in_asked.connect(self.sign_in_asked)
        self.feed.changed.connect(self._on_link_changed)
        self.orders.failed.connect(self.window.notices.failed)
        video.failed.connect(self.window.notices.failed)
        video.snapshot_saved.connect(self._on_snapshot_saved)
        self.scene.replaced.connect(_settle_memory, Qt.ConnectionType.QueuedConnection)
        self._jobs = jobs

    def start(self) -> None:
        """Show the window and follow the station."""
        station = self._client.wire.address.base_url if self._settings.station_url else "own"
        orders_file = desk_folder(self._settings) / "orders.sqlite"
        owner = f"{station} operator {self.operator.number}"
        self.orders.start(Outbox(orders_file, owner, self._client.send, self.orders), self._client.send)
        self.feed.start(StationLink(self._client, self.feed))
        self.videos.start()
        if self.voice is not None:
            self.voice.start()
        if self._ears is not None:
            self._ears.start()
        self.window.show()
        self.walls.start()
        # Once all is seen.
        QTimer.singleShot(0, self._detail, self._detail.prepare)

    def go_on(self) -> None:
        """The same operator has signed in again."""
        self.feed.try_now()
        self.orders.try_now()

    def stop(self) -> None:
        """Let go of the station and of the windows."""
        self.talk_log.stop()
        if self.announce is not None:
            self.announce.stop()
        if self.voice is not None:
            self.voice.stop()
        self.video.stop()
        if self._ears is not None:
            self._ears.stop()
        self.feed.stop()
        self.orders.shutdown()
        self._trials.shutdown()
        keep_view(self._remembered, self.map_view.view)
        self.map_view.shutdown()
        self.window.close()
        self.window.deleteLater()

    def _make_window(self) -> MainWindow:
        call = self.voice.call if self.voice is not None else None
        fleet = FleetList(self.scene, self.selection, self._look, self._unit_menu, call)
        self._detail = detail = UnitDetail(
            self.scene,
            self.selection,
            self._look,
            self.unit_actions,
            self.orders,
            self.sources,
            self.sources,
            self.video.sources,
            self.video.make_tile,
            call,
        )
        if self.voice is not None:
            self._talk = WorkplaceTalk(self.voice, self.scene, self.map_view, detail, self)
        strip = self.video.strip
        detail.looked_at.connect(strip.note)
        detail.enlarge_requested.connect(self.walls.show)
        detail.snapshot_saved.connect(self._on_snapshot_saved)
        fleet.model.counts_changed.connect(lambda: _count_in_title(fleet))
        fleet.zoom_requested.connect(lambda _: self.map_view.run("zoom_selection"))
        detail.zoom_requested.connect(lambda: self.map_view.run("zoom_selection"))
        fleet.registry_requested.connect(self.dialogs.open_terminals)
        desk_actions = DeskActions(self)
        desk_actions.sign_out_asked.connect(self.sign_out_asked)
        tr = QCoreApplication.translate
        dispatch = ("fleet", "talk_log", "map", "detail", "strip")
        window = MainWindow(
            scene=self.scene,
            selection=self.selection,
            docks=(
                Dock("fleet", tr("desk", "Fleet"), fleet, Area.LEFT, 344),
                Dock("talk_log", tr("desk", "Talk log"), self.talk_log.pane, Area.LEFT),
                Dock("map", tr("desk", "Map"), self.map_view, Area.CENTRE),
                Dock("detail", tr("desk", "Unit"), detail, Area.RIGHT, 360),
                Dock("strip", tr("desk", "Video"), strip, Area.BOTTOM, strip.default_height()),
                Dock("wall", tr("desk", "Wall"), self.walls.home, Area.CENTRE),
            ),
            perspectives=(
                Perspective("dispatch", tr("desk", "Dispatch"), "Ctrl+1", dispatch, ("fleet",)),
                Perspective("wall", tr("desk", "Wall"), "Ctrl+2", ("fleet", "talk_log", "wall"), ("fleet",)),
            ),
            link=self.feed,
            orders=self.orders,
            actions=[
                *fleet.desk_actions,
                *self.unit_actions.actions,
                *detail.desk_actions,
                *strip.desk_actions,
                *MapActions(self.map_view, self._look, self).actions,
                *self.walls.actions,
                *self.dialogs.actions,
                *(self.voice.actions if self.voice is not None else ()),
                *(self.announce.actions if self.announce is not None else ()),
                *self.talk_log.actions,
                *actions_of(desk_actions, self._look).values(),
            ],
            settings=self._remembered,
            look=self._look,
            operator=self.operator,
            version=version("watchfloor"),
            foot=self.voice.bar if self.voice is not None else None,
        )
        self._shown_unit_actions = detail.desk_actions
        desk_actions.quit_asked.connect(window.close)
        self.map_view.problem_reported.connect(self._on_map_problem)
        self.map_view.video_place_chosen.connect(self.walls.show_nearest)
        self.talk_log.shown_asked.connect(lambda: window.dock_host.show_dock("talk_log"))
        self.walls.shown_asked.connect(lambda: window.dock_host.open("wall"))
        # Whoever opens the wall means to use its keys.
        window.dock_host.perspective_changed.connect(lambda: _focus_wall(window, self.walls))
        # The application ends with its last window, and a wall alone is no desk.
        window.closed.connect(self.walls.stop)
        return window

    def _map_centre(self) -> tuple[float, float]:
        return self.map_view.view.lon, self.map_view.view.lat

    def _unit_menu(self, _: Sequence[int]) -> QMenu | None:
        menu = QMenu(self.window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self._shown_unit_actions)
        menu.addAction(self.walls.of_units)
        if self.voice is not None:
            menu.addActions(self.voice.of_units)
        menu.addActions(self.talk_log.of_units)
        if self.announce is not None:
            menu.addActions(self.announce.actions)
        menu.addSeparator()
        menu.addActions(self.unit_actions.actions)
        return menu

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


def _count_in_title(fleet: FleetList) -> None:
    title = QCoreApplication.translate("desk", "Fleet {count}")
    fleet.setWindowTitle(title.format(count=fleet.model.counts.on_duty))


def _focus_wall(window: MainWindow, walls: Walls) -> None:
    if window.dock_host.current.name == "wall":
        walls.main.setFocus()


def _settle_memory() -> None:
    """A picture of ten thousand units stays; going through it would cost each full collection 70 ms."""
    gc.collect()
    gc.freeze()
