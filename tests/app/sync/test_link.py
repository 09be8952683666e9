"""The desk's side of the wire against the real station."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests

from app.domain.command import EndDuty, RegisterTerminal, RegisterUnit, SetUnitStatus, StartDuty
from app.domain.errors import AppError
from app.domain.event import TerminalRegistered, UnitRegistered
from app.domain.terminal import TerminalFields, TerminalKind
from app.domain.unit import Force, UnitFields, UnitStatus
from app.sync.address import StationAddress
from app.sync.faults import RefusedError
from app.sync.feed_state import FeedPhase
from app.sync.headless import HeadlessDesk
from app.sync.outbox import Outbox, new_key
from app.sync.rest import StationClient
from app.sync.session import Session, SessionState
from app.sync.wire import Wire
from tests.app.sync.outbox_listener import Told
from tests.contract.station_process import StationProcess

pytestmark = pytest.mark.usefixtures("quick")

WAIT_S = 60.0


_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StationProcess]:
    """One for all tests here; what they register does not meet."""
    process = StationProcess(tmp_path_factory.mktemp("station")).start()
    yield process
    process.kill()


@pytest.fixture
def own_station(tmp_path: Path) -> Iterator[StationProcess]:
    process = StationProcess(tmp_path / "station").start()
    yield process
    process.kill()


OpenClient = Callable[..., StationClient]
OpenDesk = Callable[..., HeadlessDesk]


@pytest.fixture
def open_client(station: StationProcess) -> Iterator[OpenClient]:
    """Each a desk of its own: own connections, own session."""
    with ExitStack() as closing:

        def open_(of: StationProcess = station) -> StationClient:
            wire = Wire(StationAddress.parse(of.url))
            closing.callback(wire.close)
            session = Session(wire)
            session.sign_in(of.login, of.password)
            return StationClient(wire, session)

        yield open_


@pytest.fixture
def client(open_client: OpenClient) -> StationClient:
    return open_client()


@pytest.fixture
def open_desk(station: StationProcess, open_client: OpenClient) -> Iterator[OpenDesk]:
    with ExitStack() as closing:

        def open_(of: StationProcess = station) -> HeadlessDesk:
            desk = HeadlessDesk(open_client(of))
            closing.callback(desk.stop)
            desk.start()
            return desk

        yield open_


@pytest.fixture
def desk(open_desk: OpenDesk) -> HeadlessDesk:
    opened = open_desk()
    assert opened.wait_until(lambda: opened.is_live, WAIT_S)
    return opened


def register(client: StationClient) -> int:
    fields = UnitFields(callsign=f"V-{next(_numbers)}", force=Force.VOLUNTEER, agency="Security volunteers")
    fact = client.send(RegisterUnit(unit=fields), new_key()).events[0].fact
    assert isinstance(fact, UnitRegistered)
    return fact.unit.number


def phone_of(client: StationClient, unit: int) -> int:
    fields = TerminalFields(kind=TerminalKind.PHONE, unit=unit)
    fact = client.send(RegisterTerminal(terminal=fields), new_key()).events[0].fact
    assert isinstance(fact, TerminalRegistered)
    return fact.terminal.number


def report(url: str, lat: float) -> None:
    query = {"lat": lat, "lon": 24.94, "timestamp": int(time.time() * 1000)}
    requests.get(url, params=query, timeout=10).raise_for_status()


def status_at(desk: HeadlessDesk, unit: int) -> UnitStatus | None:
    """None before the desk has heard of the unit: what the feed brings comes after the station's answer."""
    known = desk.picture.units.get(unit)
    return None if known is None else known.status


def test_the_station_says_who_it_is(client: StationClient, station: StationProcess) -> None:
    health = client.health()
    assert (health.status, health.station) == ("ok", station.said["station"])


def test_an_order_shows_on_every_desks_picture(client: StationClient, open_desk: OpenDesk) -> None:
    first, second = open_desk(), open_desk()
    unit = register(client)
    receipt = client.send(StartDuty(unit=unit), new_key())
    for desk in (first, second):
        # What the station adds by itself, an agency's talkgroup, may come before or behind.
        assert desk.wait_until(lambda desk=desk: desk.picture.seq >= receipt.seq, WAIT_S)
        assert desk.picture.units[unit].status is UnitStatus.AVAILABLE
    assert first.picture.units == second.picture.units


def test_a_phones_report_reaches_the_fleet_and_leaves_it_when_duty_ends(
    client: StationClient, desk: HeadlessDesk
) -> None:
    unit = register(client)
    client.send(StartDuty(unit=unit), new_key())
    address = client.address(phone_of(client, unit))
    report(address.osmand_url, 60.1699)
    assert desk.wait_until(lambda: unit in desk.fleet, WAIT_S)
    latest = desk.fleet.of(unit)
    assert latest is not None
    assert latest.lat_deg == pytest.approx(60.1699)
    client.send(EndDuty(unit=unit), new_key())
    assert desk.wait_until(lambda: unit not in desk.fleet, WAIT_S)


def test_history_is_newest_first_and_the_track_oldest_first(client: StationClient, desk: HeadlessDesk) -> None:
    unit = register(client)
    client.send(StartDuty(unit=unit), new_key())
    client.send(SetUnitStatus(unit=unit, status=UnitStatus.BUSY), new_key())
    kinds = [event.fact.kind for event in client.unit_history(unit, limit=2)]
    assert kinds == ["unit.status_set", "duty.started"]
    assert [event.seq for event in client.events(after=0, limit=3)] == [1, 2, 3]
    report(client.address(phone_of(client, unit)).osmand_url, 60.17)
    assert desk.wait_until(lambda: unit in desk.fleet, WAIT_S)
    now_ms = int(time.time() * 1000)
    assert client.track(unit, now_ms - 60_000, now_ms + 1_000).lat_e7.tolist() == [601_700_000]


def test_the_same_key_has_one_effect(client: StationClient, desk: HeadlessDesk) -> None:
    unit, key = register(client), new_key()
    first = client.send(StartDuty(unit=unit), key)
    client.send(SetUnitStatus(unit=unit, status=UnitStatus.BUSY), new_key())
    assert client.send(StartDuty(unit=unit), key) == first
    kinds = [event.fact.kind for event in client.unit_history(unit)]
    assert kinds == ["unit.status_set", "duty.started", "unit.registered"]
    assert desk.wait_until(lambda: status_at(desk, unit) is UnitStatus.BUSY, WAIT_S)


def test_a_refusal_is_told_with_its_code(client: StationClient) -> None:
    with pytest.raises(RefusedError) as raised:
        client.send(StartDuty(unit=99), new_key())
    assert raised.value.code == "unit.unknown"


def test_a_wrong_password_is_refused_and_the_fifth_locks(own_station: StationProcess) -> None:
    wire = Wire(StationAddress.parse(own_station.url))
    try:
        codes = []
        for _ in range(6):
            with pytest.raises(AppError) as raised:
                Session(wire).sign_in(own_station.login, "not the password")
            codes.append(raised.value.code)
        assert codes == ["session.refused"] * 4 + ["session.locked"] * 2
        assert raised.value.params["until"]
    finally:
        wire.close()


def test_a_session_is_renewed_and_ends_when_signed_out(client: StationClient) -> None:
    before = client.session.access()
    assert client.session.access(refused=before) != ""
    client.snapshot()
    refresh = client.session.refresh_token()
    assert refresh is not None
    client.session.sign_out()
    with pytest.raises(AppError, match=r"session\.ended"):
        client.session.resume(refresh)
    assert client.session.state is SessionState.SIGNED_OUT


@contextmanager
def killed(station: StationProcess) -> Iterator[None]:
    """``kill -9`` of the station; it is started again at the end."""
    station.kill()
    try:
        yield
    finally:
        station.start()


def test_a_killed_station_comes_back_and_nothing_is_missing(
    station: StationProcess, client: StationClient, desk: HeadlessDesk
) -> None:
    unit = register(client)
    assert desk.wait_until(lambda: unit in desk.picture.units, WAIT_S)
    with killed(station):
        assert desk.wait_until(lambda: not desk.is_live, WAIT_S)
        # The desk stays usable with what it has.
        assert unit in desk.picture.units
    assert desk.wait_until(lambda: desk.is_live, WAIT_S)
    client.send(StartDuty(unit=unit), new_key())
    assert desk.wait_until(lambda: status_at(desk, unit) is UnitStatus.AVAILABLE, WAIT_S)
    assert desk.snapshots_taken == 1
    assert desk.picture.to_snapshot(client.snapshot().snapshot.at, "x").units == client.snapshot().snapshot.units


def test_an_order_given_while_the_station_is_down_is_done_when_it_is_back(
    station: StationProcess, client: StationClient, desk: HeadlessDesk, tmp_path: Path
) -> None:
    unit = register(client)
    told = Told()
    outbox = Outbox(tmp_path / "orders.sqlite", "s/1", client.send, told)
    outbox.start()
    try:
        with killed(station):
            key = outbox.put(StartDuty(unit=unit))
            told.until(lambda: told.waiting == [(key, "station.unreachable")])
        told.until(lambda: told.receipts == [key])
    finally:
        outbox.stop()
    assert desk.wait_until(lambda: status_at(desk, unit) is UnitStatus.AVAILABLE, WAIT_S)


def test_a_new_station_at_the_same_address_asks_for_a_new_sign_in(
    own_station: StationProcess, open_desk: OpenDesk, tmp_path: Path
) -> None:
    desk = open_desk(own_station)
    assert desk.wait_until(lambda: desk.is_live, WAIT_S)
    own_station.kill()
    own_station.data = tmp_path / "other"
    own_station.start()
    assert desk.wait_until(lambda: desk.states[-1].phase is FeedPhase.SIGNED_OUT, WAIT_S)


def test_desks_that_start_over_at_any_moment_end_with_the_stations_picture(
    client: StationClient, open_desk: OpenDesk
) -> None:
    units = [register(client) for _ in range(5)]
    desks = []
    for round_ in range(20):
        unit = units[round_ % 5]
        client.send(EndDuty(unit=unit) if round_ % 10 >= 5 else StartDuty(unit=unit), new_key())
        if round_ % 7 == 0:
            desks.append(open_desk())
        desks[-1].link.resync()

    def agrees(desk: HeadlessDesk) -> bool:
        # Asked anew each time: the station adds something by itself now and then.
        taken = client.snapshot().snapshot
        return desk.picture.to_snapshot(taken.at, taken.station) == taken

    for desk in desks:
        assert desk.wait_until(partial(agrees, desk), WAIT_S)
