"""The grounds that the map can show under the units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.domain.model import ShortText

#: The map's own vector ground: file names below this address are looked up in the folder of basemaps.
BASEMAP_URL = "desk://basemap/"


class LayerKind(StrEnum):
    #: Vector tiles in one file, in Protomaps' schema; drawn in the desk's colours.
    PMTILES = "pmtiles"
    #: Picture tiles by ``{z}/{x}/{y}``.
    XYZ = "xyz"
    WMS = "wms"
    WMTS = "wmts"
    #: No ground at all.
    NONE = "none"


class Layer(BaseModel):
    """One ground.

    Args:
        name: identity, in settings and in what is remembered.
        title: as the layer list shows it.
        url: of a tile (``{z}``, ``{x}``, ``{y}``, ``{s}``), of a WMS or WMTS service, or of a PMTiles file.
        max_zoom: the last zoom that the layer has tiles for; beyond it they are enlarged.
        datum: what the tiles are drawn on; only XYZ tiles may be shifted.
        options: further parameters of WMS (``layers``, ``format``, ``styles``, ``transparent``, ``version``) and
            of WMTS (``layers``, ``styles``, ``format``, ``matrix_set``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ShortText
    title: ShortText
    kind: LayerKind
    url: str = ""
    attribution: str = ""
    max_zoom: int = Field(default=19, ge=1, le=22)
    datum: Literal["wgs84", "gcj02", "bd09"] = "wgs84"
    options: Mapping[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_complete(self) -> Layer:
        if self.kind is LayerKind.NONE:
            return self
        scheme = urlsplit(self.url).scheme
        if self.kind is LayerKind.PMTILES:
            if not self.url.startswith(BASEMAP_URL):
                raise ValueError("a vector ground is a file in the folder of basemaps")
        elif scheme not in {"http", "https"}:
            raise ValueError("a layer from the network has an http or https address")
        if self.datum != "wgs84" and self.kind is not LayerKind.XYZ:
            raise ValueError("only XYZ tiles can be shifted to another datum")
        return self


def tile_origins(layers: Iterable[Layer]) -> frozenset[str]:
    """Where the page may fetch tiles from: ``https://host:port``, with ``*.`` in the place of ``{s}.``."""
    found = (urlsplit(layer.url.replace("{s}", "*")) for layer in layers)
    return frozenset(f"{parts.scheme}://{parts.netloc}" for parts in found if parts.scheme in {"http", "https"})


def is_tile_origin(scheme: str, authority: str, origins: frozenset[str]) -> bool:
    """Whether a request goes to one of ``tile_origins``."""
    _, dot, parent = authority.partition(".")
    return bool({f"{scheme}://{authority}", f"{scheme}://*{dot}{parent}"} & origins)
