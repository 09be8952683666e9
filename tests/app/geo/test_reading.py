import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.geo.coordinates import format_lon_lat, format_mgrs, format_projected
from app.geo.geodesy import line_length_m
from app.geo.reading import read_place

KAMPPI = (24.94402, 60.17148)
CRS = "EPSG:3067"
#: Where the map's system is at home.
_PLACES = st.tuples(st.floats(20.0, 30.0), st.floats(59.0, 70.0))
_ANYWHERE = st.tuples(st.floats(-180.0, 179.99), st.floats(-89.0, 89.0))


def _metres_off(read: tuple[float, float], meant: tuple[float, float]) -> float:
    return line_length_m([*read, *meant])


@pytest.mark.parametrize(
    "text",
    [
        "24.94402 E 60.17148 N",
        "60.17148 N 24.94402 E",
        "24.94402 60.17148",
        " 24.94402, 60.17148 ",
        "24,94402 60,17148",
        "24.94402;60.17148",
        "24.94402° E, 60.17148° N",
        "e24.94402 n60.17148",
        "N 60.17148 E 24.94402",
        "35V LG 85928 72284",
        "35vlg8592872284",
        "E 385929 m N 6672285 m",
        "N 6672285 E 385929",
        "385929 6672285",
        "385929.4, 6672285.1",
    ],
)
def test_a_place_is_read_in_every_form_that_the_desk_writes(text: str) -> None:
    assert _metres_off(read_place(text, CRS), KAMPPI) < 2


def test_letters_tell_west_and_south() -> None:
    assert read_place("58.45 W 51.7 S") == (-58.45, -51.7)
    assert read_place("-58.45 -51.7") == (-58.45, -51.7)


def test_a_short_mgrs_reference_means_the_middle_of_its_square() -> None:
    assert _metres_off(read_place("35V LG 8595 7225"), read_place("35V LG 85955 72255")) < 1.5


def test_a_system_whose_letters_are_the_other_way_round_still_has_east_first() -> None:
    assert _metres_off(read_place("Y 705255 m X 4421184 m", "EPSG:4547"), (116.4, 39.9)) < 2
    assert _metres_off(read_place("X 4421184 Y 705255", "EPSG:4547"), (116.4, 39.9)) < 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Kamppi",
        "24.94402",
        "24.94402 E 60.17148 E",
        "24.94402 Q 60.17148 N",
        "190 60",
        "24 95",
        "60.1 N 24.9",
        "1 2 3",
        "35I LG 85928 72284",
        "35V LG 85928 7228",
        "99V LG 85928 72284",
        "1e400 2",
        "nan nan",
        "24.94402 60.17148 and more",
        "9" * 400 + " 1",
    ],
)
def test_what_is_no_place_is_called_that(text: str) -> None:
    with pytest.raises(AppError) as raised:
        read_place(text, CRS)
    assert raised.value.code in ("place.malformed", "crs.out_of_area")


def test_coordinates_of_a_map_need_its_system() -> None:
    with pytest.raises(AppError, match=r"place\.malformed"):
        read_place("385929 6672285")


@settings(max_examples=60, deadline=None)
@given(_ANYWHERE)
def test_degrees_that_were_written_are_read_back(place: tuple[float, float]) -> None:
    assert _metres_off(read_place(format_lon_lat(*place), CRS), place) < 2


@settings(max_examples=60, deadline=None)
@given(_ANYWHERE)
@example((0.0, -1e-10))
def test_mgrs_that_was_written_is_read_back(place: tuple[float, float]) -> None:
    assert _metres_off(read_place(format_mgrs(*place)), place) < 2


@settings(max_examples=60, deadline=None)
@given(_PLACES)
def test_a_maps_coordinates_that_were_written_are_read_back(place: tuple[float, float]) -> None:
    assert _metres_off(read_place(format_projected(*place, CRS), CRS), place) < 2


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_place_or_called_none(text: str) -> None:
    try:
        lon_deg, lat_deg = read_place(text, CRS)
    except AppError:
        return
    assert math.isfinite(lon_deg)
    assert abs(lat_deg) <= 90
