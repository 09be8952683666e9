from __future__ import annotations

import math
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.station.gateways import values

ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.lists(st.integers())
)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("60.17", 60.17),
        (" 60.17 ", 60.17),
        (60, 60.0),
        (-0.5, -0.5),
        ("", None),
        ("north", None),
        ("NaN", None),
        ("-Infinity", None),
        ("1e999", None),
        ("1" * 65, None),
        (True, None),
        (None, None),
        ([1], None),
        ("\ud800", None),
    ],
)
def test_a_number_is_read_from_text_and_json_and_must_be_finite(sent: object, read: float | None) -> None:
    assert values.number(sent) == read


def test_knots_are_nautical_miles_an_hour() -> None:
    assert values.at_least_zero("10", values.KNOT_MPS) == pytest.approx(5.1444, abs=1e-4)


@pytest.mark.parametrize("code", [-1, "-1.0", -0.001])
def test_a_negative_speed_or_accuracy_means_unknown(code: object) -> None:
    assert values.at_least_zero(code) is None
    assert values.above_zero(code) is None


def test_an_accuracy_of_zero_means_unknown() -> None:
    assert values.above_zero("0.0") is None


@pytest.mark.parametrize(("sent", "read"), [(0, 0), (359.5, 359.5), (360, 0), (-1, None), (655.35, None)])
def test_a_heading_lies_between_0_and_360(sent: float, read: float | None) -> None:
    assert values.heading_deg(sent) == read


@pytest.mark.parametrize(("sent", "read"), [("87.0", 0.87), (0, 0), (100, 1), (-1, None), (101, None)])
def test_a_battery_in_percent_becomes_a_share(sent: object, read: float | None) -> None:
    assert values.share(sent, 100) == read


@pytest.mark.parametrize(
    "sent",
    [
        "1442068686",
        "1442068686000",
        1442068686,
        1442068686.0,
        "2015-09-12T14:38:06Z",
        "2015-09-12T14:38:06.000+0000",
        "2015-09-12T17:38:06+03:00",
        "2015-09-12 14:38:06",
    ],
)
def test_a_time_is_read_from_seconds_milliseconds_and_both_written_forms(sent: object) -> None:
    assert values.moment_ms(sent) == 1_442_068_686_000


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_time_is_no_time(nothing: object) -> None:
    assert values.moment_ms(nothing) is None


@pytest.mark.parametrize("nonsense", ["yesterday", "{2}", [1], {}, True, "2015-13-40 00:00:00"])
def test_what_is_no_time_is_refused(nonsense: object) -> None:
    with pytest.raises(AppError) as raised:
        values.moment_ms(nonsense)
    assert raised.value.code == "report.time_invalid"


@pytest.mark.parametrize(
    ("lon", "lat"), [("181", "0.1"), ("0.1", "-90.01"), ("nan", "1"), ("1", None), ("inf", "1"), ("east", "1")]
)
def test_a_place_beyond_the_globe_or_half_a_place_is_refused(lon: object, lat: object) -> None:
    with pytest.raises(AppError) as raised:
        values.place(lon, lat)
    assert raised.value.code == "report.position_invalid"


@given(ANY)
def test_whatever_is_sent_is_a_time_or_refused_and_fits_a_column(sent: object) -> None:
    try:
        at_ms = values.moment_ms(sent)
    except AppError:
        return
    assert at_ms is None or abs(at_ms) < 2**53


@given(ANY, ANY)
def test_whatever_is_sent_is_a_place_on_the_globe_or_refused(lon: object, lat: object) -> None:
    try:
        lon_deg, lat_deg = values.place(lon, lat)
    except AppError:
        return
    assert abs(lon_deg) <= 180
    assert abs(lat_deg) <= 90


@given(ANY)
def test_an_identifier_is_a_short_text(sent: object) -> None:
    assert len(values.text(sent)) <= 80


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=20))
def test_a_column_of_times_is_read_as_its_numbers_are(numbers: list[float]) -> None:
    assert values.moments_ms(np.array(numbers, np.float64)).tolist() == [values.moment_ms(n) for n in numbers]


@given(st.binary(max_size=200))
def test_bytes_are_json_or_refused(body: bytes) -> None:
    with suppress(AppError):
        values.json_of(body)


@pytest.mark.parametrize("body", [b"[" * 5000, b"NaN", b'"\\ud800"', b"1e999", b"\xff", b"", b'{"a":'])
def test_json_that_is_deep_endless_or_broken_is_refused(body: bytes) -> None:
    with pytest.raises(AppError):
        values.json_of(body)


def test_an_infinite_time_of_a_column_is_clamped_to_the_calendar() -> None:
    first, last = values.moments_ms(np.array([-math.inf, math.inf]))
    assert first < 0 < last < 2**53
