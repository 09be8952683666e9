"""Cameras, addresses of video and tickets, through the doors of a real station."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.contract.ffmpeg import FORMS, end, needs_ffmpeg, push
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.contract.test_doors import UNIT, order

CAMERA = {"name": "Gate north", "lon_deg": 24.94, "lat_deg": 60.17, "heading_deg": 90.0}
SECRET = "geheim-53"
PULL = {"main": f"rtsp://desk:{SECRET}@10.0.0.5/main", "sub": f"rtsp://desk:{SECRET}@10.0.0.5/sub"}
OTHER = {"main": f"rtsp://desk:{SECRET}-2@10.0.0.5/main", "transport": "udp"}


class Control:
    """An administrator at a desk, and what the station answers them."""

    def __init__(self, station: StationProcess) -> None:
        self.station, self._orders = station, 0
        self.sign_in()

    def sign_in(self) -> None:
        self.headers = self.station.sign_in()

    def post(self, key: str = "", **command: object) -> requests.Response:
        self._orders += 1
        return order(self.station, self.headers, key or f"k{self._orders}", **command)

    def facts(self, **command: object) -> list[dict[str, Any]]:
        answer = self.post(**command)
        assert answer.status_code == 200, answer.text
        return [event["fact"] for event in answer.json()["events"]]

    def code(self, **command: object) -> tuple[int, str]:
        answer = self.post(**command)
        return answer.status_code, answer.json()["code"]

    def camera(self) -> int:
        (fact,) = self.facts(kind="camera.register", camera=CAMERA, pull=PULL)
        return fact["camera"]["number"]

    def terminal(self, on_duty: bool = True, **fields: object) -> int:
        self._orders += 1
        unit = {**UNIT, "callsign": f"V-{self._orders}"}
        carrier = self.facts(kind="unit.register", unit=unit)[0]["unit"]["number"]
        fields = {"kind": "body_camera", "unit": carrier, **fields}
        number = self.facts(kind="terminal.register", terminal=fields)[0]["terminal"]["number"]
        if on_duty:
            self.facts(kind="duty.start", unit=carrier)
        return number

    def ticket(self, source: int) -> Any:
        url = f"{self.station.url}/v1/streams/{source}/ticket"
        answer = requests.post(url, headers=self.headers, timeout=ANSWER_S)
        return answer.json() if answer.status_code == 200 else (answer.status_code, answer.json()["code"])

    def get(self, path: str) -> Any:
        return requests.get(f"{self.station.url}/v1/{path}", headers=self.headers, timeout=ANSWER_S).json()


@pytest.fixture
def control(station: StationProcess) -> Control:
    return Control(station)


def test_a_camera_is_read_at_its_address_from_its_registration_until_it_is_retired(control: Control) -> None:
    camera = control.camera()
    (row,) = control.get("snapshot")["cameras"]
    assert row["pulls_from"] == "rtsp://10.0.0.5"
    ticket = control.ticket(camera)
    assert (ticket["url"], ticket["sub_url"]) == (PULL["main"], PULL["sub"])
    assert (ticket["transport"], ticket["expires_at"]) == ("tcp", None)

    assert control.facts(kind="camera.retire", number=camera) == [{"kind": "camera.retired", "camera": camera}]
    assert control.ticket(camera) == (404, "stream.absent")
    assert control.code(kind="camera.retire", number=camera) == (404, "camera.unknown")
    assert control.get("snapshot")["cameras"] == []


def test_a_change_keeps_the_address_unless_it_brings_one_and_says_which_it_was(control: Control) -> None:
    camera = control.camera()
    change = {"kind": "camera.change", "number": camera}
    assert control.facts(**change, camera=CAMERA) == []

    (renamed,) = control.facts(**change, camera={**CAMERA, "name": "Gate south"})
    assert (renamed["camera"]["name"], renamed["pull_changed"]) == ("Gate south", False)
    assert control.ticket(camera)["url"] == PULL["main"]

    # Of the same host, so the row is as it was: only the fact tells desks to open it anew.
    (moved,) = control.facts(**change, camera={**CAMERA, "name": "Gate south"}, pull=OTHER)
    assert (moved["camera"], moved["pull_changed"]) == (renamed["camera"], True)
    assert control.ticket(camera)["url"] == OTHER["main"]
    assert (control.ticket(camera)["sub_url"], control.ticket(camera)["transport"]) == ("", "udp")

    assert control.facts(**change, camera={**CAMERA, "name": "Gate south"}, pull=OTHER) == []


def test_a_number_that_no_computer_counts_to_is_unknown_like_any_other(control: Control) -> None:
    for number in (0, -1, 2**63, 10**30):
        assert control.code(kind="camera.change", number=number, camera=CAMERA, pull=PULL) == (
            404,
            "camera.unknown",
        )
        assert control.code(kind="terminal.set_pull", number=number, pull=PULL) == (404, "terminal.unknown")
        assert control.ticket(number) == (400, "request.malformed")
    assert control.ticket(99) == (404, "stream.absent")


def test_two_cameras_are_not_called_the_same(control: Control) -> None:
    camera = control.camera()
    again = {"camera": {**CAMERA, "name": "GATE North"}, "pull": PULL}
    assert control.code(kind="camera.register", **again) == (409, "camera.name_taken")
    other = control.facts(kind="camera.register", camera={**CAMERA, "name": "Yard"}, pull=PULL)[0]["camera"]
    assert control.code(kind="camera.change", number=other["number"], **again) == (409, "camera.name_taken")
    assert len(control.facts(kind="camera.change", number=camera, **again)) == 1


def test_a_terminal_that_does_not_push_is_read_at_its_address_while_its_unit_is_on_duty(control: Control) -> None:
    terminal = control.terminal(on_duty=False)
    unit = control.get("snapshot")["units"][0]["number"]
    set_pull = {"kind": "terminal.set_pull", "number": terminal}
    (fact,) = control.facts(**set_pull, pull=PULL)
    assert (fact["kind"], fact["pulls_from"]) == ("terminal.pull_set", "rtsp://10.0.0.5")
    assert control.facts(**set_pull, pull=PULL) == []
    assert control.ticket(terminal) == (409, "stream.off_duty")

    control.facts(kind="duty.start", unit=unit)
    assert control.ticket(terminal)["url"] == PULL["main"]
    assert len(control.facts(**set_pull, pull=OTHER)) == 1
    assert control.ticket(terminal)["url"] == OTHER["main"]

    assert control.facts(**set_pull, pull=None)[0]["pulls_from"] == ""
    assert control.facts(**set_pull, pull=None) == []
    assert control.ticket(terminal) == (404, "stream.absent")


def test_a_terminal_that_is_retired_takes_its_address_along(control: Control) -> None:
    terminal = control.terminal()
    control.facts(kind="terminal.set_pull", number=terminal, pull=PULL)
    control.facts(kind="terminal.retire", number=terminal)
    assert control.ticket(terminal) == (404, "stream.absent")
    assert control.code(kind="terminal.set_pull", number=terminal, pull=PULL) == (404, "terminal.unknown")
    gateway = control.facts(kind="terminal.register", terminal={"kind": "gateway"})[0]["terminal"]["number"]
    assert control.code(kind="terminal.set_pull", number=gateway, pull=PULL) == (422, "gateway.has_no_video")

    # What is there once is gone from the file as well, and never was anywhere but in the one table.
    control.station.stop()
    assert not _is_in_the_data_of(control)
    control.station.start()
    control.sign_in()
    control.camera()
    assert _is_in_the_data_of(control)


def test_the_same_order_again_has_one_effect(control: Control) -> None:
    given = {"kind": "camera.register", "camera": CAMERA, "pull": PULL}
    receipts = {control.post("once", **given).text for _ in range(3)}
    assert len(receipts) == 1
    assert len(control.get("snapshot")["cameras"]) == 1
    reused = control.post("once", kind="camera.register", camera=CAMERA, pull=OTHER)
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency.key_reused")


def _is_in_the_data_of(control: Control) -> bool:
    return any(SECRET.encode() in _content(file) for file in control.station.data.rglob("*"))


def _content(file: Path) -> bytes:
    # While the station runs, a file may be gone before it is read.
    with contextlib.suppress(FileNotFoundError, IsADirectoryError):
        return file.read_bytes()
    return b""


def test_a_password_in_an_address_is_told_to_nobody_but_those_who_dispatch(control: Control) -> None:
    camera, terminal = control.camera(), control.terminal()
    control.facts(kind="terminal.set_pull", number=terminal, pull=PULL)
    told = [control.get(path) for path in ("snapshot", "events?after=0", "events")]
    login = (control.station.login, control.station.password)
    told += [
        requests.get(f"{control.station.url}/{page}", auth=login, timeout=ANSWER_S).text
        for page in ("metrics", "openapi.json", "docs")
    ]
    assert 'watchfloor_video_tickets_total{origin="pull"}' not in told[3]
    control.ticket(camera)
    metrics = requests.get(f"{control.station.url}/metrics", auth=login, timeout=ANSWER_S).text
    assert 'watchfloor_video_tickets_total{origin="pull"} 1.0' in metrics
    refused = control.post(kind="camera.register", camera=CAMERA, pull={"main": f"rtsp://u:a/{SECRET}@h:x/"})
    assert refused.status_code == 400
    assert SECRET not in f"{told} {refused.text}"

    fields = {"login": "rita", "role": "reviewer"}
    control.facts(kind="operator.register", operator=fields, password="a long password")
    control.headers = control.station.sign_in("rita", "a long password")
    assert control.ticket(camera) == (403, "role.not_allowed")
    assert control.code(kind="camera.retire", number=camera) == (403, "role.not_allowed")


def test_addresses_survive_a_restart(control: Control) -> None:
    camera = control.camera()
    control.station.kill()
    control.station.start()
    control.sign_in()
    assert control.ticket(camera)["url"] == PULL["main"]


def test_a_media_server_is_told_to_desks_and_read_of_those_who_have_nothing_else(
    start_station: Callable[..., StationProcess], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFLOOR_VIDEO_URL", f"rtsp://desk:{SECRET}@media:8554/{{device_id}}")
    monkeypatch.setenv("WATCHFLOOR_VIDEO_SUB_URL", f"rtsp://desk:{SECRET}@media:8554/{{device_id}}/{{number}}")
    control = Control(start_station())
    named, nameless = control.terminal(device_id="cam 7"), control.terminal()
    server = {"pulls_from": "rtsp://media:8554", "is_by_device_id": True}
    assert control.get("snapshot")["media_server"] == server

    ticket = control.ticket(named)
    assert ticket["url"] == f"rtsp://desk:{SECRET}@media:8554/cam%207"
    assert ticket["sub_url"] == f"rtsp://desk:{SECRET}@media:8554/cam%207/{named}"
    assert control.ticket(nameless) == (404, "stream.absent")
    control.facts(kind="terminal.set_pull", number=named, pull=PULL)
    assert control.ticket(named)["url"] == PULL["main"]
    idle = control.terminal(on_duty=False, device_id="cam 8")
    assert control.ticket(idle) == (409, "stream.off_duty")

    def told() -> list[object]:
        facts = [event["fact"] for event in control.get("events?after=0&limit=1000")["events"]]
        return [fact["server"] for fact in facts if fact["kind"] == "media_server.set"]

    control.station.stop()
    control.station.start()
    control.sign_in()
    assert told() == [server]
    control.station.stop()
    monkeypatch.delenv("WATCHFLOOR_VIDEO_URL")
    monkeypatch.delenv("WATCHFLOOR_VIDEO_SUB_URL")
    control.station.start()
    control.sign_in()
    assert control.get("snapshot")["media_server"] is None
    assert told() == [server, None]


def test_a_station_with_a_pattern_that_cannot_work_says_so_and_does_not_start(
    start_station: Callable[..., StationProcess], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFLOOR_VIDEO_URL", f"rtsp://desk:{SECRET}@media/all")
    said = start_station().said
    assert (said["error"]["code"], said["error"]["params"]["name"]) == ("settings.invalid", "video_url")
    assert SECRET not in str(said)


@pytest.fixture
def pushing(control: Control) -> Iterator[int]:
    """A terminal that pushes, and has an address too."""
    terminal = control.terminal()
    control.facts(kind="terminal.set_pull", number=terminal, pull=PULL)
    token = control.get(f"terminals/{terminal}/address")["token"]
    process = push(f"{control.station.url}/v1/streams/{terminal}", FORMS["mpegts"], token)
    yield terminal
    end(process)


@needs_ffmpeg
def test_while_a_terminal_pushes_it_is_read_from_the_station(control: Control, pushing: int) -> None:
    from tests.contract.test_streams import until

    until(lambda: control.get("snapshot")["streams"])
    assert control.ticket(pushing)["url"].startswith(f"/v1/streams/{pushing}?ticket=")
    assert control.ticket(pushing)["expires_at"] is not None
