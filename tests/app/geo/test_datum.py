import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.geo.datum import Datum, convert, in_china

#: Longitude, latitude in WGS-84 and in GCJ-02: the vectors that public implementations check themselves by.
GCJ02_SAMPLES = [
    ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
    ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
    ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
]
#: The same for GCJ-02 and BD-09.
BD09_SAMPLE = ((116.404, 39.915), (116.41036949371029, 39.92133699351021))

#: A centimetre, as degrees of latitude.
CENTIMETRE_DEG = 9e-8
#: Away from the edge of the box, where the rule itself jumps.
china_lons = st.floats(72.05, 137.8)
china_lats = st.floats(0.9, 55.8)


@pytest.mark.parametrize(("wgs84", "gcj02"), GCJ02_SAMPLES)
def test_gcj02_agrees_with_the_public_samples(wgs84: tuple[float, float], gcj02: tuple[float, float]) -> None:
    assert convert(*wgs84, Datum.WGS84, Datum.GCJ02) == pytest.approx(gcj02, abs=1e-10)
    assert convert(*gcj02, Datum.GCJ02, Datum.WGS84) == pytest.approx(wgs84, abs=1e-10)


def test_bd09_agrees_with_the_public_sample() -> None:
    gcj02, bd09 = BD09_SAMPLE
    assert convert(*gcj02, Datum.GCJ02, Datum.BD09) == pytest.approx(bd09, abs=1e-10)


@given(st.sampled_from(Datum), st.sampled_from(Datum), china_lons, china_lats)
def test_there_and_back_meet_within_a_centimetre(source: Datum, target: Datum, lon: float, lat: float) -> None:
    lon_back, lat_back = convert(*convert(lon, lat, source, target), target, source)
    assert abs(lon_back - lon) < CENTIMETRE_DEG
    assert abs(lat_back - lat) < CENTIMETRE_DEG


@given(st.sampled_from(Datum), st.sampled_from(Datum), st.floats(-180, 71.9), st.floats(-90, 90))
def test_outside_china_nothing_moves(source: Datum, target: Datum, lon: float, lat: float) -> None:
    assert convert(lon, lat, source, target) == (lon, lat)


def test_an_array_is_converted_place_by_place() -> None:
    lons, lats = np.array([[24.944, 116.404]]), np.array([[60.171, 39.915]])
    lon, lat = convert(lons, lats, Datum.CGCS2000, Datum.GCJ02)
    assert in_china(lons, lats).tolist() == [[False, True]]
    assert lon == pytest.approx(np.array([[24.944, 116.41024449916938]]), abs=1e-10)
    assert lat == pytest.approx(np.array([[60.171, 39.91640428150164]]), abs=1e-10)


def test_cgcs2000_is_wgs84_at_the_accuracy_of_a_fix() -> None:
    assert convert(116.404, 39.915, Datum.CGCS2000, Datum.WGS84) == (116.404, 39.915)
