"""One map on one fleet, panned all the time, in a process of its own: ``python -m tests.bench.map_window …``.

Prints one line of JSON: what the page reported every two seconds, and the memory of renderer and desk.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
#: 1080p, as on a dispatcher's monitor.
SIZE_PX = (1920, 1080)
PAN_S = 1.5
PAN_PX = 420
STEP_S = 0.5
#: Not counted: the page is still being compiled and the first tiles painted.
WARM_UP_S = 6.0


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--stock", action="store_true", help="a stock Leaflet canvas layer instead of our page")
    parser.add_argument("--plain", action="store_true", help="no base map")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(given.units, given.seconds, given.stock, given.plain, Path(folder))))
    return 0


def run(units: int, seconds: float, stock: bool, plain: bool, folder: Path) -> dict[str, Any]:
    """Pan a map of this many units; imports Qt here, as the scheme must be known before the application."""
    from ui.map.scheme import register_scheme

    register_scheme()
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from app.domain.fixes import Fixes
    from app.picture.clock import LiveClock
    from tests.bench.map_fleet import MovingFleet
    from ui.map.layers import Layer, LayerKind
    from ui.map.settings import MapOptions, View, basemap_layer
    from ui.map.view import MapView
    from ui.models.scene import Scene
    from ui.models.selection import Selection
    from ui.theme.look import Look

    class NoPast:
        def fetch(self, unit: int, from_ms: int, to_ms: int, deliver: Callable[[Fixes], None]) -> None:
            """Nobody is selected, nobody asks."""

    app = QApplication(sys.argv[:1])
    clock = LiveClock()
    scene = Scene(clock)
    fleet = MovingFleet(units)
    scene.replace(fleet.snapshot())
    scene.fleet.apply(fleet.step(0, clock.now_ms()))
    nothing = Layer(name="none", title="None", kind=LayerKind.NONE)
    options = MapOptions(
        dist=_stock_page(folder / "stock") if stock else ROOT / "resources/map/dist",
        basemaps=(ROOT / "resources/basemaps",),
        cache=folder / "cache",
        layers=(nothing if stock or plain else basemap_layer("helsinki.pmtiles", "Helsinki", ""),),
        home=View(24.944, 60.1715, 14),
    )
    view = MapView(scene, Selection(), Look(), options, NoPast())
    view.resize(*SIZE_PX)
    view.show()

    def step() -> None:
        # Straight into the fleet: what is measured here is the map, not the fix lane before it.
        scene.fixes_arrived.emit(scene.fleet.apply(fleet.step(STEP_S, clock.now_ms())))

    turn = 0

    def pan() -> None:
        nonlocal turn
        turn += 1
        view.pan_by(PAN_PX * math.cos(turn * math.pi / 2), PAN_PX * math.sin(turn * math.pi / 2), PAN_S)

    mover, panner, ender = QTimer(), QTimer(), QTimer(singleShot=True)
    mover.timeout.connect(step)
    panner.timeout.connect(pan)
    loop = QEventLoop()
    view.ready.connect(loop.quit)
    loop.exec()
    mover.start(round(STEP_S * 1000))
    panner.start(round(PAN_S * 1000) + 20)
    seen: list[dict[str, float]] = []
    memory: list[dict[str, float]] = []
    started_s = time.monotonic()

    def take(figures: dict[str, float]) -> None:
        if time.monotonic() - started_s < WARM_UP_S:
            return
        seen.append(figures)
        memory.append({"renderer_mb": _megabytes(view.renderer_pid()), "desk_mb": _megabytes(os.getpid())})

    view.figures_reported.connect(take)
    ender.timeout.connect(loop.quit)
    ender.start(round((WARM_UP_S + seconds) * 1000))
    loop.exec()
    view.shutdown()
    view.close()
    app.processEvents()
    return {"figures": seen, "memory": memory}


def _stock_page(folder: Path) -> Path:
    shutil.copytree(ROOT / "resources/map/dist", folder)
    shutil.copy(Path(__file__).with_name("map_stock.js"), folder / "main.js")
    return folder


def _megabytes(pid: int) -> float:
    return round(psutil.Process(pid).memory_info().rss / 2**20, 1)


if __name__ == "__main__":
    sys.exit(main())
