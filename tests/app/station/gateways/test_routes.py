from __future__ import annotations

import base64
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message, Scope

from app.domain.errors import AppError
from app.domain.fixes import Fixes, encode_frame
from app.station.gateways.routes import BATCH_BYTES, FORWARDED_BYTES, PHONE_BYTES, Gateways
from tests.app.station.field_ports import GATEWAY, NOW_MS, OTHER_UNIT, PHONE, UNIT, FieldPorts, token_of

QUERY = f"id=7&lat=60.1699&lon=24.9384&timestamp={NOW_MS}&speed=2&batt=80"
LOCATION = orjson.dumps({"_type": "location", "lat": 60.1699, "lon": 24.9384, "tst": NOW_MS // 1000, "batt": 80})
FORWARDED = orjson.dumps(
    {
        "position": {"fixTime": NOW_MS, "latitude": 60.1699, "longitude": 24.9384, "valid": True},
        "device": {"uniqueId": "device-1"},
    }
)
ROWS = orjson.dumps([{"unit": UNIT, "at": NOW_MS, "lon": 24.9384, "lat": 60.1699}])
DOORS = ("osmand", "owntracks", "traccar", "batch")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        return str(orjson.loads(self.body)["code"])


def ask(
    app: Any,
    path: str,
    *,
    method: str = "POST",
    query: str = "",
    body: bytes | list[bytes] = b"",
    headers: dict[str, str] | None = None,
) -> Answer:
    """One HTTP message through ASGI. Nothing in the doors waits for anything else, so no event loop is needed."""
    parts = body if isinstance(body, list) else [body]
    messages: list[Message] = [
        {"type": "http.request", "body": part, "more_body": i < len(parts) - 1} for i, part in enumerate(parts)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0) if messages else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode("utf-8", "replace"),
        "root_path": "",
        "query_string": query.encode("latin-1", "replace"),
        "headers": [(k.lower().encode(), v.encode("latin-1")) for k, v in (headers or {}).items()],
    }
    run(app(scope, receive, send))
    start, content = sent
    return Answer(start["status"], {k.decode(): v.decode() for k, v in start["headers"]}, bytes(content["body"]))


def run(coroutine: Coroutine[Any, Any, None]) -> None:
    with pytest.raises(StopIteration):
        coroutine.send(None)


@pytest.fixture
def ports() -> FieldPorts:
    return FieldPorts()


@pytest.fixture
def app(ports: FieldPorts) -> Gateways:
    return Gateways(ports.intake)


@pytest.fixture
def doors(ports: FieldPorts) -> Gateways:
    return Gateways(ports.intake)


def path_to(door: str, terminal: int = PHONE) -> str:
    return f"/{door}/{token_of(terminal)}"


def is_shown(ports: FieldPorts, unit: int = UNIT) -> bool:
    latest = ports.fleet.of(unit)
    return latest is not None and (latest.lon_deg, latest.lat_deg) == (24.9384, 60.1699)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_phone_that_speaks_osmand_by_query_is_shown(ports: FieldPorts, doors: Gateways, method: str) -> None:
    answer = ask(doors, path_to("osmand"), method=method, query=QUERY)
    assert (answer.status, answer.body) == (200, b"{}")
    assert is_shown(ports)
    assert ports.outcomes == {("osmand", "accepted"): 1}


def test_a_phone_that_speaks_osmand_by_form_is_shown(ports: FieldPorts, doors: Gateways) -> None:
    assert ask(doors, path_to("osmand"), body=QUERY.encode()).status == 200
    assert is_shown(ports)


def test_a_phone_that_speaks_owntracks_is_shown_and_hears_an_empty_list(
    ports: FieldPorts, doors: Gateways
) -> None:
    basic = base64.b64encode(f"patrol:{token_of(PHONE)}".encode()).decode()
    answer = ask(doors, "/owntracks", body=LOCATION, headers={"Authorization": f"Basic {basic}"})
    assert (answer.status, answer.body) == (200, b"[]")
    assert answer.headers["content-type"] == "application/json"
    assert is_shown(ports)


@pytest.mark.parametrize("kind", ["waypoint", "transition", "lwt", "status"])
def test_owntracks_is_thanked_for_what_nobody_needs(ports: FieldPorts, doors: Gateways, kind: str) -> None:
    answer = ask(doors, path_to("owntracks"), body=orjson.dumps({"_type": kind}))
    assert (answer.status, answer.body) == (200, b"[]")
    assert ports.outcomes == {("owntracks", "ignored"): 1}


def test_owntracks_that_encrypts_is_thanked_and_counted(ports: FieldPorts, doors: Gateways) -> None:
    answer = ask(doors, path_to("owntracks"), body=orjson.dumps({"_type": "encrypted", "data": "x"}))
    assert (answer.status, answer.body) == (200, b"[]")
    assert ports.outcomes == {("owntracks", "report.encrypted"): 1}


def test_a_traccar_server_shows_the_unit_of_its_device(ports: FieldPorts, doors: Gateways) -> None:
    assert ask(doors, path_to("traccar", GATEWAY), body=FORWARDED).status == 200
    assert is_shown(ports)


@pytest.mark.parametrize("body", [ROWS, encode_frame(Fixes.of([(UNIT, NOW_MS, 24.9384, 60.1699)]), NOW_MS)])
def test_a_batch_of_rows_or_as_a_frame_shows_its_units(ports: FieldPorts, doors: Gateways, body: bytes) -> None:
    assert ask(doors, path_to("batch", GATEWAY), body=body).status == 200
    assert is_shown(ports)


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {token_of(PHONE)}"},
        {"Authorization": f"bearer  {token_of(PHONE)} "},
        {"Authorization": "Basic " + base64.b64encode(f":{token_of(PHONE)}".encode()).decode()},
        {"X-Token": token_of(PHONE)},
    ],
)
@pytest.mark.parametrize("path", ["/osmand", "/osmand/"])
def test_a_device_that_can_set_a_header_needs_no_token_in_its_address(
    ports: FieldPorts, doors: Gateways, headers: dict[str, str], path: str
) -> None:
    assert ask(doors, path, query=QUERY, headers=headers).status == 200
    assert is_shown(ports)


def test_a_slash_after_the_token_does_no_harm(ports: FieldPorts, doors: Gateways) -> None:
    assert ask(doors, path_to("osmand") + "/", query=QUERY).status == 200


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic /w=="},
        {"Authorization": "Bearer"},
        {"Authorization": "Digest x"},
        {"X-Token": "1-wrong"},
    ],
)
def test_without_a_right_token_no_door_opens(
    ports: FieldPorts, doors: Gateways, door: str, headers: dict[str, str]
) -> None:
    answer = ask(doors, f"/{door}", query=QUERY, body=b"not even looked at", headers=headers)
    assert (answer.status, answer.code) == (401, "terminal.unauthorised")
    assert answer.headers["www-authenticate"].startswith("Basic")
    assert ports.outcomes == {(door, "terminal.unauthorised"): 1}


@pytest.mark.parametrize("door", ["traccar", "batch"])
def test_a_phone_cannot_speak_for_others(ports: FieldPorts, doors: Gateways, door: str) -> None:
    answer = ask(doors, path_to(door), body=ROWS)
    assert (answer.status, answer.code) == (403, "terminal.not_a_gateway")
    assert not ports.published


@pytest.mark.parametrize(
    ("door", "method"),
    [(door, method) for door in DOORS for method in ("HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW")]
    + [(door, "GET") for door in DOORS[1:]],
)
def test_other_methods_are_not_allowed(doors: Gateways, door: str, method: str) -> None:
    answer = ask(doors, path_to(door, GATEWAY), method=method)
    assert (answer.status, answer.code) == (405, "method.not_allowed")
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize("path", ["/", "/osmand2", "/..", "/\ud800"])
def test_a_door_that_is_not_there_is_not_found_and_counted_under_one_name(
    ports: FieldPorts, doors: Gateways, path: str
) -> None:
    answer = ask(doors, path)
    assert (answer.status, answer.code) == (404, "gateway.unknown")
    assert ports.outcomes == {("unknown", "gateway.unknown"): 1}


@pytest.mark.parametrize(
    ("door", "limit"),
    [("osmand", PHONE_BYTES), ("owntracks", PHONE_BYTES), ("traccar", FORWARDED_BYTES), ("batch", BATCH_BYTES)],
)
def test_an_oversized_body_is_refused_whether_it_says_so_or_not(
    ports: FieldPorts, doors: Gateways, door: str, limit: int
) -> None:
    path = path_to(door, GATEWAY)
    said = ask(doors, path, headers={"Content-Length": str(limit + 1)})
    endless = ask(doors, path, headers={"Content-Length": "9" * 400})
    unsaid = ask(doors, path, body=[b" " * limit, b" "])
    assert {(a.status, a.code) for a in (said, endless, unsaid)} == {(413, "report.too_large")}
    assert ports.outcomes == {(door, "report.too_large"): 3}
    assert ask(doors, path, body=[b" " * (limit - 1), b" "]).status != 413


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("id=7&lat=91&lon=1", "report.position_invalid"),
        ("id=7&lat=1&lon=181", "report.position_invalid"),
        ("id=7&lat=NaN&lon=1", "report.position_invalid"),
        ("id=7&lat=1&lon=inf", "report.position_invalid"),
        ("id=7&lat=1&lon=1&timestamp=soon", "report.time_invalid"),
        ("hello=world", "report.malformed"),
    ],
)
def test_a_report_that_cannot_be_is_refused_with_its_reason_and_counted(
    ports: FieldPorts, doors: Gateways, query: str, code: str
) -> None:
    answer = ask(doors, path_to("osmand"), query=query)
    assert (answer.status, answer.code) == (400, code)
    assert ports.outcomes == {("osmand", code): 1}
    assert not ports.published


def test_a_replayed_report_is_a_conflict_and_does_not_change_the_picture(
    ports: FieldPorts, doors: Gateways
) -> None:
    ask(doors, path_to("osmand"), query=QUERY)
    ports.now += 5_000
    ask(doors, path_to("osmand"), query=QUERY.replace(str(NOW_MS), str(NOW_MS + 5_000)))
    answer = ask(doors, path_to("osmand"), query=QUERY)
    assert (answer.status, answer.code) == (409, "report.replayed")
    assert ports.outcomes["osmand", "report.replayed"] == 1
    assert len(ports.published) == 2


def test_a_phone_that_is_too_fast_is_told_when_to_come_back(doors: Gateways) -> None:
    rows = orjson.dumps([{"lat": 1, "lon": 1}] * 2_000)
    assert ask(doors, path_to("osmand"), body=rows).status == 200
    answer = ask(doors, path_to("osmand"), query=QUERY)
    assert (answer.status, answer.code, answer.headers["retry-after"]) == (429, "report.too_many", "1")


def test_a_unit_off_duty_is_answered_exactly_as_one_on_duty(ports: FieldPorts, doors: Gateways) -> None:
    on_duty = ask(doors, path_to("osmand"), query=QUERY)
    ports.duty.clear()
    assert ask(doors, path_to("osmand"), query=QUERY.replace("lat=60", "lat=61")) == on_duty


def test_a_trouble_of_the_station_itself_is_said_so_and_the_phone_comes_again(
    ports: FieldPorts, doors: Gateways, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Fixes) -> None:
        raise AppError("disk.full")

    monkeypatch.setattr(ports, "append", full)
    answer = ask(doors, path_to("osmand"), query=QUERY)
    assert (answer.status, answer.code) == (503, "disk.full")
    assert int(answer.headers["retry-after"]) > 0


def test_a_sender_that_hangs_up_is_let_go(ports: FieldPorts, doors: Gateways) -> None:
    async def hang_up() -> Message:
        return {"type": "http.disconnect"}

    async def never(_: Message) -> None:
        pytest.fail("nobody is there to hear this")

    scope = {"type": "http", "method": "POST", "path": path_to("osmand"), "headers": [], "query_string": b""}
    run(doors(scope, hang_up, never))
    assert not ports.published


def test_the_doors_are_under_gateways(ports: FieldPorts, app: Gateways) -> None:
    assert ask(app, "/gateways" + path_to("osmand"), query=QUERY).status == 200
    assert ask(app, "/gateways" + path_to("osmand"), method="HEAD").status == 405
    assert ask(app, "/gateways/nowhere").status == 404
    assert is_shown(ports)


def test_a_token_is_in_no_log_and_no_answer(
    ports: FieldPorts, app: Gateways, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [
            ask(app, "/gateways" + path_to("osmand"), query=query, method=method)
            for query in (QUERY, "lat=91", "")
            for method in ("GET", "HEAD")
        ]
    assert token_of(PHONE) not in caplog.text
    assert all(token_of(PHONE).encode() not in answer.body for answer in answers)
    assert all(answer.headers["cache-control"] == "no-store" for answer in answers)


TEXT = st.text(max_size=40)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    door=st.sampled_from([*DOORS, "other"]),
    terminal=st.sampled_from([PHONE, GATEWAY, 99]),
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT"]),
    query=st.one_of(TEXT, st.just(QUERY), st.lists(st.sampled_from(QUERY.split("&"))).map("&".join)),
    body=st.one_of(
        st.binary(max_size=200),
        st.sampled_from([LOCATION, FORWARDED, ROWS, b"[" * 3000, b'{"a":' * 2000, b"1e400", b'{"lat":1,"lat":2}']),
        st.binary(max_size=60).map(lambda tail: b"WFX1\x01\x00\x00\x00" + tail),
    ),
    headers=st.dictionaries(
        st.sampled_from(["Authorization", "X-Limit-U", "X-Limit-D", "Content-Type", "X-Token"]),
        st.text(st.characters(max_codepoint=255), max_size=20),
    ),
)
def test_nothing_that_the_network_can_send_is_the_stations_fault(
    doors: Gateways,
    door: str,
    terminal: int,
    method: str,
    query: str,
    body: bytes,
    headers: dict[str, str],
) -> None:
    answer = ask(doors, path_to(door, terminal), method=method, query=query, body=body, headers=headers)
    assert answer.status in (200, 400, 401, 403, 404, 405, 409, 413, 429)
    if answer.status != 200:
        refusal = orjson.loads(answer.body)
        assert set(refusal) == {"code", "params"}


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_address_is_answered(doors: Gateways, path: str) -> None:
    assert ask(doors, "/" + path, query=QUERY).status in (401, 404)


def test_a_websocket_is_turned_away(doors: Gateways) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    run(doors({"type": "websocket", "path": "/osmand/x"}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_a_bad_row_of_a_batch_is_counted_and_the_others_are_shown(ports: FieldPorts, doors: Gateways) -> None:
    rows = [
        {"unit": UNIT, "at": NOW_MS, "lon": 24.9384, "lat": 60.1699},
        {"unit": OTHER_UNIT, "at": NOW_MS, "lon": 999, "lat": 60.1699},
        {"unit": OTHER_UNIT, "at": NOW_MS, "lon": 24.9384},
    ]
    assert ask(doors, path_to("batch", GATEWAY), body=orjson.dumps(rows)).status == 200
    assert is_shown(ports)
    assert not is_shown(ports, OTHER_UNIT)
    assert ports.outcomes["batch", "report.position_invalid"] == 2
