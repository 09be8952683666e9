"""Live video through the station's doors, with the real ffmpeg at both ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from tests.app.media.containers.footage import footage
from tests.contract.ffmpeg import FORMS, Shown, end, needs_ffmpeg, push, watch
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.contract.test_doors import UNIT, order


class Crew:
    """A unit on duty that carries a terminal, and an administrator who looks on."""

    def __init__(self, station: StationProcess, callsign: str = "V-07") -> None:
        self.station, self.headers, self._callsign = station, station.sign_in(), callsign
        unit = {**UNIT, "callsign": callsign}
        self.unit = self._order("u", kind="unit.register", unit=unit)["unit"]["number"]
        terminal = {"kind": "body_camera", "unit": self.unit}
        self.terminal = self._order("t", kind="terminal.register", terminal=terminal)["terminal"]["number"]
        self._order("d", kind="duty.start", unit=self.unit)
        address = self._get(f"/v1/terminals/{self.terminal}/address")
        self.token = address["token"]
        self.url = f"{station.url}/v1/streams/{self.terminal}"

    def _order(self, key: str, **command: object) -> dict[str, Any]:
        answer = order(self.station, self.headers, f"{self._callsign} {key}", **command)
        assert answer.status_code == 200, answer.text
        return answer.json()["events"][0]["fact"]

    def end_duty(self) -> None:
        self._order("end", kind="duty.end", unit=self.unit)

    def _get(self, path: str) -> Any:
        return requests.get(self.station.url + path, headers=self.headers, timeout=ANSWER_S).json()

    @property
    def streams(self) -> list[dict[str, Any]]:
        return [row for row in self._get("/v1/snapshot")["streams"] if row["terminal"] == self.terminal]

    def ends(self) -> list[str]:
        """Why its streams ended, newest first."""
        facts = [event["fact"] for event in self._get("/v1/events")["events"]]
        ended = [fact for fact in facts if fact["kind"] == "stream.ended" and fact["terminal"] == self.terminal]
        return [fact["reason"] for fact in ended]

    def ticket(self) -> str:
        answer = requests.post(f"{self.url}/ticket", headers=self.headers, timeout=ANSWER_S)
        assert answer.status_code == 200, answer.text
        return self.station.url + answer.json()["url"]

    def post(self, body: object, token: str = "", **more: Any) -> tuple[int, str]:
        answer = requests.post(
            self.url, data=body, headers={"X-Token": token or self.token}, timeout=ANSWER_S, **more
        )
        return answer.status_code, answer.json().get("code", "")


@pytest.fixture
def crew(station: StationProcess) -> Crew:
    return Crew(station)


@pytest.fixture
def pushed() -> Iterator[Callable[..., Any]]:
    started: list[Any] = []

    def start(*given: Any, **named: Any) -> Any:
        started.append(push(*given, **named))
        return started[-1]

    yield start
    for pushing in started:
        end(pushing)


def until(condition: Callable[[], Any], seconds: float = 60.0) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


@needs_ffmpeg
@pytest.mark.parametrize("form", FORMS)
def test_what_ffmpeg_pushes_is_watched_from_the_middle_and_shows_a_key_frame_first(
    crew: Crew, pushed: Callable[..., Any], form: str
) -> None:
    pushed(crew.url, FORMS[form], crew.token)
    (stream,) = until(lambda: crew.streams)
    assert stream["container"] == form
    assert (stream["width"], stream["height"]) == (320, 180)
    first = watch(crew.ticket())

    def watch_later() -> list[Shown]:
        later = watch(crew.ticket())
        return later if later[0].time_s > first[0].time_s else []

    # Not before there is another key frame.
    shown = until(watch_later)

    assert first[0].is_key and shown[0].is_key
    assert all(picture.width == 320 for picture in shown)
    assert len(shown) >= 10


def test_the_first_bytes_come_at_once(crew: Crew) -> None:
    is_read = threading.Event()

    def push_and_wait() -> Iterator[bytes]:
        yield footage("mpegts")
        # Nothing more, no key frame above all, before somebody has read what there is.
        is_read.wait(60)

    with ThreadPoolExecutor(1) as pushing:
        pushed = pushing.submit(crew.post, push_and_wait())
        try:
            until(lambda: crew.streams)
            with requests.get(crew.ticket(), stream=True, timeout=ANSWER_S) as answer:
                assert answer.headers["content-type"] == "video/mp2t"
                first = next(answer.iter_content(188))
        finally:
            is_read.set()
        assert first[0] == 0x47
        assert pushed.result() == (200, "")


@needs_ffmpeg
def test_a_device_that_knows_only_an_address_pushes_with_the_token_in_it(
    crew: Crew, pushed: Callable[..., Any]
) -> None:
    pushed(f"{crew.url}/{crew.token}", FORMS["mpegts"])
    until(lambda: crew.streams)


@needs_ffmpeg
@pytest.mark.parametrize("asks", [False, True])
def test_the_picture_tells_of_a_stream_whether_its_terminal_takes_wishes(
    crew: Crew, pushed: Callable[..., Any], asks: bool
) -> None:
    if asks:
        answer = requests.get(f"{crew.url}/wanted?known=main", headers={"X-Token": crew.token}, timeout=ANSWER_S)
        assert answer.json() == {"quality": None}
    pushed(crew.url, FORMS["mpegts"], crew.token)
    (stream,) = until(lambda: crew.streams)
    assert stream["takes_wishes"] is asks


@needs_ffmpeg
def test_a_second_publisher_takes_over_and_the_first_is_told(crew: Crew, pushed: Callable[..., Any]) -> None:
    first = pushed(crew.url, FORMS["mpegts"], crew.token)
    (before,) = until(lambda: crew.streams)
    pushed(f"{crew.url}?token={crew.token}", FORMS["flv"])

    after = until(lambda: [s for s in crew.streams if s["number"] != before["number"]])

    assert after[0]["container"] == "flv"
    assert first.wait(60) != 0
    assert "taken_over" in crew.ends()
    assert watch(crew.ticket())[0].is_key


@needs_ffmpeg
def test_when_duty_ends_the_video_ends_and_is_refused_from_then_on(crew: Crew, pushed: Callable[..., Any]) -> None:
    pushing = pushed(crew.url, FORMS["mpegts"], crew.token)
    until(lambda: crew.streams)
    url = crew.ticket()
    reading = requests.get(url, stream=True, timeout=ANSWER_S)

    crew.end_duty()

    assert crew.streams == []
    assert crew.ends() == ["off_duty"]
    assert sum(len(part) for part in reading.iter_content(4_096)) > 0
    assert pushing.wait(60) != 0
    assert requests.get(url, timeout=ANSWER_S).json()["code"] == "stream.absent"
    assert crew.post(b"") == (409, "stream.off_duty")


@needs_ffmpeg
def test_a_reader_that_takes_nothing_is_dropped_and_nobody_else_notices(
    crew: Crew, pushed: Callable[..., Any]
) -> None:
    # Pictures that cannot be compressed fill the line quickly.
    noise = ("-vf", "noise=alls=100:allf=t,scale=960:540", "-b:v", "40M", *FORMS["mpegts"])
    pushed(crew.url, noise, crew.token)
    until(lambda: crew.streams)
    address = urlsplit(crew.ticket())
    with closing(socket.create_connection((address.hostname, address.port))) as stuck:
        stuck.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        stuck.sendall(f"GET {address.path}?{address.query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        metrics = crew.station.url + "/metrics"
        login = (crew.station.login, crew.station.password)
        until(
            lambda: (
                "watchfloor_video_readers_dropped_total 1.0"
                in requests.get(metrics, auth=login, timeout=ANSWER_S).text
            ),
        )
        assert watch(crew.ticket())[0].is_key
        assert len(crew.streams) == 1


@needs_ffmpeg
def test_a_station_that_stops_ends_every_reading_and_says_so_on_the_log(
    crew: Crew, pushed: Callable[..., Any]
) -> None:
    pushed(crew.url, FORMS["mpegts"], crew.token)
    until(lambda: crew.streams)
    reading = requests.get(crew.ticket(), stream=True, timeout=ANSWER_S)

    assert crew.station.stop() == 0

    # An answer that is broken off would raise here.
    assert sum(len(part) for part in reading.iter_content(4_096)) > 0
    crew.station.start()
    crew.headers = crew.station.sign_in()
    assert crew.ends() == ["station_stopped"]


@needs_ffmpeg
def test_after_kill_minus_nine_nothing_is_live_and_the_terminal_comes_back(
    crew: Crew, pushed: Callable[..., Any]
) -> None:
    pushed(crew.url, FORMS["mpegts"], crew.token)
    until(lambda: crew.streams)

    crew.station.kill()
    crew.station.start()
    crew.headers = crew.station.sign_in()

    until(lambda: crew.ends() == ["station_stopped"])
    assert crew.streams == []
    pushed(crew.url, FORMS["mpegts"], crew.token)
    until(lambda: crew.streams)


def test_a_push_is_refused_in_words(crew: Crew) -> None:
    assert crew.post(b"x", "1-nonsense") == (401, "terminal.unauthorised")
    assert crew.post(b"garbage " * 1_000) == (415, "stream.container_unknown")
    assert crew.post(b"") == (422, "stream.malformed")
    assert crew.post(b"\0\0\0\x08ftyp\0\0\0\x20mdat" + b"\0" * 24) == (422, "stream.malformed")
    oversized = (
        part for part in [b"FLV\x01\x05\0\0\0\x09\0\0\0\0\x09\xff\xff\xff" + b"\0" * 7, b"\0" * 9_000_000]
    )
    assert crew.post(oversized) == (413, "stream.oversized")
    assert crew.streams == []
    assert crew.ends() == []


def test_a_refused_push_that_goes_on_hears_why(crew: Crew) -> None:
    endless = (b"garbage " * 1_000 for _ in range(20))
    assert crew.post(endless) == (415, "stream.container_unknown")


@needs_ffmpeg
def test_a_ticket_is_for_one_terminal_and_one_minute_and_those_who_dispatch(
    crew: Crew, pushed: Callable[..., Any]
) -> None:
    nothing_yet = requests.post(f"{crew.url}/ticket", headers=crew.headers, timeout=ANSWER_S)
    assert (nothing_yet.status_code, nothing_yet.json()["code"]) == (404, "stream.absent")
    pushed(crew.url, FORMS["mpegts"], crew.token)
    until(lambda: crew.streams)
    ticket = crew.ticket().partition("ticket=")[2]
    for bad in (
        crew.url,
        f"{crew.url}?ticket=nonsense",
        f"{crew.url}?ticket={ticket[:-4]}AAAA",
        f"{crew.station.url}/v1/streams/{crew.unit}?ticket={ticket}",
        f"{crew.url}?ticket={crew.headers['Authorization'].partition(' ')[2]}",
    ):
        answer = requests.get(bad, timeout=ANSWER_S)
        assert (answer.status_code, answer.json()["code"]) == (401, "ticket.refused")
    fields = {"login": "rita", "role": "reviewer"}
    order(crew.station, crew.headers, "o", kind="operator.register", operator=fields, password="a long password")
    reviewer = crew.station.sign_in("rita", "a long password")
    refused = requests.post(f"{crew.url}/ticket", headers=reviewer, timeout=ANSWER_S)
    assert (refused.status_code, refused.json()["code"]) == (403, "role.not_allowed")
    assert requests.post(f"{crew.url}/ticket", timeout=ANSWER_S).status_code == 401
    assert requests.delete(crew.url, timeout=ANSWER_S).status_code == 405
    assert requests.get(f"{crew.station.url}/v1/streams/x", timeout=ANSWER_S).status_code == 404
