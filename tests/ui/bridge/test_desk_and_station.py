"""The whole way: an order at the desk, the real station, and back onto the scene."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.domain.command import RegisterUnit, SetUnitStatus, StartDuty
from app.domain.unit import Force, UnitFields, UnitStatus
from app.picture.clock import LiveClock
from app.sync.address import StationAddress
from app.sync.feed_state import FeedPhase
from app.sync.link import StationLink
from app.sync.outbox import Outbox
from app.sync.rest import StationClient
from app.sync.session import Session
from app.sync.wire import Wire
from tests.contract.station_process import StationProcess
from ui.bridge.feed import FeedBridge
from ui.bridge.jobs import Jobs
from ui.bridge.orders import Orders
from ui.models.scene import Scene

WAIT_MS = 40_000


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationProcess]:
    process = StationProcess(tmp_path / "station").start()
    yield process
    process.kill()


class Desk:
    """What ``ui.desk`` wires, without a window."""

    def __init__(self, station: StationProcess, folder: Path) -> None:
        clock = LiveClock()
        self.scene = Scene(clock)
        self.jobs = Jobs()
        self.feed = FeedBridge(self.scene, clock)
        self.orders = Orders(self.jobs)
        self.wire = Wire(StationAddress.parse(station.url))
        session = Session(self.wire)
        session.sign_in(station.login, station.password)
        client = StationClient(self.wire, session)
        self.feed.changed.connect(self._on_link_changed)
        self.feed.start(StationLink(client, self.feed))
        self.orders.start(Outbox(folder / "orders.sqlite", "s/1", client.send, self.orders), client.send)

    def _on_link_changed(self) -> None:
        if self.feed.state.is_live:
            self.orders.try_now()

    def close(self) -> None:
        self.orders.shutdown()
        self.feed.stop()
        self.jobs.shutdown()
        self.wire.close()
        self.scene.show_now()


@pytest.fixture
def desk(qapp: object, station: StationProcess, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(station, tmp_path)
    yield made
    made.close()


def test_an_order_comes_back_as_a_picture_even_when_the_station_was_killed_meanwhile(
    desk: Desk, station: StationProcess, qtbot: QtBot
) -> None:
    scene, orders = desk.scene, desk.orders
    qtbot.waitUntil(lambda: desk.feed.state.is_live, timeout=WAIT_MS)
    orders.send(RegisterUnit(unit=UnitFields(callsign="V-07", force=Force.VOLUNTEER, agency="Volunteers")))
    qtbot.waitUntil(lambda: bool(scene.picture.units), timeout=WAIT_MS)
    (unit,) = scene.picture.units
    # The event may be here before the receipt.
    qtbot.waitUntil(lambda: orders.waiting_count == 0, timeout=WAIT_MS)

    station.kill()
    qtbot.waitUntil(lambda: desk.feed.state.phase is FeedPhase.LOST, timeout=WAIT_MS)
    orders.send(StartDuty(unit=unit))
    orders.send(SetUnitStatus(unit=unit, status=UnitStatus.BUSY))
    assert not scene.picture.units[unit].is_on_duty
    assert orders.waiting_count == 2

    station.start()
    qtbot.waitUntil(lambda: scene.picture.units[unit].status is UnitStatus.BUSY, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: orders.pending == (), timeout=WAIT_MS)
    # What came with a new snapshot is shown before the feed is live again, and before its first frame.
    qtbot.waitUntil(lambda: desk.feed.state.is_live, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: desk.feed.lag_s is not None and desk.feed.lag_s < 5, timeout=WAIT_MS)
