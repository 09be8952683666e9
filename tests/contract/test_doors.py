"""The station's doors as any HTTP client finds them."""

from __future__ import annotations

import contextlib
import socket

import pytest
import requests
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.contract.station_process import ANSWER_S, StationProcess

UNIT = {"callsign": "V-07", "name": "Kamppi foot patrol", "force": "volunteer", "agency": "Security volunteers"}


def order(station: StationProcess, headers: dict[str, str], key: str, **command: object) -> requests.Response:
    keyed = {**headers, "Idempotency-Key": key} if key else headers
    return requests.post(f"{station.url}/v1/commands", json=command, headers=keyed, timeout=ANSWER_S)


@pytest.mark.parametrize(
    "path", ["/v1/snapshot", "/v1/events", "/metrics", "/docs", "/openapi.json", "/v1/units/1/track"]
)
def test_nothing_but_health_is_open(standing_station: StationProcess, path: str) -> None:
    answer = requests.get(standing_station.url + path, timeout=ANSWER_S)
    assert (answer.status_code, answer.json()["code"]) == (401, "session.missing")
    assert requests.get(standing_station.url + "/healthz", timeout=ANSWER_S).json()["status"] == "ok"


def test_docs_and_metrics_open_with_a_login_and_work_without_a_network(standing_station: StationProcess) -> None:
    login = (standing_station.login, standing_station.password)
    page = requests.get(standing_station.url + "/docs", auth=login, timeout=ANSWER_S)
    assert "swagger-ui-bundle.js" in page.text
    assert "://" not in page.text.replace("http://www.w3.org", "")
    assert (
        requests.get(standing_station.url + "/docs/swagger-ui-bundle.js", auth=login, timeout=ANSWER_S).status_code
        == 200
    )
    assert (
        "watchfloor_log_seq" in requests.get(standing_station.url + "/metrics", auth=login, timeout=ANSWER_S).text
    )


def test_roles_keep_a_dispatcher_from_registering_units(station: StationProcess) -> None:
    admin = station.sign_in()
    fields = {"login": "dora", "role": "dispatcher"}
    made = order(station, admin, "o1", kind="operator.register", operator=fields, password="a long password")
    assert made.status_code == 200, made.text
    unit = order(station, admin, "u1", kind="unit.register", unit=UNIT).json()["events"][0]["fact"]["unit"][
        "number"
    ]
    dora = station.sign_in("dora", "a long password")
    refused = order(station, dora, "u2", kind="unit.register", unit={**UNIT, "callsign": "V-08"})
    assert (refused.status_code, refused.json()["code"]) == (403, "role.not_allowed")
    assert order(station, dora, "d1", kind="duty.start", unit=unit).status_code == 200
    # Her own password she may change, and nobody else's.
    words = {"current": "a long password", "password": "another long one"}
    number = made.json()["events"][0]["fact"]["operator"]["number"]
    assert order(station, dora, "p1", kind="operator.change_password", number=1, **words).status_code == 403
    assert order(station, dora, "p2", kind="operator.change_password", number=number, **words).status_code == 200
    station.sign_in("dora", "another long one")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "request.malformed"),
        (b"{", 400, "request.malformed"),
        (b'{"kind":"unit.explode"}', 400, "request.malformed"),
        (b'{"kind":"duty.start","unit":"x"}', 400, "request.malformed"),
        (b'{"kind":"duty.start","unit":1,"extra":1}', 400, "request.malformed"),
        (b'{"kind":"duty.start","unit":1' + b" " * 70_000 + b"}", 413, "request.too_large"),
        (b"\xff\xfe\x00", 400, "request.malformed"),
        (b"[" * 5_000, 400, "request.malformed"),
    ],
)
def test_a_malformed_command_is_a_clear_refusal(
    standing_station: StationProcess, body: bytes, status: int, code: str
) -> None:
    headers = {**standing_station.sign_in(), "Idempotency-Key": "k", "Content-Type": "application/json"}
    answer = requests.post(f"{standing_station.url}/v1/commands", data=body, headers=headers, timeout=ANSWER_S)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_body_that_hides_its_length_is_cut_off(standing_station: StationProcess) -> None:
    headers = {**standing_station.sign_in(), "Idempotency-Key": "k", "Content-Type": "application/json"}
    endless = (b" " * 10_000 for _ in range(20))
    answer = requests.post(f"{standing_station.url}/v1/commands", data=endless, headers=headers, timeout=ANSWER_S)
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_a_command_without_a_key_is_refused(standing_station: StationProcess) -> None:
    refused = order(standing_station, standing_station.sign_in(), "", kind="unit.register", unit=UNIT)
    assert (refused.status_code, refused.json()["code"]) == (400, "idempotency.key_missing")


def test_five_wrong_passwords_lock_and_the_lock_is_on_the_log(station: StationProcess) -> None:
    admin = station.sign_in()
    codes = []
    for _ in range(6):
        given = {"login": station.login, "password": "wrong"}
        codes.append(requests.post(f"{station.url}/v1/session", json=given, timeout=ANSWER_S).status_code)
    assert codes == [401] * 4 + [423] * 2
    events = requests.get(f"{station.url}/v1/events", headers=admin, timeout=ANSWER_S).json()["events"]
    assert events[0]["fact"]["kind"] == "operator.locked"


def test_a_password_never_comes_back_in_a_refusal(standing_station: StationProcess) -> None:
    fields = {"login": "NOT A LOGIN", "role": "dispatcher"}
    refused = order(
        standing_station,
        standing_station.sign_in(),
        "k",
        kind="operator.register",
        operator=fields,
        password="very secret words",
    )
    assert refused.status_code == 400
    assert "very secret words" not in refused.text


@pytest.mark.parametrize(
    "path",
    [
        "events?after={n}",
        "events?before={n}",
        "events?unit={n}",
        "units/{n}/track?from_ms=0&to_ms=1",
        "units/1/track?from_ms={n}&to_ms={n}",
        "units/1/track?from_ms=-{n}&to_ms=-{n}",
    ],
)
def test_a_number_that_no_database_holds_is_a_clear_refusal(standing_station: StationProcess, path: str) -> None:
    answer = requests.get(
        f"{standing_station.url}/v1/{path.format(n=10**30)}", headers=standing_station.sign_in(), timeout=ANSWER_S
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "request.malformed")


@pytest.mark.parametrize("header", [b"Basic \xe9\xe9", b"Basic =", b"Basic", b"Bearer \xe9.\xe9.\xe9", b"\xff"])
def test_credentials_that_nobody_can_read_are_refused(standing_station: StationProcess, header: bytes) -> None:
    for path in ("metrics", "v1/snapshot"):
        answer = requests.get(
            f"{standing_station.url}/{path}", headers={"Authorization": header}, timeout=ANSWER_S
        )
        assert (answer.status_code, answer.json()["code"][:8]) == (401, "session.")


def test_guessing_at_the_metrics_door_locks_like_signing_in_and_tells_no_more(station: StationProcess) -> None:
    admin = station.sign_in()

    def guess(login: str) -> requests.Response:
        return requests.get(f"{station.url}/metrics", auth=(login, "wrong"), timeout=ANSWER_S)

    answers = {login: [guess(login) for _ in range(5)][-1] for login in (station.login, "nobody")}
    for answer in answers.values():
        assert (answer.status_code, answer.json()["code"]) == (423, "session.locked")
        assert set(answer.json()["params"]) == {"until"}
    events = requests.get(f"{station.url}/v1/events", headers=admin, timeout=ANSWER_S).json()["events"]
    assert events[0]["fact"]["kind"] == "operator.locked"


def test_a_new_password_ends_every_door_that_the_old_one_opened(station: StationProcess) -> None:
    old = station.sign_in()
    words = {"current": station.password, "password": "a new long password"}
    with connect(f"{station.url.replace('http', 'ws', 1)}/v1/feed?since=0", additional_headers=old) as feed:
        assert order(station, old, "p", kind="operator.change_password", number=1, **words).status_code == 200
        with pytest.raises(ConnectionClosed) as closed:
            list(iter(lambda: feed.recv(timeout=ANSWER_S), None))
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4401
    assert requests.get(f"{station.url}/v1/snapshot", headers=old, timeout=ANSWER_S).status_code == 401
    new = station.sign_in(password="a new long password")
    assert requests.get(f"{station.url}/v1/snapshot", headers=new, timeout=ANSWER_S).status_code == 200


@pytest.mark.parametrize("kind", ["many headers", "one header", "address", "trailers"])
def test_a_head_without_an_end_is_cut_off(standing_station: StationProcess, kind: str) -> None:
    much = b"a" * 60_000
    begin, piece = {
        "many headers": (b"GET /healthz HTTP/1.1\r\nHost: x\r\n", b"X-A: " + much + b"\r\n"),
        "one header": (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: ", much),
        "address": (b"GET /", much),
        "trailers": (
            b"POST /v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n",
            b"X-A: " + much + b"\r\n",
        ),
    }[kind]
    sent = 0
    with socket.create_connection(("127.0.0.1", standing_station.port), timeout=ANSWER_S) as line:
        line.sendall(begin)
        # Closed with bytes unread, the system may answer with a reset and nothing else.
        with contextlib.suppress(ConnectionError):
            while sent < 50_000_000:
                line.sendall(piece)
                sent += len(piece)
    assert sent < 20_000_000
    assert requests.get(f"{standing_station.url}/healthz", timeout=ANSWER_S).status_code == 200


def test_a_head_that_is_too_long_is_a_clear_refusal(standing_station: StationProcess) -> None:
    with socket.create_connection(("127.0.0.1", standing_station.port), timeout=ANSWER_S) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 40_000)
        # It need not have been taken whole before the answer is here, and the line closed.
        with contextlib.suppress(ConnectionError):
            line.sendall(b"a" * 40_000)
        assert line.recv(4096).startswith(b"HTTP/1.1 431 ")
