"""The once law and the log law, with a real ``kill -9`` in the middle of the work."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable

import pytest
import requests

from app.station.database import Database
from app.station.log import Log
from tests.contract.station_process import ANSWER_S, StationProcess


def order(url: str, headers: dict[str, str], key: str, callsign: str) -> requests.Response:
    unit = {"callsign": callsign, "force": "dedicated", "agency": "Patrol police"}
    body = {"kind": "unit.register", "unit": unit}
    return requests.post(
        f"{url}/v1/commands", json=body, headers={**headers, "Idempotency-Key": key}, timeout=ANSWER_S
    )


class Dispatchers:
    """Several of them ordering without a pause until the line breaks; they write down what was acknowledged."""

    def __init__(self, station: StationProcess, names: itertools.count[int], hands: int = 4) -> None:
        self.sent: list[str] = []
        self.acknowledged: dict[str, dict[str, object]] = {}
        self.enough = threading.Event()
        self._names = names
        headers = station.sign_in()
        self._threads = [threading.Thread(target=self._work, args=(station.url, headers)) for _ in range(hands)]
        for thread in self._threads:
            thread.start()

    def _work(self, url: str, headers: dict[str, str]) -> None:
        try:
            while True:
                callsign = f"U-{next(self._names)}"
                self.sent.append(callsign)
                answer = order(url, headers, callsign, callsign)
                assert answer.status_code == 200, answer.text
                self.acknowledged[callsign] = answer.json()
                if len(self.acknowledged) >= 40:
                    self.enough.set()
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
            # Before the answer, or in the midst of it.
            return

    def join(self) -> None:
        for thread in self._threads:
            thread.join()


def test_kill_9_loses_nothing_acknowledged_and_repeats_nothing(station: StationProcess) -> None:
    names = itertools.count()
    sent: list[str] = []
    acknowledged: dict[str, dict[str, object]] = {}
    for _ in range(3):
        dispatchers = Dispatchers(station, names)
        assert dispatchers.enough.wait(100)
        station.kill()
        dispatchers.join()
        sent += dispatchers.sent
        acknowledged |= dispatchers.acknowledged
        station.start()

    headers = station.sign_in()
    events = _all_events(station.url, headers)
    by_seq = {event["seq"]: event for event in events}
    for receipt in acknowledged.values():
        for event in receipt["events"]:  # type: ignore[attr-defined]
            assert by_seq[event["seq"]] == event

    # Whoever heard nothing sends again with the same key: now everything is there exactly once.
    for callsign in sent:
        answer = order(station.url, headers, callsign, callsign)
        assert answer.status_code == 200, answer.text
        if callsign in acknowledged:
            assert answer.json() == acknowledged[callsign]
    snapshot = requests.get(f"{station.url}/v1/snapshot", headers=headers, timeout=ANSWER_S).json()
    assert sorted(unit["callsign"] for unit in snapshot["units"]) == sorted(sent)

    station.stop()
    database = Database(station.data / "station" / "station.sqlite")
    assert Log(database).verify() == snapshot["seq"]
    database.close()


def _all_events(url: str, headers: dict[str, str]) -> list[dict[str, object]]:
    events: list[dict[str, object]] = []
    while True:
        after = events[-1]["seq"] if events else 0
        page = requests.get(f"{url}/v1/events?after={after}&limit=1000", headers=headers, timeout=ANSWER_S).json()[
            "events"
        ]
        if not page:
            return events
        events += page


def test_a_second_station_on_the_same_folder_says_so(
    station: StationProcess, start_station: Callable[..., StationProcess]
) -> None:
    second = start_station(data=station.data)
    assert second.said["error"]["code"] == "data.in_use"
    assert second.stop() == 3


def test_a_port_in_use_is_said(station: StationProcess, start_station: Callable[..., StationProcess]) -> None:
    second = start_station(data=station.data.parent / "other", port=station.port)
    assert second.said["error"]["code"] == "port.in_use"
    assert second.said["error"]["params"]["port"] == station.port


def test_a_data_folder_that_is_a_file_is_said(
    start_station: Callable[..., StationProcess], tmp_path: object
) -> None:
    taken = tmp_path / "taken"  # type: ignore[operator]
    taken.write_text("not a folder")
    assert start_station(data=taken).said["error"]["code"] == "data.not_writable"


def test_a_file_that_is_no_database_is_said(
    start_station: Callable[..., StationProcess], tmp_path: object
) -> None:
    data = tmp_path / "data"  # type: ignore[operator]
    (data / "station").mkdir(parents=True)
    (data / "station" / "station.sqlite").write_bytes(b"no database" * 1000)
    assert start_station(data=data).said["error"]["code"] == "database.unusable"


def test_the_station_ends_when_the_desk_that_started_it_is_gone(station: StationProcess) -> None:
    assert station.stop() == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{station.url}/healthz", timeout=ANSWER_S)
