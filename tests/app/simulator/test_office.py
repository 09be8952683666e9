"""How the city's operator keeps its session and waits for its station."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.domain.command import StartDuty
from app.domain.errors import AppError
from app.domain.model import utc_now
from app.domain.operator import Operator, Role
from app.domain.session import SessionTokens
from app.domain.snapshot import Snapshot
from app.simulator.office import Office, StoppedError

LOGIN, PASSWORD = "admin", "correct horse"


class Desk:
    """A station's doors as a script: it gives tokens that live as long as told, and answers what it is told to."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.keys: list[str | None] = []
        self.answers: list[tuple[int, str]] = []
        self.token_lives_s = 900.0
        self.refresh_status = 200
        self.good: str | None = None
        self.given = 0
        self.url = ""

    def answer(self, method: str, path: str, token: str, key: str | None, body: str) -> tuple[int, str]:
        self.heard.append(f"{method} {path}")
        if self.answers:
            return self.answers.pop(0)
        if path == "/v1/session":
            return (
                (200, self._tokens()) if json.loads(body)["password"] == PASSWORD else _refused("session.refused")
            )
        if path == "/v1/session/refresh":
            is_good = self.refresh_status == 200 and json.loads(body)["refresh"] == f"refresh-{self.given}"
            return (200, self._tokens()) if is_good else _refused("session.ended")
        if token != self.good:
            return _refused("session.ended")
        self.keys.append(key)
        if path == "/v1/snapshot":
            return 200, Snapshot(seq=4, at=utc_now(), station="desk").model_dump_json()
        return 200, '{"seq": 5, "events": []}'

    def _tokens(self) -> str:
        self.given += 1
        self.good = f"access-{self.given}"
        return SessionTokens(
            access=self.good,
            access_expires_at=utc_now() + timedelta(seconds=self.token_lives_s),
            refresh=f"refresh-{self.given}",
            refresh_expires_at=utc_now() + timedelta(hours=8),
            operator=Operator(login=LOGIN, role=Role.ADMINISTRATOR, number=1),
        ).model_dump_json()


def _refused(code: str, status: int = 401) -> tuple[int, str]:
    return status, json.dumps({"code": code, "params": {}})


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            status, text = desk.answer(self.command, self.path, token, self.headers.get("Idempotency-Key"), body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Not to standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    desk.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), name="desk")
    thread.start()
    yield desk
    server.shutdown()
    thread.join()
    server.server_close()


def office(desk: Desk, password: str = PASSWORD, stop: threading.Event | None = None) -> Office:
    return Office(desk.url, LOGIN, password, stop or threading.Event())


def test_it_signs_in_once_for_many_questions(desk: Desk) -> None:
    ours = office(desk)
    assert [ours.snapshot().seq, ours.snapshot().seq] == [4, 4]
    assert desk.heard == ["POST /v1/session", "GET /v1/snapshot", "GET /v1/snapshot"]


def test_a_token_about_to_end_is_renewed(desk: Desk) -> None:
    desk.token_lives_s = 20.0
    ours = office(desk)
    ours.snapshot()
    ours.snapshot()
    assert desk.heard == [
        "POST /v1/session",
        "GET /v1/snapshot",
        "POST /v1/session/refresh",
        "GET /v1/snapshot",
    ]


def test_where_it_cannot_be_renewed_it_signs_in_again(desk: Desk) -> None:
    desk.token_lives_s, desk.refresh_status = 20.0, 401
    ours = office(desk)
    ours.snapshot()
    ours.snapshot()
    assert desk.heard[2:] == ["POST /v1/session/refresh", "POST /v1/session", "GET /v1/snapshot"]


def test_a_token_that_the_station_forgot_is_given_up_for_a_new_one(desk: Desk) -> None:
    ours = office(desk)
    ours.snapshot()
    desk.good = "of another start"
    assert ours.snapshot().seq == 4
    assert desk.heard[2:] == ["GET /v1/snapshot", "POST /v1/session", "GET /v1/snapshot"]


def test_it_asks_once_with_a_wrong_password_and_no_more(desk: Desk) -> None:
    with pytest.raises(AppError, match=r"session\.refused"):
        office(desk, "wrong").snapshot()
    assert desk.heard == ["POST /v1/session"]


def test_an_order_that_found_nobody_is_given_again_under_the_same_key(desk: Desk) -> None:
    ours = office(desk)
    ours.snapshot()
    desk.answers = [(503, "{}"), (429, "{}")]
    assert ours.order(StartDuty(unit=3), "key-1").seq == 5
    assert desk.heard[2:] == ["POST /v1/commands"] * 3
    assert desk.keys[-1] == "key-1"


def test_a_refusal_is_heard_with_its_code_and_parameters(desk: Desk) -> None:
    ours = office(desk)
    ours.snapshot()
    desk.answers = [(404, '{"code": "unit.unknown", "params": {"number": 3}}'), (400, "not JSON")]
    with pytest.raises(AppError) as refusal:
        ours.order(StartDuty(unit=3), "key-1")
    assert (refusal.value.code, refusal.value.params) == ("unit.unknown", {"number": 3})
    with pytest.raises(AppError, match=r"station\.refused"):
        ours.order(StartDuty(unit=3), "key-2")


def test_told_to_stop_it_waits_no_longer_for_a_station_that_is_away() -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(StoppedError):
        # Port 9 is discard: nobody listens there.
        Office("http://127.0.0.1:9", LOGIN, PASSWORD, stop).snapshot()
