"""How a station starts, ends, and what it says meanwhile."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import requests
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.contract.station_process import ANSWER_S, ROOT, StationProcess
from tests.contract.test_log_law import order


@pytest.mark.skipif(sys.platform == "win32", reason="there a process is told to end in other ways")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_lets_the_station_finish(station: StationProcess, number: int, code: int) -> None:
    order(station.url, station.sign_in(), "k", "D-01")
    assert station.signal(number) == code
    folder = station.data / "station"
    # Closed in order: the checkpoint is kept, and no write-ahead log waits for the next start.
    with contextlib.closing(sqlite3.connect(folder / "station.sqlite")) as database:
        assert database.execute("SELECT seq FROM checkpoint").fetchall() == [(3,)]
    assert not list(folder.glob("*-wal"))


def test_a_certificate_that_cannot_be_used_does_not_use_up_the_first_password(
    start_station: Callable[..., StationProcess], tmp_path: Path
) -> None:
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("nothing")
    failed = start_station("--tls-cert", str(nonsense), "--tls-key", str(nonsense))
    assert failed.said["error"]["code"] == "tls.unusable"
    assert failed.stop() == 3
    assert start_station().said["password"]


def test_no_log_level_brings_a_secret_into_the_log(
    start_station: Callable[..., StationProcess], capfd: pytest.CaptureFixture[str]
) -> None:
    station = start_station("--log-level", "DEBUG")
    headers = station.sign_in()
    keyed = {**headers, "Idempotency-Key": "t"}
    terminal = {"kind": "terminal.register", "terminal": {"kind": "phone"}}
    requests.post(f"{station.url}/v1/commands", json=terminal, headers=keyed, timeout=ANSWER_S).raise_for_status()
    address = requests.get(f"{station.url}/v1/terminals/2/address", headers=headers, timeout=ANSWER_S).json()
    requests.get(address["osmand_url"] + "?lat=60.17&lon=24.94", timeout=ANSWER_S)
    socket_url = station.url.replace("http", "ws", 1)
    with connect(f"{socket_url}/v1/feed?since=0", additional_headers=headers) as feed:
        feed.recv()
    for path in ("gateways/osmand", "elsewhere"):
        with pytest.raises(InvalidStatus):
            connect(f"{socket_url}/{path}/{address['token']}")
    station.stop()
    written = capfd.readouterr().err
    for secret in (address["token"], headers["Authorization"].split()[1], station.password, "60.17"):
        assert secret not in written


def test_a_station_that_a_person_runs_says_what_it_must_and_no_more(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "app.station", "--data", str(tmp_path / "data"), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as station:
        assert station.stdout is not None and station.stderr is not None
        first = station.stdout.readline()
        station.send_signal(signal.SIGTERM)
        said, logged = station.stdout.read(), station.stderr.read()
    assert first.startswith("Station ready at http://127.0.0.1:")
    assert "this password is not shown again" in said
    assert logged == ""


@pytest.mark.parametrize("part", ["lane.Lane._settle", "hub.Hub.events", "lane.encode_frame"])
def test_a_station_that_is_broken_ends_instead_of_looking_alive(tmp_path: Path, part: str) -> None:
    module, _, broken = part.partition(".")
    code = f"""
import app.station.{module} as module
from app.station.__main__ import main
def broken(*_): raise RuntimeError("broken")
module.{broken} = broken
main(["--data", {str(tmp_path / "data")!r}, "--port", "0"])
"""
    command = [sys.executable, "-c", code]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 1
    assert "RuntimeError: broken" in ended.stderr
