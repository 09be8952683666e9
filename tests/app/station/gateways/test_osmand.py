from __future__ import annotations

import json
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.report import Report
from app.station.gateways.osmand import HDOP_M, parse

#: What Traccar Client 9 sends, by its location template.
TRACCAR_CLIENT_9: dict[str, Any] = {
    "location": {
        "timestamp": "2026-06-15T13:45:12.862Z",
        "coords": {
            "latitude": 60.1699,
            "longitude": 24.9384,
            "accuracy": 5,
            "speed": 1.4,
            "heading": 90.5,
            "altitude": 12,
        },
        "is_moving": True,
        "odometer": 120,
        "event": "motionchange",
        "battery": {"level": 0.79, "is_charging": False},
        "activity": {"type": "walking"},
        "extras": {},
        "_": "&id=48241179&lat=60.1699&lon=24.9384&timestamp=2026-06-15T13:45:12.862Z&",
    },
    "device_id": "48241179",
}


def only(query: str = "", body: bytes | str | dict[str, Any] | list[Any] = b"") -> Report:
    if isinstance(body, dict | list):
        body = json.dumps(body)
    message = parse(query, body.encode() if isinstance(body, str) else body)
    assert len(message) == 1
    return message[0][1]


def refusal(query: str = "", body: bytes = b"") -> str:
    with pytest.raises(AppError) as raised:
        parse(query, body)
    return raised.value.code


def test_the_query_of_traccar_client_for_android_becomes_a_report_in_our_units() -> None:
    query = (
        "id=902064&timestamp=1442068686&lat=60.1699&lon=24.9384"
        "&speed=10.0&bearing=270.0&altitude=12.0&accuracy=8.0&batt=87.0&charge=true&alarm=sos"
    )
    ((device_id, report),) = parse(query, b"")
    assert device_id == "902064"
    assert report == Report(
        at_ms=1_442_068_686_000,
        lon_deg=24.9384,
        lat_deg=60.1699,
        speed_mps=pytest.approx(5.1444, abs=1e-4),
        heading_deg=270.0,
        accuracy_m=8.0,
        battery=0.87,
    )


def test_the_same_fields_may_come_as_a_posted_form() -> None:
    form = "id=7&timestamp=1442068686&lat=60.1&lon=24.9&accuracy=5.0&batt=50&charge=false"
    assert parse("", form.encode()) == parse(form, b"")


def test_a_form_and_a_query_are_read_as_one() -> None:
    assert only("id=7&lat=1", b"lon=2&timestamp=5").lon_deg == 2


def test_the_nested_json_of_traccar_client_9_is_in_metres_a_second_and_shares() -> None:
    ((device_id, report),) = parse("", json.dumps(TRACCAR_CLIENT_9).encode())
    assert device_id == "48241179"
    assert report == Report(
        at_ms=1_781_531_112_862,
        lon_deg=24.9384,
        lat_deg=60.1699,
        speed_mps=1.4,
        heading_deg=90.5,
        accuracy_m=5.0,
        battery=0.79,
    )


def test_the_flat_json_of_newer_clients_is_in_knots_and_percent_and_comes_in_batches() -> None:
    body = [
        {"id": "7", "lat": 60.1, "lon": 24.9, "timestamp": 1442068686, "speed": 10.0, "batt": 87, "charge": True},
        {"id": "7", "timestamp": 1442068700, "batt": 86},
    ]
    first, second = parse("", json.dumps(body).encode())
    assert first[1].speed_mps == pytest.approx(5.1444, abs=1e-4)
    assert first[1].battery == 0.87
    assert second[1] == Report(at_ms=1_442_068_700_000, battery=0.86)


def test_nested_locations_may_come_as_a_list() -> None:
    body = {"device_id": "a", "location": [TRACCAR_CLIENT_9["location"]] * 3}
    assert [device_id for device_id, _ in parse("", json.dumps(body).encode())] == ["a"] * 3


def test_json_is_told_by_its_first_character_since_senders_mislabel_it() -> None:
    assert only("", b'  {"lat": 1, "lon": 2}').lat_deg == 1


def test_negative_speed_heading_and_battery_mean_unknown() -> None:
    body = json.loads(json.dumps(TRACCAR_CLIENT_9))
    body["location"]["coords"] |= {"speed": -1, "heading": -1, "accuracy": 0}
    body["location"]["battery"]["level"] = -1
    report = only("", body)
    assert (report.speed_mps, report.heading_deg, report.accuracy_m, report.battery) == (None, None, None, None)


def test_heading_stands_for_bearing_and_battery_for_batt() -> None:
    report = only("id=1&lat=1&lon=2&heading=45&battery=20")
    assert report.heading_deg == 45
    assert report.battery == 0.2


def test_location_stands_for_lat_and_lon() -> None:
    report = only("id=123456&timestamp=1377177267&location=60.0,30.0")
    assert (report.lat_deg, report.lon_deg) == (60.0, 30.0)


def test_hdop_gives_an_accuracy_when_the_device_says_none() -> None:
    assert only("id=1&lat=1&lon=2&hdop=1.6").accuracy_m == pytest.approx(1.6 * HDOP_M)
    assert only("id=1&lat=1&lon=2&hdop=1.6&accuracy=4").accuracy_m == 4
    assert only("id=1&lat=1&lon=2&hdop=0.0").accuracy_m is None


def test_a_time_may_be_written_with_a_space_or_a_plus() -> None:
    assert only("id=1&lat=1&lon=2&timestamp=2014-06-04+09%3A10%3A11").at_ms == 1_401_873_011_000


def test_a_report_without_a_time_has_none() -> None:
    assert only("lat=60.0&lon=30.0&speed=0.0&vacc=0&hacc=0&deviceid=123456").at_ms is None


@pytest.mark.parametrize(
    "query",
    [
        "id=1&timestamp=1377177267&batt=40",
        "id=1&timestamp=1377177267&batt=40&cell=257,02,16,2224&cell=257,02,16,2223,-90&wifi=00-14-22-01-23-45,-80",
        "id=1&timestamp=1377177267&batt=40&lat=60&lon=24&valid=false",
        "id=1&timestamp=1377177267&batt=40&lat=60&lon=24&valid=0",
    ],
)
def test_a_report_without_a_valid_place_still_tells_the_battery(query: str) -> None:
    report = only(query)
    assert not report.has_position
    assert report.battery == 0.4


def test_a_heartbeat_with_nothing_but_a_time_is_a_report() -> None:
    assert only("id=1&timestamp=1377177267") == Report(at_ms=1_377_177_267_000)


def test_fields_that_nobody_knows_are_passed_over() -> None:
    assert only("id=1&lat=1&lon=2&driverUniqueId=x&event=start&rpm=933&ignition=true&mock=true").lat_deg == 1


def test_of_a_field_sent_twice_the_last_counts() -> None:
    assert only("lat=1&lon=2&lat=3").lat_deg == 3


@pytest.mark.parametrize(
    "query",
    [
        "id=1&lat=91&lon=2",
        "id=1&lat=1&lon=180.1",
        "lat=nan&lon=1",
        "lat=1",
        "lon=1",
        "location=60",
        "location=a,b",
    ],
)
def test_a_place_that_cannot_be_is_refused(query: str) -> None:
    assert refusal(query) == "report.position_invalid"


@pytest.mark.parametrize("query", ["", "hello=world", "&&&", "=", "a=1&" * 200])
def test_what_is_no_report_is_refused(query: str) -> None:
    assert refusal(query) == "report.malformed"


@pytest.mark.parametrize(
    "body", [b"{}", b"[1]", b"[[]]", b'{"location": [1]}', b"{", b"[" * 60_000, b'{"id": {}, "x": 1, "y": []']
)
def test_json_that_is_no_report_is_refused(body: bytes) -> None:
    assert refusal("", body) == "report.malformed"


def test_a_time_that_is_none_is_refused() -> None:
    assert refusal("id=1&lat=1&lon=2&timestamp={2}") == "report.time_invalid"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["location", "coords", "latitude", "longitude", "battery", "level", "lat", "lon", "id"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_any_json_is_reports_or_refused(body: object) -> None:
    try:
        message = parse("", json.dumps([body]).encode())
    except AppError:
        return
    assert all(isinstance(report, Report) for _, report in message)


@given(
    st.dictionaries(
        st.sampled_from(
            ["id", "lat", "lon", "timestamp", "speed", "bearing", "accuracy", "hdop", "batt", "location"]
        ),
        st.text(max_size=12) | st.floats().map(str) | st.integers().map(str),
    )
)
def test_any_form_is_a_report_within_range_or_refused(fields: dict[str, str]) -> None:
    try:
        report = only(urlencode(fields, errors="surrogatepass"))
    except AppError:
        return
    assert report.battery is None or 0 <= report.battery <= 1
    assert report.heading_deg is None or 0 <= report.heading_deg < 360
    assert report.speed_mps is None or report.speed_mps >= 0


@given(st.text(max_size=300), st.binary(max_size=300))
def test_any_bytes_are_reports_or_refused(query: str, body: bytes) -> None:
    with suppress(AppError):
        parse(query, body)
