"""One map on one fleet, panned all the time, in a process of its own: ``python -m tests.bench.map_window …``.

Prints one line of JSON: what the page reported every two seconds, and the memory of renderer and desk.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--units", type=int, required=True)
    parser.add_argument("--cameras", type=int, default=0)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--stock", action="store_true", help="a stock Leaflet canvas layer instead of our page")
    parser.add_argument("--plain", action="store_true", help="no base map")
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(run(given, Path(folder))))
    return 0


def run(given: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Pan a map of this many units and collect what it reports."""
    # The scheme must be known before there is an application.
    from ui.map.scheme import register_scheme

    register_scheme()
    from PySide6.QtWidgets import QApplication

    from tests.bench.map_run import PannedMap, quiet_layer, streets

    _app = QApplication(sys.argv[:1])
    dist = _stock_page(folder / "stock") if given.stock else ROOT / "resources/map/dist"
    layer = quiet_layer() if given.stock or given.plain else streets()
    panned = PannedMap(given.units, given.cameras, dist, folder / "cache", layer)
    told = panned.measure(given.seconds)
    panned.close()
    return told


def _stock_page(folder: Path) -> Path:
    shutil.copytree(ROOT / "resources/map/dist", folder)
    shutil.copy(Path(__file__).with_name("map_stock.js"), folder / "main.js")
    return folder


if __name__ == "__main__":
    sys.exit(main())
