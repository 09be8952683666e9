"""What the desk tells the page: look, words, grounds, where it was; ``resources/map/src/settings.ts`` reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale

from app.picture.freshness import FRESH_S, STALE_S
from ui.map.frame import FORCES, STATUSES
from ui.map.layers import BASEMAP_URL, Layer, LayerKind
from ui.map.texts import page_texts
from ui.theme.tokens import FORCE_LETTERS, Theme

_COLORS = (
    "base",
    "panel",
    "raised",
    "line",
    "edge",
    "text",
    "text_2",
    "text_3",
    "accent",
    "on_accent",
    "selected",
)


@dataclass(frozen=True, slots=True)
class View:
    """Middle of the map in WGS-84 degrees, and the zoom (256 px tiles)."""

    lon: float
    lat: float
    zoom: float


@dataclass(frozen=True, slots=True)
class MapOptions:
    """How a map is set up.

    Args:
        dist: folder of the built page.
        basemaps: folders with ``*.pmtiles``; the first that has a name wins.
        cache: a folder of ours for the composed page.
        layers: grounds to choose from; the first is shown first.
        home: what "show all" shows when there is no unit.
        crs: the reference system of the third coordinates in the readout, e.g. ``EPSG:3067``; empty for none.
        trail_s: length of the trails of chosen units.
    """

    dist: Path
    basemaps: tuple[Path, ...]
    cache: Path
    layers: tuple[Layer, ...]
    home: View
    crs: str = ""
    trail_s: float = 1800.0


@dataclass(slots=True)
class PageState:
    """What the page should come back with when its renderer dies."""

    view: View
    layer: str
    tool: str = "select"
    trails: bool = True
    cameras: bool = True


def basemap_layer(file_name: str, title: str, attribution: str) -> Layer:
    """The layer of a PMTiles file in one of the basemap folders."""
    url = BASEMAP_URL + file_name
    return Layer(name=file_name, title=title, kind=LayerKind.PMTILES, url=url, attribution=attribution)


def page_settings(theme: Theme, layers: Sequence[Layer], home: View, state: PageState) -> dict[str, Any]:
    """The settings as JSON values."""
    return {
        "theme": {
            "name": theme.mode.value,
            "colors": {name: getattr(theme, name) for name in _COLORS}
            | {"alarm": theme.priority[1].fill, "on_alarm": theme.priority[1].on_fill}
            | {"warning": theme.warning.fill, "warning_ink": theme.warning.ink, "error": theme.error.ink},
            "status": [_status(theme, number) for number in range(len(STATUSES))],
        },
        "ui_scale": theme.scale,
        "lang": QLocale().name().partition("_")[0],
        "texts": page_texts(),
        "letters": [FORCE_LETTERS[force] for force in FORCES],
        "fresh_s": FRESH_S,
        "stale_s": STALE_S,
        "layers": [layer.model_dump(mode="json") for layer in layers],
        "layer": state.layer,
        "tool": state.tool,
        "trails": state.trails,
        "cameras": state.cameras,
        "view": asdict(state.view),
        "home": asdict(home),
    }


def _status(theme: Theme, number: int) -> dict[str, str]:
    look = theme.status[STATUSES[number]]
    return {"fill": look.fill, "ink": look.ink, "on_fill": look.on_fill, "shape": look.shape.value}
