import math

import pytest

from app.domain.errors import AppError
from app.geo.coordinates import format_lon_lat, format_mgrs, format_projected, project


@pytest.mark.parametrize(
    ("lon", "lat", "text"),
    [
        (24.94402, 60.17148, "24.94402 E 60.17148 N"),
        (-58.45, -51.7, "58.45000 W 51.70000 S"),
        (190.0, 0.0, "170.00000 W 0.00000 N"),
    ],
)
def test_degrees_name_their_hemispheres(lon: float, lat: float, text: str) -> None:
    assert format_lon_lat(lon, lat) == text


@pytest.mark.parametrize(
    ("lon", "lat", "text"),
    [
        (24.94402, 60.17148, "35V LG 85928 72284"),
        # A one-digit zone, the widened zones around Norway, and the polar grid.
        (-177.0, -10.0, "01L EJ 00000 94587"),
        (5.4, 60.0, "32V KM 99266 56875"),
        (0.0, 89.0, "Z AF 00000 88973"),
        (384.94402, 60.17148, "35V LG 85928 72284"),
        # On the equator, whichever side of it a computer takes it to be.
        (0.0, -1e-10, "31N AA 66021 00000"),
        (0.0, -5e-8, "31N AA 66021 00000"),
        (0.0, -1e-7, "31M AV 66021 99999"),
    ],
)
def test_mgrs_is_spaced_into_zone_square_easting_northing(lon: float, lat: float, text: str) -> None:
    assert format_mgrs(lon, lat) == text


def test_mgrs_digits_are_the_utm_metres() -> None:
    easting, northing = (math.floor(value % 1e5) for value in project(24.94402, 60.17148, "EPSG:32635"))
    assert format_mgrs(24.94402, 60.17148) == f"35V LG {easting:05d} {northing:05d}"


@pytest.mark.parametrize(("lon", "lat"), [(math.nan, 60.0), (25.0, 90.1), (math.inf, 0.0)])
def test_no_place_has_no_mgrs(lon: float, lat: float) -> None:
    with pytest.raises(AppError) as caught:
        format_mgrs(lon, lat)
    assert caught.value.code == "place.malformed"


@pytest.mark.parametrize(
    ("crs", "lon", "lat", "text"),
    [
        ("EPSG:3067", 24.94402, 60.17148, "E 385929 m N 6672285 m"),
        ("EPSG:4490", 24.94402, 60.17148, "24.94402 E 60.17148 N"),
        ("EPSG:2263", -73.98566, 40.74844, "X 988223 ftUS Y 211954 ftUS"),
        # X points north in China and south in South Africa; both have the other axis first here.
        ("EPSG:4547", 116.4, 39.9, "Y 705255 m X 4421184 m"),
        ("EPSG:2048", 19.5, -30.0, "Y -48243 m X 3320219 m"),
        # Near the pole every direction is south.
        ("EPSG:32661", 0.0, 89.0, "E 2000000 m N 1888973 m"),
    ],
)
def test_a_place_in_another_system_is_written_with_its_axes_and_unit(
    crs: str, lon: float, lat: float, text: str
) -> None:
    assert format_projected(lon, lat, crs) == text


@pytest.mark.parametrize("crs", ["", "EPSG:999999", "rubbish", "EPSG:4978", "EPSG:5773"])
def test_what_is_not_a_flat_system_is_unknown(crs: str) -> None:
    with pytest.raises(AppError) as caught:
        project(25.0, 60.0, crs)
    assert caught.value.code == "crs.unknown"
    assert caught.value.params["crs"] == crs


def test_a_place_the_projection_cannot_reach_is_said_so() -> None:
    with pytest.raises(AppError) as caught:
        project(25.0, 95.0, "EPSG:3067")
    assert caught.value.code == "crs.out_of_area"
