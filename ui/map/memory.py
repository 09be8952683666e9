"""Where the map looked last, kept over a restart."""

from __future__ import annotations

import math

from PySide6.QtCore import QSettings

from ui.map.settings import View

_KEY = "map/view"


def last_view(settings: QSettings) -> View | None:
    """None where nothing (or nothing that makes sense) is kept."""
    try:
        lon, lat, zoom = (float(part) for part in str(settings.value(_KEY, "")).split())
    except ValueError:
        return None
    is_on_earth = abs(lon) <= 180 and abs(lat) <= 90 and math.isfinite(zoom)
    return View(lon, lat, zoom) if is_on_earth else None


def keep_view(settings: QSettings, view: View) -> None:
    # Blanks, not commas: those would make a list of it.
    settings.setValue(_KEY, f"{view.lon:.6f} {view.lat:.6f} {view.zoom:.2f}")
