import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geo.geodesy import area_m2, bearing_deg, destination, distance_m, line_length_m

#: A degree of latitude at the equator and the length of the equator divided by 360, on WGS-84.
DEGREE_NORTH_M = 110_574.389
DEGREE_EAST_M = 111_319.491


def test_a_degree_is_as_long_as_the_ellipsoid_says() -> None:
    assert distance_m((0.0, 0.0), (0.0, 1.0)) == pytest.approx(DEGREE_NORTH_M, abs=0.01)
    assert distance_m((0.0, 0.0), (1.0, 0.0)) == pytest.approx(DEGREE_EAST_M, abs=0.01)


def test_a_line_is_as_long_as_its_pieces() -> None:
    line = np.array([(24.94, 60.17), (24.95, 60.18), (24.96, 60.16)])
    assert line_length_m(line) == pytest.approx(distance_m(line[:-1], line[1:]).sum())


@pytest.mark.parametrize("points", [[], [(24.94, 60.17)]])
def test_a_line_that_has_no_pieces_yet_has_no_length(points: list[tuple[float, float]]) -> None:
    assert line_length_m(points) == 0.0
    assert area_m2(points) == 0.0


def test_an_area_is_the_same_whichever_way_round_it_was_drawn() -> None:
    square = np.array([(0.0, 0.0), (0.01, 0.0), (0.01, 0.01), (0.0, 0.01)])
    expected = DEGREE_EAST_M * DEGREE_NORTH_M * 1e-4
    assert area_m2(square) == pytest.approx(expected, rel=1e-5)
    assert area_m2(square[::-1]) == pytest.approx(area_m2(square))


def test_bearings_run_clockwise_from_north() -> None:
    around = np.array([(0.0, 1.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0)])
    assert bearing_deg((0.0, 0.0), around) == pytest.approx([0.0, 90.0, 180.0, 270.0])


@given(
    st.floats(-180, 180),
    st.floats(-80, 80),
    st.floats(0, 359.9),
    st.floats(1, 1_000_000),
)
def test_going_out_and_measuring_back_agree(lon: float, lat: float, bearing: float, length: float) -> None:
    start = np.array((lon, lat))
    end = destination(start, bearing, length)
    assert end.shape == (2,)
    assert distance_m(start, end) == pytest.approx(length, abs=1e-3)
    assert abs((bearing_deg(start, end) - bearing + 180) % 360 - 180) * length < 1.0


def test_one_point_meets_many() -> None:
    many = np.zeros((3, 4, 2))
    many[..., 1] = 1.0
    assert distance_m((0.0, 0.0), many).shape == (3, 4)
    assert destination((0.0, 0.0), np.zeros((3, 4)), 10.0).shape == (3, 4, 2)


def test_importing_the_ruler_does_not_import_pyproj() -> None:
    code = "import sys, app.geo.geodesy, app.geo.coordinates; sys.exit('pyproj' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
