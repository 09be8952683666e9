import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geo.mercator import LATITUDE_LIMIT_DEG, from_world, to_world, to_world_u32

lons = st.floats(-180.0, 179.999)
lats = st.floats(-LATITUDE_LIMIT_DEG, LATITUDE_LIMIT_DEG)


def test_the_world_begins_in_the_north_west_and_zero_zero_is_its_middle() -> None:
    x, y = to_world([-180.0, 0.0], [LATITUDE_LIMIT_DEG, 0.0])
    assert x == pytest.approx([0.0, 0.5], abs=1e-12)
    assert y == pytest.approx([0.0, 0.5], abs=1e-12)


def test_a_known_tile_holds_its_city() -> None:
    """Zoom 14: tile 9327/4742 is the centre of Helsinki, by the slippy-map rule."""
    x, y = to_world(24.9440, 60.1715)
    assert (int(x * 2**14), int(y * 2**14)) == (9327, 4742)


@given(lons, lats)
def test_there_and_back_is_the_same_place(lon: float, lat: float) -> None:
    lon_back, lat_back = from_world(*to_world(lon, lat))
    assert lon_back == pytest.approx(lon, abs=1e-9)
    assert lat_back == pytest.approx(lat, abs=1e-9)


@given(st.floats(-1000, 1000), st.floats(-90, 90))
def test_every_place_falls_inside_the_square(lon: float, lat: float) -> None:
    x, y = to_world(lon, lat)
    assert 0 <= x < 1
    assert 0 <= y < 1


def test_beyond_the_mercator_edge_latitudes_stop_and_longitudes_wrap() -> None:
    assert to_world(0.0, 89.9)[1] == to_world(0.0, LATITUDE_LIMIT_DEG)[1]
    assert to_world(190.0, 0.0)[0] == pytest.approx(to_world(-170.0, 0.0)[0])


def test_u32_coordinates_are_within_a_hundredth_of_a_metre() -> None:
    lon, lat = np.array([24.9440, -179.9999999, 179.9999999]), np.array([60.1715, -85.0, 85.06])
    x, y = to_world_u32(lon, lat)
    assert x.dtype == y.dtype == np.uint32
    lon_back, lat_back = from_world(x / 2**32, y / 2**32)
    assert lon_back == pytest.approx(lon, abs=1e-7)
    assert lat_back == pytest.approx(np.clip(lat, None, LATITUDE_LIMIT_DEG), abs=1e-7)
