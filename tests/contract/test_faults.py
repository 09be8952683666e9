"""Certificates, disks that are full, and what a station says then."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from app.sync.address import StationAddress
from app.sync.headless import HeadlessDesk
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.contract.certificate import make_certificate, needs_openssl
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.contract.test_log_law import order


@needs_openssl
def test_two_settings_give_the_station_tls_and_a_desk_that_trusts_it_gets_its_feed(
    start_station: Callable[..., StationProcess], tmp_path: Path
) -> None:
    certificate, key = make_certificate(tmp_path)
    station = start_station("--tls-cert", str(certificate), "--tls-key", str(key))
    assert station.url.startswith("https://")
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{station.url}/healthz", timeout=ANSWER_S)

    wire = Wire(StationAddress.parse(station.url, str(certificate)))
    session = Session(wire)
    session.sign_in(station.login, station.password)
    desk = HeadlessDesk(StationClient(wire, session))
    desk.start()
    try:
        assert desk.wait_until(lambda: desk.is_live, 60)
        assert desk.picture.operators
    finally:
        desk.stop()
        wire.close()


def test_a_key_that_is_none_is_said(start_station: Callable[..., StationProcess], tmp_path: Path) -> None:
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("nothing")
    station = start_station("--tls-cert", str(nonsense), "--tls-key", str(nonsense))
    assert station.said["error"]["code"] == "tls.unusable"


@pytest.fixture
def small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder]
        if (
            not sys.platform.startswith("linux")
            or subprocess.run(mount, capture_output=True, check=False).returncode
        ):
            pytest.skip("no file system can be mounted here")
        yield Path(folder)
        subprocess.run(["umount", "--lazy", folder], check=True)


def fill(filler: Path) -> None:
    """Take all the space there is."""
    with filler.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(b"\0" * 4096):
            pass


def test_a_full_disk_refuses_orders_in_words_and_takes_them_again_when_there_is_room(
    small_disk: Path, start_station: Callable[..., StationProcess]
) -> None:
    station = start_station(data=small_disk / "data")
    headers = station.sign_in()
    assert order(station.url, headers, "k0", "U-0").status_code == 200
    filler = small_disk / "filler"
    fill(filler)
    acknowledged, refusal = ["U-0"], None
    for number in range(1, 2_000):
        answer = order(station.url, headers, f"k{number}", f"U-{number}")
        if answer.status_code != 200:
            refusal = answer
            break
        acknowledged.append(f"U-{number}")
    assert refusal is not None
    assert (refusal.status_code, refusal.json()["code"]) == (507, "storage.full")
    # Reading goes on.
    snapshot = requests.get(f"{station.url}/v1/snapshot", headers=headers, timeout=ANSWER_S).json()
    assert [unit["callsign"] for unit in snapshot["units"]] == acknowledged

    filler.unlink()
    assert order(station.url, headers, f"k{len(acknowledged)}", "U-again").status_code == 200
    station.kill()
    station.start()
    snapshot = requests.get(f"{station.url}/v1/snapshot", headers=station.sign_in(), timeout=ANSWER_S).json()
    assert [unit["callsign"] for unit in snapshot["units"]] == [*acknowledged, "U-again"]
    station.stop()
