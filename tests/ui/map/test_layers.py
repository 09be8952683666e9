from __future__ import annotations

import pytest
from pydantic import ValidationError

from ui.map.layers import Layer, is_tile_origin, tile_origins


def layer(kind: str, url: str, **more) -> Layer:
    return Layer.model_validate({"name": "a", "title": "A", "kind": kind, "url": url, **more})


def test_the_page_may_fetch_from_the_layers_of_the_network():
    layers = [
        layer("xyz", "https://{s}.tiles.example:8443/{z}/{x}/{y}.png"),
        layer("wms", "http://maps.example/wms"),
        layer("pmtiles", "desk://basemap/city.pmtiles"),
        layer("none", ""),
    ]
    assert tile_origins(layers) == {"https://*.tiles.example:8443", "http://maps.example"}


ORIGINS = frozenset({"https://*.tiles.example", "https://maps.example"})


@pytest.mark.parametrize("host", ["a.tiles.example", "maps.example"])
def test_a_layers_own_host_may_be_asked(host):
    assert is_tile_origin("https", host, ORIGINS)


@pytest.mark.parametrize(
    ("scheme", "host"),
    [
        ("https", "tiles.example"),
        ("https", "a.b.tiles.example"),
        ("https", "evil.example"),
        ("https", "maps.example.evil"),
        ("https", ""),
        ("http", "maps.example"),
        ("ftp", "maps.example"),
    ],
)
def test_others_may_not_nor_the_same_without_encryption(scheme, host):
    assert not is_tile_origin(scheme, host, ORIGINS)


@pytest.mark.parametrize(
    ("kind", "url", "more"),
    [
        ("xyz", "ftp://tiles.example/{z}", {}),
        ("xyz", "", {}),
        ("pmtiles", "https://tiles.example/city.pmtiles", {}),
        ("wms", "https://maps.example/wms", {"datum": "gcj02"}),
        ("xyz", "https://tiles.example/{z}", {"datum": "cgcs"}),
        ("xyz", "https://tiles.example/{z}", {"max_zoom": 40}),
        ("hologram", "https://tiles.example/{z}", {}),
    ],
)
def test_a_layer_that_cannot_be_shown_is_refused_when_the_settings_are_read(kind, url, more):
    with pytest.raises(ValidationError):
        layer(kind, url, **more)
