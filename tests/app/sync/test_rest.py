"""REST calls against a web server on a real socket."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from pathlib import Path

import orjson
import pytest

from app.domain.command import Receipt, RegisterOperator, StartDuty
from app.domain.errors import AppError
from app.domain.fixes import Fixes, encode_frame
from app.domain.operator import OperatorFields, Role
from app.sync.address import StationAddress
from app.sync.faults import RefusedError, UnauthorisedError
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.app.sync.peers import raw_peer, snapshot_at
from tests.app.sync.web import PASSWORD, Heard, Reply, WebPeer, as_json


@pytest.fixture
def client(wire: Wire) -> StationClient:
    session = Session(wire)
    session.sign_in("anna", PASSWORD)
    return StationClient(wire, session)


def test_a_snapshot_comes_with_the_clocks_difference(client: StationClient, peer: WebPeer) -> None:
    def answer(_: Heard) -> Reply:
        body = gzip.compress(snapshot_at(12).model_dump_json().encode())
        return 200, {"Content-Encoding": "gzip", "Station-Time": f"{time.time() * 1000 + 5_000:.0f}"}, body

    peer.answers["GET /v1/snapshot"] = answer
    asked_s = time.time()
    taken = client.snapshot()
    # It errs by half of the way there and back, however long a busy machine makes that; and by rounding.
    errs_ms = (time.time() - asked_s) * 500 + 1
    assert taken.snapshot == snapshot_at(12)
    assert taken.clock_offset_ms == pytest.approx(5_000, abs=errs_ms)


def test_a_command_is_sent_with_its_key_and_answered_with_a_receipt(client: StationClient, peer: WebPeer) -> None:
    peer.answers["POST /v1/commands"] = lambda _: as_json({"seq": 5, "events": []})
    assert client.send(StartDuty(unit=3), "k-1") == Receipt(seq=5, events=())
    (asked,) = peer.asked("POST /v1/commands")
    assert orjson.loads(asked.body) == {"kind": "duty.start", "unit": 3}
    assert asked.headers["Idempotency-Key"] == "k-1"
    assert asked.headers["Authorization"] == "Bearer access-1"


def test_history_and_track_are_asked_as_the_station_wants(client: StationClient, peer: WebPeer) -> None:
    track = Fixes.of([(4, 1_000, 24.9, 60.2), (4, 2_000, 24.9, 60.2)])
    peer.answers["GET /v1/events"] = lambda _: as_json({"events": []})
    peer.answers["GET /v1/units/4/track"] = lambda _: (200, {}, encode_frame(track, 3_000))
    assert client.events(after=9, limit=50) == ()
    assert client.unit_history(4, limit=20, before=100) == ()
    assert client.unit_history(4, has_talk=False) == ()
    assert client.track(4, 0, 3_000).at_ms.tolist() == [1_000, 2_000]
    paths = [heard.path for heard in peer.heard[1:]]
    assert paths == [
        "/v1/events?after=9&limit=50",
        "/v1/events?unit=4&limit=20&before=100",
        "/v1/events?unit=4&limit=100&talk=0",
        "/v1/units/4/track?from_ms=0&to_ms=3000",
    ]


def test_what_the_station_passes_on_is_read_where_this_desk_reaches_the_station(
    client: StationClient, peer: WebPeer
) -> None:
    given = {"url": "/v1/streams/12?ticket=a.b.c", "expires_at": "2026-03-01T06:00:00.000Z"}
    peer.answers["POST /v1/streams/12/ticket"] = lambda _: as_json(given)

    ticket = client.ticket(12)

    assert ticket.url == f"{peer.url}/v1/streams/12?ticket=a.b.c"
    assert ticket.expires_at is not None
    assert "a.b.c" not in repr(ticket)


def test_the_address_of_a_camera_is_left_as_it_is(client: StationClient, peer: WebPeer) -> None:
    given = {"url": "rtsp://u:p@10.0.0.5/main", "sub_url": "rtsp://u:p@10.0.0.5/sub", "transport": "udp"}
    peer.answers["POST /v1/streams/13/ticket"] = lambda _: as_json(given)
    ticket = client.ticket(13)
    assert (ticket.url, ticket.sub_url) == (given["url"], given["sub_url"])
    assert (ticket.transport, ticket.expires_at) == ("udp", None)


def test_a_desk_says_how_high_it_shows_each_terminal(client: StationClient, peer: WebPeer) -> None:
    peer.answers["PUT /v1/watching"] = lambda _: (204, {}, b"")
    client.watching({12: 270, 15: 1080})
    (asked,) = peer.asked("PUT /v1/watching")
    assert orjson.loads(asked.body) == {"heights": {"12": 270, "15": 1080}}


def test_a_refusal_keeps_its_code_and_parameters(client: StationClient, peer: WebPeer) -> None:
    body = {"code": "callsign.taken", "params": {"callsign": "D-01", "odd": [1, 2]}}
    peer.answers["POST /v1/commands"] = lambda _: as_json(body, 409)
    with pytest.raises(RefusedError) as raised:
        client.send(StartDuty(unit=3), "k")
    assert (raised.value.code, raised.value.params) == ("callsign.taken", {"callsign": "D-01"})


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (503, b'{"code": "station.stopping", "params": {}}', "station.stopping"),
        (507, b'{"code": "storage.full"}', "storage.full"),
        (429, b'{"code": "report.too_many", "params": {}}', "report.too_many"),
        (404, b"<html>nothing here</html>", "station.failed"),
        (502, b"", "station.failed"),
        (400, b"[]", "station.failed"),
        (302, b"", "station.failed"),
    ],
)
def test_only_the_stations_own_no_is_a_refusal(
    client: StationClient, peer: WebPeer, status: int, body: bytes, code: str
) -> None:
    peer.answers["POST /v1/commands"] = lambda _: (status, {}, body)
    with pytest.raises(AppError) as raised:
        client.send(StartDuty(unit=3), "k")
    assert raised.value.code == code
    assert not isinstance(raised.value, RefusedError)


def test_an_expired_token_is_renewed_once_and_the_call_made_again(client: StationClient, peer: WebPeer) -> None:
    def answer(heard: Heard) -> Reply:
        if heard.headers["Authorization"] == "Bearer access-1":
            return as_json({"code": "session.ended", "params": {}}, 401)
        return as_json({"events": []})

    peer.answers["GET /v1/events"] = answer
    assert client.events() == ()
    assert len(peer.asked("GET /v1/events")) == 2
    assert len(peer.asked("POST /v1/session/refresh")) == 1


def test_a_token_that_stays_refused_is_not_renewed_for_ever(client: StationClient, peer: WebPeer) -> None:
    peer.answers["GET /v1/events"] = lambda _: as_json({"code": "session.ended", "params": {}}, 401)
    with pytest.raises(UnauthorisedError):
        client.events()
    assert len(peer.asked("GET /v1/events")) == 2


def test_an_answer_this_desk_does_not_understand_is_named_without_being_quoted(
    client: StationClient, peer: WebPeer
) -> None:
    peer.answers["GET /v1/terminals/2/address"] = lambda _: as_json({"token": "2-geheim", "osmand_url": 5})
    with pytest.raises(AppError) as raised:
        client.address(2)
    assert raised.value.code == "station.incompatible"
    assert "geheim" not in f"{raised.value} {raised.value.__cause__} {raised.value.__suppress_context__}"


def test_health_needs_nobody_signed_in(wire: Wire, peer: WebPeer) -> None:
    peer.answers["GET /healthz"] = lambda _: as_json({"status": "ok", "version": "9", "station": "s", "new": 1})
    assert StationClient(wire, Session(wire)).health().version == "9"
    assert "Authorization" not in peer.heard[0].headers


def test_a_netrc_file_does_not_speak_in_the_operators_place(
    client: StationClient, peer: WebPeer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setattr(StationAddress, "is_loopback", False)
    peer.answers["GET /v1/events"] = lambda _: as_json({"events": []})
    client.events()
    assert peer.heard[-1].headers["Authorization"] == "Bearer access-1"


def test_a_proxy_is_not_asked_for_this_machine(
    client: StationClient, peer: WebPeer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    peer.answers["GET /v1/events"] = lambda _: as_json({"events": []})
    assert client.events() == ()


def test_calls_one_after_the_other_share_a_connection(client: StationClient, peer: WebPeer) -> None:
    peer.answers["GET /v1/events"] = lambda _: as_json({"events": []})
    for _ in range(5):
        client.events()
    assert len(peer.connections) == 1


def test_calls_at_the_same_time_do_not(client: StationClient, peer: WebPeer) -> None:
    together = threading.Barrier(4, timeout=60)

    def answer(_: Heard) -> Reply:
        together.wait()
        return as_json({"events": []})

    peer.answers["GET /v1/events"] = answer
    threads = [threading.Thread(target=client.events) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(peer.asked("GET /v1/events")) == 4
    assert len(peer.connections) == 4


def fault_at(url: str, **limits: object) -> AppError:
    wire = Wire(StationAddress(url), **limits)  # type: ignore[arg-type]
    try:
        with pytest.raises(AppError) as raised:
            wire.call("GET", "/healthz")
    finally:
        wire.close()
    return raised.value


def test_nobody_at_home_is_unreachable() -> None:
    # Taken, so that nobody else gets it meanwhile, but not listened to.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = fault_at(f"http://127.0.0.1:{taken.getsockname()[1]}")
    assert (error.code, error.params) == ("station.unreachable", {"reason": "refused"})


def test_an_unknown_name_is_unreachable(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    error = fault_at("http://station.example")
    assert (error.code, error.params) == ("station.unreachable", {"reason": "unknown_host"})


def silent(connection: socket.socket) -> None:
    while connection.recv(4096):
        pass


def test_a_station_that_stalls_is_unreachable() -> None:
    with raw_peer(silent) as url:
        error = fault_at(url, timeout_s=(1, 0.2))
    assert (error.code, error.params) == ("station.unreachable", {"reason": "timeout"})


def test_an_answer_that_trickles_is_given_up() -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while True:
            connection.sendall(b" ")
            threading.Event().wait(0.02)

    # It is never silent, so nothing but this limit ends it before the answer is whole.
    with raw_peer(talk) as url:
        error = fault_at(url, total_s=0.3)
    assert (error.code, error.params) == ("station.unreachable", {"reason": "timeout"})


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"],
    ids=["hangs up", "not HTTP", "cut short"],
)
def test_an_answer_that_breaks_off_is_unreachable(answer: bytes) -> None:
    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(answer)
        connection.shutdown(socket.SHUT_WR)
        silent(connection)

    with raw_peer(talk) as url:
        error = fault_at(url)
    assert (error.code, error.params) == ("station.unreachable", {"reason": "lost"})


def test_an_answer_that_never_ends_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.sync.wire.MAX_BODY_BYTES", 100_000)

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            connection.sendall(b" " * 65_536)

    with raw_peer(talk) as url:
        assert fault_at(url).code == "station.failed"


def test_a_password_goes_nowhere_but_into_the_body(
    client: StationClient, peer: WebPeer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    peer.answers["POST /v1/commands"] = lambda _: as_json({"seq": 1, "events": []})
    fields = OperatorFields(login="bert", role=Role.DISPATCHER)
    client.send(RegisterOperator(operator=fields, password="a long secret"), "k")
    assert orjson.loads(peer.heard[-1].body)["password"] == "a long secret"
    assert "a long secret" not in caplog.text
    assert PASSWORD not in caplog.text
    assert "access-1" not in caplog.text
