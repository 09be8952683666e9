"""The map's options from the settings."""

from __future__ import annotations

from pydantic import ValidationError
from PySide6.QtCore import QCoreApplication

from app.domain.errors import AppError
from app.settings import Settings
from ui.map.layers import Layer
from ui.map.settings import MapOptions, View, basemap_layer
from ui.paths import BASEMAPS, MAP_PAGE, desk_folder

_OSM = "© OpenStreetMap contributors"
#: The demo city's centre.
_HOME = View(24.9443, 60.1716, 16.0)


def map_options(settings: Settings) -> MapOptions:
    """
    Raises:
        AppError("settings.invalid"): one of ``layers`` is not a layer.
    """
    basemaps = (BASEMAPS,) if settings.basemap is None else (settings.basemap.parent, BASEMAPS)
    file_name = "helsinki.pmtiles" if settings.basemap is None else settings.basemap.name
    built_in = basemap_layer(file_name, QCoreApplication.translate("map", "Streets"), _OSM)
    return MapOptions(
        dist=MAP_PAGE,
        basemaps=basemaps,
        cache=desk_folder(settings) / "cache",
        layers=(built_in, *_layers(settings)),
        home=_HOME,
        crs=settings.map_crs,
        trail_s=settings.trail_minutes * 60.0,
    )


def _layers(settings: Settings) -> list[Layer]:
    layers = []
    for i, given in enumerate(settings.layers):
        try:
            layers.append(Layer.model_validate(given))
        except ValidationError as error:
            reason = error.errors()[0]["msg"]
            raise AppError("settings.invalid", name=f"layers.{i}", reason=reason, file="") from error
    return layers
