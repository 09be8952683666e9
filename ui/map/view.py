"""The map: a page composed by folium, in a view of its own, fed by the scene and the selection."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from itertools import count
from typing import Any

from PySide6.QtCore import QPoint, QSize, QTimer, QUrl, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from ui.map.basemap import BasemapFiles
from ui.map.channel import PageChannel
from ui.map.frames import FrameDoor
from ui.map.hover_picture import HoverPicture
from ui.map.lasso import Lasso
from ui.map.layers import tile_origins
from ui.map.live import LiveHost
from ui.map.page import PageFiles
from ui.map.placard import Placard
from ui.map.profile import MapProfile
from ui.map.revival import Revival
from ui.map.scheme import PAGE_ORIGIN, DeskScheme
from ui.map.settings import MapOptions, PageState, View, page_settings
from ui.map.trails import TrackSource, Trails
from ui.map.web import MapWeb
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.models.video_sources import VideoSources
from ui.theme.look import Look
from ui.widgets.number_drag import start_drag
from ui.widgets.video.tile import VideoTile

_log = logging.getLogger(__name__)

_PAGE = QUrl(f"{PAGE_ORIGIN}/index.html")


class MapView(QWidget):
    """Shows the scene's units; chooses and follows through the selection.

    ``register_scheme`` must have run before the QApplication was made.

    ``lasso`` is what was drawn around last, and what its card asks.

    Signals:
        ready(): the page can be panned; again after each revival.
        view_changed(View): where the map looks now.
        video_place_chosen(lon, lat): somebody wants to see what is seen around this place; WGS-84 degrees.
        figures_reported(dict): of the last two seconds: fps (0 when nothing moved), draw_p50_ms, draw_p95_ms,
            fetch_p50_ms, units, frames.
        problem_reported(code, detail): once for each code until the page is loaded again.

    Raises:
        AppError("page.not_built"): the TypeScript build has not run.
    """

    ready = Signal()
    view_changed = Signal(View)
    video_place_chosen = Signal(float, float)
    figures_reported = Signal(dict)
    problem_reported = Signal(str, str)

    def __init__(
        self,
        scene: Scene,
        selection: Selection,
        look: Look,
        options: MapOptions,
        tracks: TrackSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._selection, self._look, self._options = scene, selection, look, options
        self._state = PageState(options.home, options.layers[0].name)
        self._problems: set[str] = set()
        self._pixels: dict[int, Callable[[float, float], None]] = {}
        self._asks = count(1)
        self._picture: HoverPicture | None = None
        self._trails = Trails(scene.fleet, scene.clock, tracks, options.trail_s, on_past=self._on_past)
        self.lasso = Lasso(scene, selection, self)
        self._channel = PageChannel(options.crs, self)
        self._frames = FrameDoor(scene, selection, self._trails, self)
        self._revival = Revival(self._load, self)
        # The stage and its page must go before the profile: children go in the order in which they came.
        self._stage = stage = QWidget(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(stage)
        self._web = MapWeb(stage)
        self._web.open(self._make_profile(), self._channel)
        self._placard = Placard(stage)
        self._stack = QStackedLayout(stage)
        self._stack.addWidget(self._web)
        self._stack.addWidget(self._placard)
        self.setFocusProxy(self._web)
        self._connect()
        self._on_look()
        self._load()

    @property
    def view(self) -> View:
        return self._state.view

    def show_view(self, view: View) -> None:
        self._state.view = view
        self._channel.view_asked.emit(view.lon, view.lat, view.zoom)

    def run(self, action: str) -> None:
        """Do what a button of the toolbar does, by its name on the page (``ui.map.icons`` lists them)."""
        self._channel.action_asked.emit(action)

    def show_pictures(self, sources: VideoSources, make_tile: Callable[[], VideoTile]) -> None:
        """From now on there is a live picture on the card of what the pointer rests on."""
        self._picture = HoverPicture(self._stage, sources, make_tile, self._look)

    def ring(self, units: Iterable[int]) -> None:
        """These talk, or are talked to: they get a second ring, and all others lose it."""
        self._frames.set_talking(units)

    def pan_by(self, right_px: float, down_px: float, seconds: float) -> None:
        """Glide, as a drag would; frames are counted meanwhile."""
        self._channel.pan_asked.emit(right_px, down_px, seconds)

    def pixel_of(self, lon: float, lat: float, deliver: Callable[[float, float], None]) -> None:
        """Ask the page where a place is; ``deliver`` is given x and y in this widget's pixels."""
        ask = next(self._asks)
        self._pixels[ask] = deliver
        self._channel.pixel_asked.emit(ask, lon, lat)

    def renderer_pid(self) -> int:
        """Process id of the page's renderer, 0 while there is none."""
        return int(self._web.page().renderProcessPid())

    def shutdown(self) -> None:
        """Stop retrying; the widget may be deleted then."""
        self._on_picture_done()
        self._revival.stop()

    def _make_profile(self) -> MapProfile:
        options = self._options
        origins = tile_origins(options.layers)
        page_files = PageFiles(options.dist, options.cache, origins)
        page_files.check()
        basemap = BasemapFiles(options.basemaps)
        live = LiveHost(
            self._scene, self._look, self._frames, self._trails, self.lasso, self._settings, self._picture_room
        )
        scheme = DeskScheme({"map": page_files, "live": live, "basemap": basemap}, self)
        return MapProfile(scheme, origins, self)

    def _connect(self) -> None:
        channel = self._channel
        channel.page_is_ready.connect(self.ready)
        channel.units_chosen.connect(self._on_units_chosen)
        channel.lasso_drawn.connect(self._on_lasso_drawn)
        channel.lasso_closed.connect(self.lasso.close)
        channel.lasso_held.connect(self.lasso.hold)
        channel.lasso_let_go.connect(self.lasso.let_go_of)
        channel.lasso_called.connect(self.lasso.call)
        channel.lasso_looked_at.connect(self.lasso.look)
        self.lasso.changed.connect(channel.lasso_changed)
        channel.view_moved.connect(self._on_view_moved)
        channel.tool_chosen.connect(self._on_tool_chosen)
        channel.layer_chosen.connect(self._on_layer_chosen)
        channel.follow_wished.connect(lambda unit: self._selection.follow(unit or None))
        channel.trails_wished.connect(self._on_trails_wished)
        channel.camera_chosen.connect(self._selection.set_camera)
        channel.cameras_wished.connect(self._on_cameras_wished)
        channel.video_place_chosen.connect(self.video_place_chosen)
        channel.picture_asked.connect(self._on_picture_asked)
        channel.picture_done.connect(self._on_picture_done)
        # Later, since the drag runs an event loop of its own and the page's call must come to its end first.
        channel.drag_begun.connect(lambda numbers: QTimer.singleShot(0, self, lambda: self._drag(numbers)))
        channel.figures_reported.connect(self.figures_reported)
        channel.problem_reported.connect(self._on_problem)
        channel.pixel_answered.connect(self._on_pixel)
        self._web.died.connect(self._revival.on_death)
        self._revival.gave_up.connect(lambda: self._stack.setCurrentWidget(self._placard))
        self._placard.asked.connect(self._revival.ask)
        self._look.changed.connect(self._on_look)
        self._selection.changed.connect(self._choose_trails)
        self._scene.fixes_arrived.connect(self._trails.extend)

    def _load(self) -> None:
        self._problems.clear()
        self._on_picture_done()
        # A new page knows of no outline.
        self.lasso.forget()
        self._stack.setCurrentWidget(self._web)
        self._web.setUrl(_PAGE)

    def _settings(self) -> dict[str, Any]:
        return page_settings(self._look.theme, self._options.layers, self._options.home, self._state)

    def _choose_trails(self) -> None:
        self._trails.choose(self._selection.units if self._state.trails else ())

    def _on_look(self) -> None:
        self._web.set_ground(self._look.theme.base)
        self._channel.settings_changed.emit()

    def _on_units_chosen(self, units: list[int], mode: str) -> None:
        selection = self._selection
        if mode == "set":
            selection.set(units)
        elif mode == "add" or not all(unit in selection for unit in units):
            selection.add(units)
        else:
            selection.set(unit for unit in selection.units if unit not in set(units))

    def _on_lasso_drawn(self, units: list[int], mode: str) -> None:
        self._on_units_chosen(units, mode)
        self.lasso.take(is_more=mode != "set")

    def _on_view_moved(self, lon: float, lat: float, zoom: float) -> None:
        self._state.view = View(lon, lat, zoom)
        self.view_changed.emit(self._state.view)

    def _on_tool_chosen(self, name: str) -> None:
        self._state.tool = name

    def _on_layer_chosen(self, name: str) -> None:
        self._state.layer = name
        self._problems.clear()

    def _on_trails_wished(self, shown: bool) -> None:
        self._state.trails = shown
        self._choose_trails()
        self._channel.settings_changed.emit()
        self._frames.beat()

    def _picture_room(self, number: int) -> QSize | None:
        return None if self._picture is None else self._picture.room(number)

    def _on_picture_asked(self, number: int, left: float, top: float) -> None:
        if self._picture is not None:
            self._picture.show(number, QPoint(round(left), round(top)))

    def _on_picture_done(self) -> None:
        if self._picture is not None:
            self._picture.hide()

    def _drag(self, numbers: list[int]) -> None:
        self._on_picture_done()
        # One of those that are chosen takes all of them along.
        are_chosen = any(number in self._selection for number in numbers)
        start_drag(self, self._scene.picture, self._selection.units if are_chosen else numbers, self._look)
        self._web.release()

    def _on_cameras_wished(self, shown: bool) -> None:
        self._state.cameras = shown
        self._channel.settings_changed.emit()

    def _on_past(self) -> None:
        self._frames.beat()

    def _on_problem(self, code: str, detail: str) -> None:
        if code in self._problems:
            return
        self._problems.add(code)
        _log.warning("map page: %s: %s", code, detail)
        self.problem_reported.emit(code, detail)

    def _on_pixel(self, ask: int, x: float, y: float) -> None:
        deliver = self._pixels.pop(ask, None)
        if deliver is not None:
            # The page's pixels are CSS pixels, ours are device independent: the same.
            deliver(x, y)
