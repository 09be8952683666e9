"""What a terminal is asked to push, as a terminal asks and desks make it so."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from app.station.watching import LOWERED_AFTER_S
from app.sync.address import StationAddress
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.contract.test_streams import Crew, until


class Terminal:
    """Asks as a terminal does; several times at once, if need be."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._asking = ThreadPoolExecutor(8)

    def ask(self, known: str = "", gives_up_s: float = 90.0, **headers: str) -> requests.Response:
        given = headers or {"X-Token": self._crew.token}
        url = f"{self._crew.url}/wanted"
        return requests.get(url, params={"known": known}, headers=given, timeout=gives_up_s)

    def wait(self, known: str = "", gives_up_s: float = 90.0) -> Future[requests.Response]:
        """A long poll on its way."""
        waiting = self.gauge("watchfloor_video_waiting")
        asked = self._asking.submit(self.ask, known, gives_up_s)
        until(lambda: asked.done() or self.gauge("watchfloor_video_waiting") > waiting)
        return asked

    def quality(self, known: str = "") -> str | None:
        answer = self.ask(known)
        assert answer.status_code == 200, answer.text
        return answer.json()["quality"]

    def gauge(self, name: str) -> float:
        station = self._crew.station
        page = requests.get(
            f"{station.url}/metrics", auth=(station.login, station.password), timeout=ANSWER_S
        ).text
        return float(next(line.split()[1] for line in page.splitlines() if line.startswith(f"{name} ")))

    def close(self) -> None:
        self._asking.shutdown()


@pytest.fixture
def crew(station: StationProcess) -> Crew:
    return Crew(station)


@pytest.fixture
def terminal(crew: Crew) -> Any:
    made = Terminal(crew)
    yield made
    crew.station.kill()
    made.close()


@pytest.fixture
def desk(crew: Crew) -> Iterator[StationClient]:
    wire = Wire(StationAddress(crew.station.url))
    session = Session(wire)
    session.sign_in(crew.station.login, crew.station.password)
    yield StationClient(wire, session)
    wire.close()


def test_a_terminal_that_waits_is_told_the_moment_somebody_looks(
    crew: Crew, terminal: Terminal, desk: StationClient
) -> None:
    waiting = terminal.wait()

    desk.watching({crew.terminal: 270})

    # By itself it would have been answered with nothing.
    assert waiting.result(60).json() == {"quality": "main"}
    assert terminal.quality() == "main"
    assert terminal.quality("sub") == "main"
    assert terminal.gauge("watchfloor_video_watched") == 1


def test_a_terminal_is_asked_for_less_some_seconds_after_less_is_enough(
    crew: Crew, terminal: Terminal, desk: StationClient
) -> None:
    desk.watching({crew.terminal: 1080})
    began = time.monotonic()
    desk.watching({crew.terminal: 90})
    # Else it is answered with what it has, when its poll is over.
    assert terminal.quality("main") == "thumbnail"
    assert time.monotonic() - began >= LOWERED_AFTER_S


def test_a_terminal_whose_unit_goes_off_duty_is_asked_for_nothing_at_once(
    crew: Crew, terminal: Terminal, desk: StationClient
) -> None:
    desk.watching({crew.terminal: 1080})
    waiting = terminal.wait("main")
    crew.end_duty()
    assert waiting.result(60).json() == {"quality": None}
    assert terminal.quality("main") is None


def test_a_terminal_proves_itself_as_it_does_when_it_pushes(
    crew: Crew, terminal: Terminal, desk: StationClient
) -> None:
    desk.watching({crew.terminal: 1080})
    address = crew._get(f"/v1/terminals/{crew.terminal}/address")["stream_url"]
    assert address == f"{crew.url}/{crew.token}"
    assert requests.get(f"{address}/wanted", timeout=ANSWER_S).json() == {"quality": "main"}
    assert terminal.ask(Authorization=f"Bearer {crew.token}").json() == {"quality": "main"}
    assert requests.get(f"{crew.url}/wanted?token={crew.token}", timeout=ANSWER_S).json() == {"quality": "main"}
    assert requests.get(f"{crew.url}/wanted", auth=("any", crew.token), timeout=ANSWER_S).status_code == 200

    for refused in (
        requests.get(f"{crew.url}/wanted", timeout=ANSWER_S),
        requests.get(f"{crew.url}/{crew.token[:-1]}/wanted", timeout=ANSWER_S),
        requests.get(f"{crew.station.url}/v1/streams/{crew.unit}/{crew.token}/wanted", timeout=ANSWER_S),
    ):
        assert (refused.status_code, refused.json()["code"]) == (401, "terminal.unauthorised")
    assert terminal.ask("best").json()["code"] == "request.malformed"
    assert requests.get(f"{crew.url}?{'a=1&' * 40}", timeout=ANSWER_S).json()["code"] == "request.malformed"
    assert requests.delete(f"{address}/wanted", timeout=ANSWER_S).status_code == 405


def test_a_new_secret_ends_the_wait_of_the_one_who_has_the_old(crew: Crew, terminal: Terminal) -> None:
    waiting = terminal.wait()
    crew._order("renew", kind="terminal.renew_secret", number=crew.terminal)
    assert waiting.result(60).json()["code"] == "terminal.unauthorised"


def test_a_terminal_that_asks_again_and_again_holds_one_place(crew: Crew, terminal: Terminal) -> None:
    first = terminal.wait()
    others = [terminal._asking.submit(terminal.ask) for _ in range(5)]
    assert first.result(60).json()["code"] == "stream.taken_over"
    until(lambda: sum(other.done() for other in others) == 4)
    assert terminal.gauge("watchfloor_video_waiting") == 1
    crew.end_duty()
    until(lambda: all(other.done() for other in others))


def test_one_that_hangs_up_leaves_no_place_taken(crew: Crew, terminal: Terminal) -> None:
    address = urlsplit(crew.url)
    with socket.create_connection((address.hostname, address.port)) as leaving:
        ask = f"GET {address.path}/wanted HTTP/1.1\r\nHost: x\r\nX-Token: {crew.token}\r\n\r\n"
        leaving.sendall(ask.encode())
        until(lambda: terminal.gauge("watchfloor_video_waiting") == 1)
    until(lambda: terminal.gauge("watchfloor_video_waiting") == 0)


def test_a_station_stops_although_terminals_wait(crew: Crew, terminal: Terminal) -> None:
    waiting = terminal.wait()
    assert crew.station.stop() == 0
    # Not what it would have been told at the end of its poll.
    assert waiting.result(60).json()["code"] == "station.stopping"


def test_only_those_who_dispatch_say_what_they_watch(crew: Crew, terminal: Terminal) -> None:
    url = f"{crew.station.url}/v1/watching"
    fields = {"login": "rita", "role": "reviewer"}
    crew._order("o", kind="operator.register", operator=fields, password="a long password")
    reviewer = crew.station.sign_in("rita", "a long password")
    body = {"heights": {str(crew.terminal): 1080}}
    assert requests.put(url, json=body, headers=reviewer, timeout=ANSWER_S).status_code == 403
    assert requests.put(url, json=body, timeout=ANSWER_S).status_code == 401
    too_many = {"heights": {str(number): 1 for number in range(501)}}
    for bad in ({"heights": {"x": 1}}, {"heights": {"2": -1}}, too_many, {}):
        assert requests.put(url, json=bad, headers=crew.headers, timeout=ANSWER_S).status_code == 400
    assert terminal.gauge("watchfloor_video_watched") == 0
    assert requests.put(url, json=body, headers=crew.headers, timeout=ANSWER_S).status_code == 204
    assert terminal.gauge("watchfloor_video_watched") == 1
