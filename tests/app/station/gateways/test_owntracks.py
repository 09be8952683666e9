from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.report import Report
from app.station.gateways.owntracks import parse

#: As OwnTracks for Android posts it.
LOCATION: dict[str, Any] = {
    "_type": "location",
    "BSSID": "c0:ff:ee:c0:ff:ee",
    "acc": 12,
    "alt": 154,
    "batt": 64,
    "bs": 1,
    "cog": 271,
    "conn": "w",
    "created_at": 1656514222,
    "lat": 60.1699,
    "lon": 24.9384,
    "m": 1,
    "t": "u",
    "tid": "p7",
    "topic": "owntracks/patrol/p7",
    "tst": 1656514211,
    "vac": 1,
    "vel": 36,
}


def test_a_location_becomes_a_report_in_our_units() -> None:
    ((device_id, report),) = parse(json.dumps(LOCATION).encode())
    assert device_id == "patrol/p7"
    assert report == Report(
        at_ms=1_656_514_211_000,
        lon_deg=24.9384,
        lat_deg=60.1699,
        speed_mps=pytest.approx(10.0),
        heading_deg=271.0,
        accuracy_m=12.0,
        battery=0.64,
    )


def test_the_headers_name_the_device() -> None:
    assert parse(json.dumps(LOCATION).encode(), "patrol", "phone")[0][0] == "patrol/phone"


def test_locations_may_come_as_a_list() -> None:
    assert len(parse(json.dumps([LOCATION, LOCATION]).encode())) == 2


@pytest.mark.parametrize(
    "kind", ["lwt", "waypoint", "transition", "card", "cmd", "steps", "status", "dump", "future"]
)
def test_other_messages_are_taken_and_hold_no_report(kind: str) -> None:
    assert parse(json.dumps({"_type": kind, "lat": 1, "lon": 2}).encode()) == []


@pytest.mark.parametrize("body", [b"", b"  \n"])
def test_an_empty_body_holds_no_report(body: bytes) -> None:
    assert parse(body) == []


def test_a_negative_velocity_or_course_means_unknown() -> None:
    ((_, report),) = parse(json.dumps(LOCATION | {"vel": -1, "cog": -1}).encode())
    assert (report.speed_mps, report.heading_deg) == (None, None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lat": 90.1}, "report.position_invalid"),
        ({"lon": None}, "report.position_invalid"),
        ({"tst": "soon"}, "report.time_invalid"),
        ({"_type": "encrypted", "data": "aGVsbG8="}, "report.encrypted"),
        ({"_type": 5}, "report.malformed"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_reason(change: dict[str, Any], code: str) -> None:
    with pytest.raises(AppError) as raised:
        parse(json.dumps(LOCATION | change).encode())
    assert raised.value.code == code


@pytest.mark.parametrize("body", [b"{}", b"[1]", b"null", b"5", b"{", b'"location"'])
def test_what_is_no_message_is_refused(body: bytes) -> None:
    with pytest.raises(AppError) as raised:
        parse(body)
    assert raised.value.code == "report.malformed"


@given(
    st.dictionaries(st.sampled_from(sorted(LOCATION)), st.none() | st.floats() | st.text() | st.lists(st.none()))
)
def test_any_change_to_a_location_is_a_report_or_refused(change: dict[str, Any]) -> None:
    with suppress(AppError):
        parse(json.dumps(LOCATION | change).encode())


@given(st.binary(max_size=300), st.text(max_size=100), st.text(max_size=100))
def test_any_bytes_are_a_message_or_refused(body: bytes, user: str, device: str) -> None:
    with suppress(AppError):
        parse(body, user, device)
