from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.errors import AppError
from app.domain.report import Report
from app.station.gateways.traccar import parse

#: As a Traccar server forwards a position.
FORWARDED: dict[str, Any] = {
    "position": {
        "id": 18336,
        "attributes": {"batteryLevel": 55.0, "battery": 3.9, "distance": 4.4, "motion": True},
        "deviceId": 7,
        "protocol": "osmand",
        "serverTime": "2026-06-15T13:45:13.100+00:00",
        "deviceTime": "2026-06-15T13:45:12.000+00:00",
        "fixTime": "2026-06-15T13:45:12.000+00:00",
        "outdated": False,
        "valid": True,
        "latitude": 60.1699,
        "longitude": 24.9384,
        "altitude": 12.0,
        "speed": 10.0,
        "course": 90.0,
        "address": None,
        "accuracy": 8.0,
        "network": None,
    },
    "device": {"id": 7, "name": "Vehicle 7", "uniqueId": "861001000719969", "status": "online", "attributes": {}},
}


def changed(**position: Any) -> bytes:
    return json.dumps(FORWARDED | {"position": FORWARDED["position"] | position}).encode()


def test_a_forwarded_position_becomes_a_report_of_its_device() -> None:
    assert parse(json.dumps(FORWARDED).encode()) == [
        (
            "861001000719969",
            Report(
                at_ms=1_781_531_112_000,
                lon_deg=24.9384,
                lat_deg=60.1699,
                speed_mps=pytest.approx(5.1444, abs=1e-4),
                heading_deg=90.0,
                accuracy_m=8.0,
                battery=0.55,
            ),
        )
    ]


def test_positions_may_come_as_a_list() -> None:
    assert len(parse(json.dumps([FORWARDED] * 3).encode())) == 3


@pytest.mark.parametrize("time", [1_781_531_112_000, "2026-06-15T13:45:12.000+0000", "2026-06-15T13:45:12Z"])
def test_times_come_in_the_forms_of_all_versions(time: object) -> None:
    assert parse(changed(fixTime=time))[0][1].at_ms == 1_781_531_112_000


@pytest.mark.parametrize("change", [{"valid": False}, {"outdated": True}])
def test_a_place_that_is_no_fix_leaves_the_battery(change: dict[str, Any]) -> None:
    report = parse(changed(**change))[0][1]
    assert not report.has_position
    assert report.battery == 0.55


@pytest.mark.parametrize(
    "body", [b"{}", b"[{}]", b"1", b'{"position": {}}', b'{"position": [], "device": {"uniqueId": "a"}}']
)
def test_what_is_no_forwarded_position_is_refused(body: bytes) -> None:
    with pytest.raises(AppError) as raised:
        parse(body)
    assert raised.value.code == "report.malformed"


@given(
    st.dictionaries(
        st.sampled_from(sorted(FORWARDED["position"])),
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
    )
)
def test_any_change_to_a_position_is_a_report_or_refused(change: dict[str, Any]) -> None:
    with suppress(AppError):
        parse(changed(**change))
