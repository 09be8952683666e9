"""What was really seen on the desk during a demo, as figures for people who check without looking."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PySide6.QtCore import QObject, QTimer

from app.domain.errors import AppError
from app.geo.geodesy import distance_m
from ui.bridge.feed import FeedBridge
from ui.bridge.ticks import TickWatch
from ui.demo_video import DemoVideo
from ui.demo_voice import DemoVoice
from ui.map.view import MapView
from ui.models.scene import Scene

#: A phone that stands still wanders by less than this; farther is a move.
_MOVED_M = 10.0
#: So many live tiles show what a wall is like.
_TILES = 4
#: Where none came for so long, those are all sources that there are.
_ALL_THERE_S = 10.0
_MEMORY_EVERY_MS = 1000
_MODULES = {"app.station": "station", "app.simulator": "simulator", "app.simulator.video": "cameras"}


class DemoReport(QObject):
    """Watches a desk from the outside: its scene, its map's figures, its video and talk, its ticks, its processes.

    Args:
        process_started_s: Unix time at which this process began.
    """

    def __init__(
        self,
        scene: Scene,
        feed: FeedBridge,
        map_view: MapView,
        video: DemoVideo,
        voice: DemoVoice,
        ticks: TickWatch,
        process_started_s: float,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._scene, self._feed, self._map, self._ticks = scene, feed, map_view, ticks
        self._video, self._voice = video, voice
        self._started_s = process_started_s
        self._startup_s: float | None = None
        self._first: dict[int, tuple[float, float]] = {}
        self._farthest_m: dict[int, float] = {}
        self._map_figures: list[dict[str, float]] = []
        self._peak_mb: dict[str, float] = {}
        self._sources, self._sources_grew_s = 0, time.monotonic()
        scene.changed.connect(self._count_sources)
        scene.fixes_arrived.connect(self._on_fixes)
        map_view.ready.connect(self._on_map_ready)
        map_view.figures_reported.connect(self._map_figures.append)
        self._memory = QTimer(self, interval=_MEMORY_EVERY_MS)
        self._memory.timeout.connect(self._look_at_memory)
        self._memory.start()

    @property
    def units_moved(self) -> int:
        return sum(1 for farthest_m in self._farthest_m.values() if farthest_m > _MOVED_M)

    @property
    def has_seen_and_heard(self) -> bool:
        """Whether as many tiles as show a wall are live, or all there are, and talk was heard at both ends."""
        live, are_all_there = self._video.tiles_live, time.monotonic() - self._sources_grew_s > _ALL_THERE_S
        has_seen = live >= _TILES or (are_all_there and live >= max(self._sources, 1))
        return has_seen and self._voice.has_talked_both_ways

    @property
    def glides_seen(self) -> int:
        """How often the map was told to have moved, with units on it."""
        return sum(1 for figures in self._map_figures if figures["fps"] and figures["units"])

    def has_whole_talk_log(self, by_s: float) -> bool:
        """See ``DemoVoice.has_whole_log``."""
        return self._voice.has_whole_log(by_s)

    def missing(self, by_s: float, *, is_long: bool) -> list[str]:
        """What a demo is for and was not seen, in words.

        Args:
            by_s: monotonic time at which the visit was over.
            is_long: whether there was time to see video and to hear talk.
        """
        wanted = {
            "a unit that moves": bool(self.units_moved),
            "every burst in the talk log, with who heard it": self.has_whole_talk_log(by_s),
            "live video": bool(self._video.tiles_live) or not is_long,
            "talk heard at both ends": self._voice.has_talked_both_ways or not is_long,
        }
        return [what for what, was_seen in wanted.items() if not was_seen]

    def figures(self) -> dict[str, Any]:
        """The keys of the report; None for what was not seen."""
        drawn = [figures for figures in self._map_figures if figures["frames"]]
        moving = [figures["fps"] for figures in self._map_figures if figures["fps"]]
        return {
            "units_on_map": int(drawn[-1]["units"]) if drawn else 0,
            "units_moved": self.units_moved,
            "fixes_received": self._feed.fixes_received,
            "feed_lag_ms": self._feed.lag.percentiles(50, 95),
            "map_fps": _median(moving),
            "map_draw_ms": _median([figures["draw_p50_ms"] for figures in drawn]),
            "video": self._video.figures(),
            "voice": self._voice.figures(),
            "gui_tick_ms": self._ticks.report(),
            "startup_s": self._startup_s,
            "peak_rss_mb": {name: round(mb, 1) for name, mb in sorted(self._peak_mb.items())},
        }

    def save(self, file: Path) -> None:
        """Raises AppError("report.not_writable")."""
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(self.figures(), indent=2) + "\n", encoding="utf-8")
        except OSError as error:
            raise AppError("report.not_writable", file=str(file), reason=error.strerror or "") from error

    def _count_sources(self) -> None:
        count = len(self._scene.picture.streams) + len(self._scene.picture.cameras)
        if count > self._sources:
            self._sources, self._sources_grew_s = count, time.monotonic()

    def _on_map_ready(self) -> None:
        if self._startup_s is None:
            # What comes before is told by ``startup_s``; ticks are about work.
            self._ticks.start()
            self._startup_s = round(time.time() - self._started_s, 3)

    def _on_fixes(self, units: np.ndarray) -> None:
        for unit in units.tolist():
            fix = self._scene.fleet.of(unit)
            if fix is None:
                continue
            first = self._first.setdefault(unit, (fix.lon_deg, fix.lat_deg))
            away_m = float(distance_m(first, (fix.lon_deg, fix.lat_deg)))
            self._farthest_m[unit] = max(self._farthest_m.get(unit, 0.0), away_m)

    def _look_at_memory(self) -> None:
        me = psutil.Process()
        found = {"desk": me}
        for child in me.children(recursive=True):
            found["map" if child.pid == self._map.renderer_pid() else _name_of(child)] = child
        for name, process in found.items():
            try:
                resident_mb = process.memory_info().rss / 2**20
            except psutil.NoSuchProcess:
                continue
            self._peak_mb[name] = max(self._peak_mb.get(name, 0.0), resident_mb)


def _name_of(process: psutil.Process) -> str:
    """What a child is to the person who reads the report."""
    try:
        words = process.cmdline()
    except psutil.Error:
        return "gone"
    for module, name in _MODULES.items():
        if module in words:
            return name
    if any(word.endswith("rtsp_server.py") for word in words):
        return "rtsp server"
    kind = next((word.removeprefix("--type=") for word in words if word.startswith("--type=")), "")
    return f"web {kind}" if kind else Path(words[0]).name if words else "unknown"


def _median(values: list[float]) -> float | None:
    return round(float(np.median(values)), 2) if values else None
