"""A map on a moving fleet that is panned all the time."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer

from app.domain.fixes import Fixes
from app.picture.clock import LiveClock
from tests.bench.map_fleet import MovingFleet
from ui.map.layers import Layer, LayerKind
from ui.map.settings import MapOptions, View, basemap_layer
from ui.map.view import MapView
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look

ROOT = Path(__file__).parents[2]
#: 1080p, as on a dispatcher's monitor.
SIZE_PX = (1920, 1080)
PAN_S = 1.5
PAN_PX = 420
STEP_S = 0.5
#: Not counted: the page is still being compiled and the first tiles painted.
WARM_UP_S = 6.0


class NoPast:
    def fetch(self, unit: int, from_ms: int, to_ms: int, deliver: Callable[[Fixes], None]) -> None:
        """Nobody is selected, nobody asks."""


class PannedMap:
    def __init__(self, units: int, cameras: int, dist: Path, cache: Path, layer: Layer) -> None:
        self._clock = LiveClock()
        self._scene = Scene(self._clock)
        self._fleet = MovingFleet(units)
        self._scene.replace(self._fleet.snapshot(cameras))
        self._scene.fleet.apply(self._fleet.step(0, self._clock.now_ms()))
        options = MapOptions(
            dist=dist,
            basemaps=(ROOT / "resources/basemaps",),
            cache=cache,
            layers=(layer,),
            home=View(24.944, 60.1715, 14),
        )
        self._view = MapView(self._scene, Selection(), Look(), options, NoPast())
        self._view.resize(*SIZE_PX)
        self._turn = 0
        self._figures: list[dict[str, float]] = []
        self._memory: list[dict[str, float]] = []

    def measure(self, seconds: float) -> dict[str, Any]:
        """Pan and move for so long; what the page reported every two seconds, and the memory then."""
        loop = QEventLoop()
        self._view.ready.connect(loop.quit)
        self._view.show()
        loop.exec()
        timers = [self._every(STEP_S, self._step), self._every(PAN_S + 0.02, self._pan)]
        started_s = time.monotonic()
        self._view.figures_reported.connect(lambda figures: self._take(figures, time.monotonic() - started_s))
        QTimer.singleShot(round((WARM_UP_S + seconds) * 1000), loop.quit)
        loop.exec()
        for timer in timers:
            timer.stop()
        return {"figures": self._figures, "memory": self._memory}

    def close(self) -> None:
        self._view.shutdown()
        self._view.close()
        self._view.deleteLater()
        # Now, while there is an application: a web view that outlives it takes the process down with it.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _every(self, seconds: float, what: Callable[[], None]) -> QTimer:
        timer = QTimer(self._view, interval=round(seconds * 1000))
        timer.timeout.connect(what)
        timer.start()
        return timer

    def _step(self) -> None:
        # Straight into the fleet: what is measured here is the map, not the fix lane before it.
        moved = self._scene.fleet.apply(self._fleet.step(STEP_S, self._clock.now_ms()))
        self._scene.fixes_arrived.emit(moved)

    def _pan(self) -> None:
        self._turn += 1
        angle = self._turn * math.pi / 2
        self._view.pan_by(PAN_PX * math.cos(angle), PAN_PX * math.sin(angle), PAN_S)

    def _take(self, figures: dict[str, float], elapsed_s: float) -> None:
        if elapsed_s < WARM_UP_S:
            return
        self._figures.append(figures)
        renderer, desk = self._view.renderer_pid(), os.getpid()
        self._memory.append({"renderer_mb": _megabytes(renderer), "desk_mb": _megabytes(desk)})


def quiet_layer() -> Layer:
    return Layer(name="none", title="None", kind=LayerKind.NONE)


def streets() -> Layer:
    return basemap_layer("helsinki.pmtiles", "Streets", "")


def _megabytes(pid: int) -> float:
    return round(psutil.Process(pid).memory_info().rss / 2**20, 1)
