"""The demo city against a real station, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import Queue

import psutil
import pytest
import requests

from app.domain.audience import AgencyAudience
from app.domain.errors import AppError
from app.domain.fixes import Fixes, decode_frame
from app.domain.history import History
from app.domain.snapshot import Snapshot
from app.domain.talk import BurstRow, Hearing
from app.domain.terminal import TerminalKind
from app.domain.unit import Force, Unit
from app.simulator.run import run
from app.simulator.speech import Speech
from app.simulator.streets import Streets, Travel
from app.sync.embedded import EmbeddedStation, Ready
from tests.ports import free_port

UNITS = 6
#: A phone or a vehicle's set for each, and V-01's body camera.
TERMINALS = 7


class StationPeer:
    """A real station, and somebody who looks at it from outside."""

    def __init__(self, embedded: EmbeddedStation, ready: Ready) -> None:
        assert ready.password is not None
        self.embedded, self.url, self.password = embedded, ready.url, ready.password
        self._http = requests.Session()
        answer = self._http.post(f"{self.url}/v1/session", json={"login": "admin", "password": self.password})
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access']}"

    def snapshot(self) -> Snapshot:
        return Snapshot.model_validate_json(self._get("/v1/snapshot").content)

    def events(self) -> History:
        return History.model_validate_json(self._get("/v1/events?after=0&limit=1000").content)

    def track(self, unit: int) -> Fixes:
        now_ms = time.time_ns() // 1_000_000
        answer = self._get(f"/v1/units/{unit}/track?from_ms={now_ms - 600_000}&to_ms={now_ms}")
        return decode_frame(answer.content)[0]

    def pull(self, source: int) -> str:
        """Where a desk fetches the video of a fixed camera."""
        answer = self._http.post(f"{self.url}/v1/streams/{source}/ticket", timeout=30)
        answer.raise_for_status()
        return str(answer.json()["url"])

    def on_duty(self) -> list[Unit]:
        return [unit for unit in self.snapshot().units if unit.is_on_duty]

    def close(self) -> None:
        self._http.close()

    def _get(self, path: str) -> requests.Response:
        answer = self._http.get(self.url + path, timeout=30)
        answer.raise_for_status()
        return answer


@contextmanager
def opened_station(folder: Path) -> Iterator[StationPeer]:
    said: Queue[Ready | AppError] = Queue()
    # A port that nobody else is given while it is down; and any for speech, which has a usual one otherwise.
    embedded = EmbeddedStation(folder, free_port(), on_ready=said.put, on_failed=said.put)
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv("WATCHFLOOR_VOICE_PORT", "0")
        embedded.start()
        try:
            ready = said.get(timeout=100)
            assert isinstance(ready, Ready), ready
            with closing(StationPeer(embedded, ready)) as peer:
                yield peer
        finally:
            embedded.stop()


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationPeer]:
    with opened_station(tmp_path_factory.mktemp("station")) as peer:
        yield peer


StopCity = Callable[[], None]
StartCity = Callable[..., StopCity]


@pytest.fixture
def start_city() -> Iterator[StartCity]:
    """Starts a city of six; what it gives back stops it."""
    stops: list[StopCity] = []

    def start(station: StationPeer, speech: Speech | None = None) -> StopCity:
        stop = threading.Event()
        thread = threading.Thread(
            target=run,
            args=(station.url, "admin", station.password),
            kwargs={"seed": 3, "stop": stop, "units": UNITS, "speedup": 4.0, "speech": speech},
            name="city",
        )
        thread.start()

        def end() -> None:
            stop.set()
            thread.join(60)

        stops.append(end)
        return end

    yield start
    for end in stops:
        end()


def until(condition: Callable[[], object], timeout_s: float = 90.0) -> None:
    """Wait for something outside of this process, which cannot ring us up."""
    deadline = time.monotonic() + timeout_s
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "it never came true"
        pause.wait(0.1)


def test_units_of_all_forces_report_from_the_streets(
    station: StationPeer, start_city: StartCity, streets: Streets
) -> None:
    start_city(station)
    until(lambda: len(station.snapshot().units) == UNITS and len(station.on_duty()) >= UNITS - 2)
    assert {unit.force for unit in station.snapshot().units} == set(Force)
    # Somebody's duty may end meanwhile.
    until(lambda: all(len(station.track(unit.number)) >= 2 for unit in station.on_duty()))
    for unit in station.on_duty():
        track = station.track(unit.number)
        for lon_deg, lat_deg in zip(track.lon_e7 / 1e7, track.lat_e7 / 1e7, strict=True):
            place = streets.plane.to_m(float(lon_deg), float(lat_deg))
            nearest = streets.nodes[streets.near(place, Travel.FOOT, 1.0, at_least=1)[0]]
            assert abs(place[0] - nearest[0]) + abs(place[1] - nearest[1]) < 200

    def heard() -> set[str]:
        return {terminal.first_heard_by for terminal in station.snapshot().terminals}

    # That a phone was heard is a fact, and positions do not wait for those.
    until(lambda: {"osmand", "owntracks"} <= heard())


def test_who_carries_a_camera_pushes_video_while_on_duty(station: StationPeer, start_city: StartCity) -> None:
    start_city(station)
    seen: list[Snapshot] = []
    until(lambda: seen.append(station.snapshot()) or seen[-1].streams)
    # All of it in one moment: duties end.
    (stream,) = seen[-1].streams
    (terminal,) = [each for each in seen[-1].terminals if each.number == stream.terminal]
    assert (stream.video_codec, stream.audio_codec) == ("h264", "aac")
    assert terminal.kind is TerminalKind.BODY_CAMERA
    assert terminal.unit in {unit.number for unit in seen[-1].units if unit.is_on_duty}


def test_who_is_on_duty_has_a_link_for_speech_and_reports_to_the_agency(
    station: StationPeer, start_city: StartCity
) -> None:
    start_city(station, Speech(every_s=0.3))

    seen: list[Snapshot] = []

    def bursts() -> list[BurstRow]:
        seen.append(station.snapshot())
        # A report: answers are shorter, and so is what the end of a duty has cut off.
        over = [burst for burst in seen[-1].bursts if burst.end is not None and (burst.duration_s or 0.0) > 1.0]
        return [burst for burst in over if Hearing.PLAYED in {receipt.hearing for receipt in burst.receipts}]

    def are_linked() -> bool:
        snapshot = station.snapshot()
        on_duty = {unit.number for unit in snapshot.units if unit.is_on_duty}
        carried = {terminal.number for terminal in snapshot.terminals if terminal.unit in on_duty}
        return bool(carried) and {link.terminal for link in snapshot.voice_links} == carried

    until(are_linked)
    found: list[BurstRow] = []
    until(lambda: found or found.extend(bursts()))
    burst, snapshot = found[0], seen[-1]
    agencies = {unit.number: unit.agency for unit in snapshot.units}
    (unit,) = (terminal.unit for terminal in snapshot.terminals if terminal.number == burst.by)
    (group,) = (group for group in snapshot.talkgroups if group.number == burst.call)
    assert group.audience == AgencyAudience(agency=agencies[unit or 0])


def test_a_second_start_finds_its_units_again(station: StationPeer, start_city: StartCity) -> None:
    stop = start_city(station)
    until(lambda: len(station.snapshot().terminals) == TERMINALS)
    stop()
    before = station.snapshot()
    sent = {unit.number: len(station.track(unit.number)) for unit in station.on_duty()}
    start_city(station)
    until(lambda: any(len(station.track(number)) > count for number, count in sent.items()))
    after = station.snapshot()
    assert [unit.number for unit in after.units] == [unit.number for unit in before.units]
    assert [terminal.number for terminal in after.terminals] == [terminal.number for terminal in before.terminals]
    registered = [event.fact.kind for event in station.events().events if event.fact.kind.endswith(".registered")]
    assert (registered.count("unit.registered"), registered.count("terminal.registered")) == (UNITS, TERMINALS)


def test_a_station_that_is_killed_does_not_end_the_city(tmp_path: Path, start_city: StartCity) -> None:
    with opened_station(tmp_path) as station:
        stop = start_city(station)
        _check_survives_kill(station)
        stop()


def _check_survives_kill(station: StationPeer) -> None:
    until(lambda: any(len(station.track(unit.number)) for unit in station.on_duty()))
    killed_at_ms = time.time_ns() // 1_000_000
    assert station.embedded.pid is not None
    psutil.Process(station.embedded.pid).kill()

    def is_heard_again() -> bool:
        try:
            return any(
                (station.track(unit.number).at_ms > killed_at_ms + 1000).any() for unit in station.on_duty()
            )
        except requests.RequestException:
            return False

    until(is_heard_again)


def test_a_wrong_password_ends_the_run_at_once(station: StationPeer) -> None:
    stop = threading.Event()
    with pytest.raises(AppError, match=r"session\.refused"):
        run(station.url, "admin", "not the password", seed=1, stop=stop, units=1)
    assert stop.is_set()


def test_as_a_child_it_takes_the_password_from_its_input_and_ends_with_it(station: StationPeer) -> None:
    command = [sys.executable, "-m", "app.simulator", "--station", station.url, "--seed", "3", "--units", "3"]
    before = len(station.events().events)
    with subprocess.Popen(
        [*command, "--as-child"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as child:
        assert child.stdin is not None
        assert child.stderr is not None
        child.stdin.write(f"{station.password}\n")
        child.stdin.flush()
        said: list[str] = []
        for line in child.stderr:
            # On a busy machine it may have waited for the station before, and have said so.
            said.append(line)
            if "3 units of the demo city report" in line:
                break
        assert "3 units of the demo city report" in said[-1]
        assert station.password not in " ".join(psutil.Process(child.pid).cmdline())
        child.stdin.close()
        assert child.wait(60) == 0
        assert station.password not in "".join(said) + child.stderr.read()
    assert len(station.events().events) >= before


def test_a_child_that_is_not_let_in_says_so_in_its_exit_code(station: StationPeer) -> None:
    command = [sys.executable, "-m", "app.simulator", "--station", station.url]
    done = subprocess.run(
        command,
        input="not the password\n",
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    assert done.returncode == 3
    assert "session.refused" in done.stderr
