"""The whole desk while units move: how long its GUI thread lets an event wait, and what memory it takes.

Fleet list (filtered, ordered by age), map and detail pane in one 1080p window, offscreen. Fixes come as frames of
the feed, four times a second, each with the quarter of the fleet that has just reported; every unit reports once a
second. Statuses change, the map pans, and another unit is chosen now and then, as a dispatcher would.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psutil

from app.domain.errors import AppError
from app.domain.event import Event, UnitStatusSet
from app.domain.fixes import Fixes, decode_frame, encode_frame
from app.domain.model import utc_now
from app.domain.stream import StreamTicket
from app.domain.talk import BurstRow
from app.domain.unit import Force, UnitStatus
from tests.bench.map_fleet import MovingFleet
from tests.bench.report import Result
from ui.bridge.histogram import Histogram

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from ui.bridge.ticks import TickWatch
    from ui.map.view import MapView
    from ui.models.scene import Scene
    from ui.models.selection import Selection
    from ui.theme.look import Look

ROOT = Path(__file__).resolve().parents[2]
SIZE_PX = (1920, 1080)
FRAME_S = 0.25
QUARTERS = 4
#: Statuses that change in a second.
CHANGES = 10
PAN_S, CHOOSE_S = 2.0, 3.0
#: Not counted: the page is compiled, caches are filled.
WARM_UP_S = 10.0
#: From a run of this length on memory is held to be flat.
FLAT_FROM_S = 300


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--units", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--no-map", action="store_true", help="the list and the detail pane alone")


def run(given: argparse.Namespace) -> Result:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    result = Result("desk")
    with tempfile.TemporaryDirectory() as folder:
        _measure(result, given.units, given.minutes * 60, Path(folder), has_map=not given.no_map)
    return result


def _measure(result: Result, units: int, seconds: float, folder: Path, *, has_map: bool) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    from app.picture.clock import LiveClock
    from ui.bridge.ticks import TickWatch
    from ui.desk import make_application
    from ui.models.scene import Scene
    from ui.models.selection import Selection
    from ui.theme.look import Look

    app = make_application()
    look = Look()
    look.dress(app)
    scene, selection, fleet = Scene(LiveClock()), Selection(), MovingFleet(units)
    scene.replace(fleet.snapshot())
    scene.apply_fixes(fleet.step(0, scene.clock.now_ms()))
    map_view = desk_map(scene, selection, look, folder) if has_map else None
    window = desk_window(scene, selection, look, map_view)
    window.show()
    traffic = Traffic(scene, selection, fleet, map_view)
    timers, ticks, memory = QObject(), TickWatch(), Memory(map_view)

    def every(interval_s: float, do: Callable[[], None]) -> None:
        QTimer(timers, interval=round(interval_s * 1000), timeout=do).start()

    for interval_s, do in (
        (FRAME_S, traffic.frame),
        (1.0, traffic.change),
        (PAN_S, traffic.pan),
        (CHOOSE_S, traffic.choose),
    ):
        every(interval_s, do)
    _wait(WARM_UP_S)
    stretches = Stretches()
    every(1.0, memory.sample)
    every(Stretches.EVERY_S, stretches.ring)
    ticks.start()
    started_s, cpu_s = time.monotonic(), time.process_time()
    _wait(seconds)
    busy = (time.process_time() - cpu_s) / (time.monotonic() - started_s)
    ticks.stop()
    timers.deleteLater()
    _tell(result, ticks, stretches, memory, busy)
    result.notes += [
        f"{units:,} units at 1 Hz for {seconds / 60:g} min; list of two forces, ordered by age"
        + (", map panning." if has_map else "; without the map."),
        "A tick is how long an event waits that comes at a random moment. Other work on the machine adds to that,",
        "but not to the GUI thread's own work at a stretch, which is counted in processor time.",
    ]
    if map_view is not None:
        map_view.shutdown()
    window.close()
    window.deleteLater()
    # Now: a page that outlives the application takes the process down with it.
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _wait(seconds: float) -> None:
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _tell(result: Result, ticks: TickWatch, stretches: Stretches, memory: Memory, busy: float) -> None:
    waited, worked = (histogram.percentiles(50, 95, 99) for histogram in (ticks.lateness, stretches.lengths))
    result.add("GUI tick p50", waited["p50"], "ms")
    result.add("GUI tick p95", waited["p95"], "ms")
    result.add("GUI tick p99", waited["p99"], "ms", at_most=50)
    result.add("GUI tick, the longest", ticks.lateness.longest_ms, "ms")
    result.add("GUI thread at a stretch, p99", worked["p99"], "ms")
    result.add("GUI thread at a stretch, the longest", stretches.lengths.longest_ms, "ms")
    result.add("desk process, of one core", busy * 100, "%")
    tenth = max(1, len(memory.samples) // 10)
    for column, name in enumerate(memory.names):
        first = median(sample[column] for sample in memory.samples[:tenth])
        last = median(sample[column] for sample in memory.samples[-tenth:])
        result.add(f"{name} memory, first tenth", first, "MB")
        # A page needs some minutes until its memory is what it stays.
        limit = round(first * 1.05 + 10) if len(memory.samples) >= FLAT_FROM_S else None
        result.add(f"{name} memory, last tenth", last, "MB", at_most=limit)


class Stretches:
    """Processor time that the GUI thread takes between two rings of a timer: what it did without a pause."""

    EVERY_S = 0.01

    def __init__(self) -> None:
        self.lengths = Histogram()
        self._before_s = time.thread_time()

    def ring(self) -> None:
        now_s = time.thread_time()
        self.lengths.add((now_s - self._before_s) * 1000)
        self._before_s = now_s


class Memory:
    """Resident memory of the desk and of the map's renderer, in MB."""

    def __init__(self, map_view: MapView | None) -> None:
        self.names = ("desk", "map renderer") if map_view else ("desk",)
        self.samples: list[list[float]] = []
        self._map_view = map_view

    def sample(self) -> None:
        pids = [os.getpid(), *([self._map_view.renderer_pid()] if self._map_view else [])]
        self.samples.append([_megabytes(pid) for pid in pids])


class Traffic:
    """What a shift brings: fixes, statuses, and a dispatcher who looks around."""

    def __init__(self, scene: Scene, selection: Selection, fleet: MovingFleet, map_view: MapView | None) -> None:
        self._scene, self._selection, self._fleet, self._map = scene, selection, fleet, map_view
        self._turn = self._changed = self._chosen = self._panned = 0
        self._numbers = sorted(scene.picture.units)

    def frame(self) -> None:
        """Everybody moves on for a second, a quarter of them in each frame."""
        now_ms = self._scene.clock.now_ms()
        quarter = self._turn % QUARTERS
        if quarter == 0:
            self._now = self._fleet.step(1.0, now_ms)
        self._turn += 1
        reported = self._now.take(slice(quarter, None, QUARTERS))
        reported.at_ms[:] = now_ms
        self._scene.apply_fixes(decode_frame(encode_frame(reported, now_ms))[0])

    def change(self) -> None:
        working = [status for status in UnitStatus if status is not UnitStatus.OFF_DUTY]
        seq, at = self._scene.picture.seq, utc_now()
        for i in range(1, CHANGES + 1):
            self._changed += 1
            unit = self._numbers[self._changed * 7 % len(self._numbers)]
            fact = UnitStatusSet(unit=unit, status=working[self._changed % len(working)])
            self._scene.apply_events([Event(seq=seq + i, at=at, by="operator:1", fact=fact)])

    def pan(self) -> None:
        self._panned += 1
        if self._map is not None:
            step = 300 if self._panned % 2 else -300
            self._map.pan_by(step, step / 2, PAN_S * 0.8)

    def choose(self) -> None:
        """One unit, then another, then a hundred."""
        self._chosen += 1
        first = self._chosen * 31 % len(self._numbers)
        count = 100 if self._chosen % 3 == 0 else 1
        self._selection.set(self._numbers[first : first + count])


class NoPast:
    """A station that remembers nothing."""

    def track(
        self, unit: int, from_ms: int, to_ms: int, on_ok: Callable[[Fixes], None], on_error: Callable[..., None]
    ) -> None:
        on_ok(Fixes.empty())

    def fetch(self, unit: int, from_ms: int, to_ms: int, deliver: Callable[[Fixes], None]) -> None:
        deliver(Fixes.empty())

    def history(self, unit: int, on_ok: Callable[[Sequence[Event]], None], on_error: Callable[..., None]) -> None:
        on_ok(())

    def bursts(self, unit: int, on_ok: Callable[[Sequence[BurstRow]], None]) -> None:
        """Nobody has talked to it."""


class NoVideo:
    """Nobody in this fleet sends."""

    def ticket(self, source: int) -> StreamTicket:
        raise AppError("stream.absent")

    def watching(self, heights: Mapping[int, int]) -> None:
        """Nobody is asked for anything."""


def desk_map(scene: Scene, selection: Selection, look: Look, folder: Path) -> MapView:
    from ui.map.settings import MapOptions, View, basemap_layer
    from ui.map.view import MapView

    options = MapOptions(
        dist=ROOT / "resources/map/dist",
        basemaps=(ROOT / "resources/basemaps",),
        cache=folder / "cache",
        layers=(basemap_layer("helsinki.pmtiles", "Helsinki", ""),),
        home=View(24.944, 60.1715, 14),
    )
    return MapView(scene, selection, look, options, NoPast())


def desk_window(
    scene: Scene, selection: Selection, look: Look, map_view: MapView | None, call: QAction | None = None
) -> QWidget:
    from PySide6.QtWidgets import QHBoxLayout, QWidget

    from app.domain.operator import Role
    from app.media.budget import Limits
    from ui.bridge.jobs import Jobs
    from ui.bridge.orders import Orders
    from ui.bridge.videos import Videos
    from ui.fleet.detail import UnitDetail
    from ui.fleet.list import FleetList
    from ui.models.fleet_query import FleetQuery, SortKey
    from ui.models.video_sources import VideoSources
    from ui.widgets.unit_actions import UnitActions
    from ui.widgets.video.tile import VideoTile

    window = QWidget()
    window.resize(*SIZE_PX)
    orders = Orders(Jobs(parent=window), window)
    actions = UnitActions(scene, selection, orders, look, Role.DISPATCHER, window)
    fleet_list = FleetList(scene, selection, look, call=call)
    fleet_list.model.set_query(FleetQuery(forces=frozenset({Force.SOCIAL, Force.VOLUNTEER}), sort=SortKey.AGE))
    sources = VideoSources(scene)
    videos = Videos(scene, sources, NoVideo(), Limits(1.0, 1e6), parent=window)
    make_tile = partial(VideoTile, videos, sources, look, scene.clock, Path())
    detail = UnitDetail(scene, selection, look, actions, orders, NoPast(), NoPast(), sources, make_tile, call)
    layout = QHBoxLayout(window)
    layout.setContentsMargins(0, 0, 0, 0)
    fleet_list.setFixedWidth(344)
    detail.setFixedWidth(360)
    layout.addWidget(fleet_list)
    layout.addWidget(map_view or QWidget(), 1)
    layout.addWidget(detail)
    return window


def _megabytes(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss / 2**20) if pid else 0.0
