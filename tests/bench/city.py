"""A station of its own for a benchmark, with as many units on duty as wanted, through its public doors."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.domain.command import RegisterTerminal, RegisterUnit, StartDuty
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from app.sync.address import StationAddress
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.contract.station_process import StationProcess

FORCES = tuple(Force)


@dataclass(frozen=True, slots=True)
class City:
    """A running station. ``units`` are the numbers on duty; ``gateway_url`` is the batch door."""

    station: StationProcess
    client: StationClient
    units: tuple[int, ...]
    gateway_url: str

    def cpu_s(self) -> float:
        """Processor time that the station has used."""
        times = psutil.Process(self.station.pid).cpu_times()
        return float(times.user + times.system)

    def memory_mb(self) -> float:
        return float(psutil.Process(self.station.pid).memory_info().rss) / 2**20

    def another_client(self) -> StationClient:
        """A desk's own session."""
        return sign_in(self.station)


def sign_in(station: StationProcess) -> StationClient:
    wire = Wire(StationAddress.parse(station.url))
    session = Session(wire)
    session.sign_in(station.login, station.password)
    return StationClient(wire, session)


@contextmanager
def city(units: int) -> Iterator[City]:
    """Start a station, register ``units`` units and a gateway, and put them on duty."""
    with tempfile.TemporaryDirectory() as folder:
        station = StationProcess(Path(folder)).start()
        try:
            client = sign_in(station)
            numbers = _register(client, units)
            gateway = RegisterTerminal(terminal=TerminalFields(kind=TerminalKind.GATEWAY, label="bench"))
            receipt = client.send(gateway, "gateway")
            terminal = receipt.events[0].fact.terminal.number  # type: ignore[union-attr]
            yield City(station, client, numbers, client.address(terminal).batch_url)
        finally:
            station.stop()


def _register(client: StationClient, units: int) -> tuple[int, ...]:
    def one(index: int) -> int:
        fields = UnitFields(callsign=f"U-{index:06d}", force=FORCES[index % 3], agency="Patrol police")
        receipt = client.send(RegisterUnit(unit=fields), f"unit-{index}")
        number = int(receipt.events[0].fact.unit.number)  # type: ignore[union-attr]
        client.send(StartDuty(unit=number), f"duty-{index}")
        return number

    with ThreadPoolExecutor(32) as hands:
        return tuple(hands.map(one, range(units)))
