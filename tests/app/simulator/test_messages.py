"""What the simulated phones say, heard by the station's own gateways."""

from __future__ import annotations

import json
from base64 import b64decode
from urllib.parse import parse_qs, urlsplit

import pytest

from app.domain.history import Address
from app.domain.report import Report
from app.simulator.messages import Account, Message, osmand_json, osmand_query, owntracks
from app.simulator.receiver import PhoneFix
from app.station.gateways import osmand
from app.station.gateways import owntracks as owntracks_gateway

BASE, TOKEN = "http://127.0.0.1:9/gateways", "5-abcdef"
ACCOUNT = Account(
    Address(
        token=TOKEN,
        **{f"{name}_url": f"{BASE}/{name}/{TOKEN}" for name in ("osmand", "owntracks", "traccar", "batch")},
        stream_url=f"http://127.0.0.1:9/v1/streams/5/{TOKEN}",
    ),
    device_id="41234567",
)
AT_MS = 1_763_762_904_500
MOVING = PhoneFix(3.0, 24.9432109, 60.1712345, 8.25, 271.4, 4.6, 0.72)
STANDING = PhoneFix(3.0, 24.9432109, 60.1712345, 0.0, None, 4.6, 0.72)


def from_osmand(message: Message) -> tuple[str, Report]:
    ((device_id, report),) = osmand.parse(urlsplit(message.url).query, message.body)
    return device_id, report


def from_owntracks(message: Message) -> tuple[str, Report]:
    ((device_id, report),) = owntracks_gateway.parse(message.body)
    return device_id, report


def test_the_query_form_says_what_traccar_client_8_says() -> None:
    message = osmand_query(ACCOUNT, MOVING, AT_MS)
    assert message.url.startswith(f"{BASE}/osmand/{TOKEN}?")
    assert message.body == b""
    said = parse_qs(urlsplit(message.url).query)
    assert list(said) == ["id", "timestamp", "lat", "lon", "speed", "bearing", "altitude", "accuracy", "batt"]
    assert said["timestamp"] == ["1763762904"]


def test_the_json_form_says_what_traccar_client_9_says() -> None:
    message = osmand_json(ACCOUNT, MOVING, AT_MS)
    assert message.url == f"{BASE}/osmand/{TOKEN}"
    assert message.headers["Content-Type"] == "application/json"
    said = json.loads(message.body)
    assert said["device_id"] == "41234567"
    assert said["location"]["timestamp"] == "2025-11-21T22:08:24.500Z"
    assert set(said["location"]["coords"]) == {
        "latitude",
        "longitude",
        "accuracy",
        "speed",
        "heading",
        "altitude",
    }


def test_owntracks_says_who_it_is_in_basic_authentication_and_not_in_the_address() -> None:
    message = owntracks(ACCOUNT, MOVING, AT_MS)
    assert message.url == f"{BASE}/owntracks"
    scheme, given = message.headers["Authorization"].split()
    assert (scheme, b64decode(given)) == ("Basic", b"41234567:5-abcdef")
    said = json.loads(message.body)
    assert (said["_type"], said["tst"], said["vel"], said["cog"]) == ("location", 1763762904, 30, 271)


@pytest.mark.parametrize(
    ("message", "heard", "at_ms", "speed_off", "heading_off", "accuracy_m"),
    [
        (osmand_query(ACCOUNT, MOVING, AT_MS), from_osmand, 1_763_762_904_000, 0.001, 0.1, 4.6),
        (osmand_json(ACCOUNT, MOVING, AT_MS), from_osmand, AT_MS, 0.01, 0.1, 4.6),
        (owntracks(ACCOUNT, MOVING, AT_MS), from_owntracks, 1_763_762_904_000, 0.14, 0.5, 5.0),
    ],
    ids=["osmand-query", "osmand-json", "owntracks"],
)
def test_the_gateway_hears_the_fix_that_was_meant(
    message: Message, heard: object, at_ms: int, speed_off: float, heading_off: float, accuracy_m: float
) -> None:
    device_id, report = heard(message)  # type: ignore[operator]
    assert device_id.startswith("41234567")
    assert report.at_ms == at_ms
    assert (report.lon_deg, report.lat_deg) == pytest.approx((24.9432109, 60.1712345), abs=1e-7)
    assert report.speed_mps == pytest.approx(8.25, abs=speed_off)
    assert report.heading_deg == pytest.approx(271.4, abs=heading_off)
    assert report.accuracy_m == pytest.approx(accuracy_m)
    assert report.battery == pytest.approx(0.72)


def test_standing_no_heading_is_heard_where_the_app_can_say_so() -> None:
    assert from_osmand(osmand_json(ACCOUNT, STANDING, AT_MS))[1].heading_deg is None
    assert from_owntracks(owntracks(ACCOUNT, STANDING, AT_MS))[1].heading_deg is None
    assert from_osmand(osmand_query(ACCOUNT, STANDING, AT_MS))[1].heading_deg == 0.0


def test_no_secret_shows_when_a_message_or_an_account_is_printed() -> None:
    for dialect in (osmand_query, osmand_json, owntracks):
        assert "abcdef" not in repr(dialect(ACCOUNT, MOVING, AT_MS))
    assert "abcdef" not in repr(ACCOUNT)
