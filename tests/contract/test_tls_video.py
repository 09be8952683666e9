"""Live video over TLS, from the terminal to the picture, with a certificate that only this desk trusts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.command import RegisterTerminal, RegisterUnit, StartDuty
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields
from app.media.gate import OpeningGate
from app.media.reader import StreamReader
from app.media.source import Quality, Source, source_of
from app.media.state import ReaderState, Wish
from app.media.watchdog import Watchdog
from app.sync.address import StationAddress
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.contract.certificate import make_certificate, needs_openssl
from tests.contract.ffmpeg import FORMS, end, needs_ffmpeg, push
from tests.contract.onlooker import reason
from tests.contract.station_process import StationProcess
from tests.contract.test_streams import until

pytestmark = [needs_ffmpeg, needs_openssl]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


@pytest.fixture
def desk(start_station: Callable[..., StationProcess], certificate: tuple[Path, Path]) -> Iterator[StationClient]:
    """An operator of a station that speaks TLS."""
    file, key = certificate
    station = start_station("--tls-cert", str(file), "--tls-key", str(key))
    wire = Wire(StationAddress.parse(station.url, str(file)))
    session = Session(wire)
    session.sign_in(station.login, station.password)
    yield StationClient(wire, session)
    wire.close()


@pytest.fixture
def terminal(desk: StationClient) -> Iterator[int]:
    """A terminal that pushes over TLS."""
    fields = UnitFields(callsign="V-07", force=Force.VOLUNTEER, agency="Volunteers")
    unit = desk.send(RegisterUnit(unit=fields), "u").events[0].fact.unit.number  # type: ignore[union-attr]
    carried = TerminalFields(kind=TerminalKind.BODY_CAMERA, unit=unit)
    made = desk.send(RegisterTerminal(terminal=carried), "t").events[0].fact
    desk.send(StartDuty(unit=unit), "d")
    number: int = made.terminal.number  # type: ignore[union-attr]
    address = desk.address(number).stream_url
    assert address.startswith("https://")
    pushing = push(address, FORMS["mpegts"])
    try:
        until(lambda: desk.snapshot().snapshot.streams)
        yield number
    finally:
        end(pushing)


@pytest.fixture
def watch() -> Iterator[Callable[[Callable[[Quality], Source]], StreamReader]]:
    readers: list[StreamReader] = []
    watchdog = Watchdog()
    watchdog.start()

    def start(source: Callable[[Quality], Source]) -> StreamReader:
        readers.append(StreamReader(source, Wish((160, 90)), gate=OpeningGate(), watchdog=watchdog))
        readers[-1].start()
        return readers[-1]

    yield start
    for reader in readers:
        reader.stop()
    watchdog.stop()


def test_video_is_pushed_and_read_over_tls_by_those_who_trust_the_station(
    desk: StationClient,
    terminal: int,
    certificate: tuple[Path, Path],
    watch: Callable[[Callable[[Quality], Source]], StreamReader],
) -> None:
    trusting = watch(lambda _: source_of(desk.ticket(terminal).url, ca_file=certificate[0]))
    until(lambda: trusting.take() is not None)
    until(lambda: trusting.status().state is ReaderState.LIVE)

    distrustful = watch(lambda _: source_of(desk.ticket(terminal).url))
    until(lambda: reason(distrustful) == "stream.tls_refused")
    assert distrustful.shown == 0
