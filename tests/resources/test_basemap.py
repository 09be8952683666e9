"""The demo city's basemap as it is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.resources.vector_tiles import Archive

FOLDER = Path(__file__).parents[2] / "resources" / "basemaps"
STATION = (24.9414, 60.1710)
ALEKSI = (24.9455, 60.1690)
BAY = (24.9440, 60.1776)


@pytest.fixture(scope="module")
def archive() -> Archive:
    return Archive(FOLDER / "helsinki.pmtiles")


def test_it_is_small_and_covers_the_centre_of_helsinki(archive: Archive) -> None:
    assert (FOLDER / "helsinki.pmtiles").stat().st_size < 500_000
    assert archive.bounds == pytest.approx((24.9352, 60.1642, 24.9534, 60.1791), abs=1e-4)
    assert archive.tile_type == 1, "vector tiles, as protomaps-leaflet reads them"


def test_no_zoom_is_empty(archive: Archive) -> None:
    """A map draws zoom z from data of z - 1, and what is past the last zoom from the last."""
    assert (archive.min_zoom, archive.max_zoom) == (8, 15)
    for zoom in range(archive.min_zoom, archive.max_zoom + 1):
        tile = archive.tile(zoom, *STATION)
        assert {"earth", "landuse", "roads"} <= set(tile), zoom
        assert "major_road" in tile["roads"].values("kind"), zoom
        assert zoom < 12 or tile["buildings"].features, zoom


def test_its_layers_and_kinds_are_those_of_protomaps(archive: Archive) -> None:
    """Source: docs.protomaps.com/basemaps/layers, version 4."""
    layers = {layer["id"]: set(layer["fields"]) for layer in archive.metadata()["vector_layers"]}
    assert set(layers) == {"earth", "landuse", "water", "roads", "buildings", "pois", "places"}
    assert all("kind" in fields for fields in layers.values())
    assert {"kind_detail", "name", "min_zoom", "is_bridge", "is_tunnel", "is_link", "oneway"} <= layers["roads"]
    tile = archive.tile(12, *STATION)
    assert tile["roads"].values("kind") <= {"highway", "major_road", "minor_road", "path", "rail", "other"}
    assert {"primary", "footway", "tram"} <= tile["roads"].values("kind_detail")
    assert {"park", "pedestrian", "grass"} <= tile["landuse"].values("kind")
    assert {"locality", "neighbourhood"} <= tile["places"].values("kind")
    assert all(isinstance(rank, int) for rank in tile["roads"].values("min_zoom"))
    assert tile["roads"].values("is_bridge") == {True}


def test_streets_and_places_have_their_names(archive: Archive) -> None:
    tile = archive.tile(14, *ALEKSI)
    assert {"Mannerheimintie", "Aleksanterinkatu", "Pohjoisesplanadi"} <= tile["roads"].values("name")
    assert {"Helsinki", "Kluuvi"} <= tile["places"].values("name")
    assert len(archive.tile(13, *STATION)["pois"].values("name")) > 100


def test_the_bay_is_water(archive: Archive) -> None:
    assert "ocean" in archive.tile(15, *BAY)["water"].values("kind")


def test_the_licence_and_the_credit_are_beside_it() -> None:
    notice = (FOLDER / "NOTICE.md").read_text("utf-8")
    assert "© OpenStreetMap contributors" in notice
    assert "ODbL" in notice
