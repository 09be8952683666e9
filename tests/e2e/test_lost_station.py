"""What a dispatcher has while the station is gone, and when it is back."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.command import RegisterUnit, StartDuty
from app.domain.unit import Force, UnitFields
from app.settings import Settings
from app.sync.feed_state import FeedPhase
from tests.contract.station_process import ANSWER_S, StationProcess
from tests.e2e.conftest import WAIT_MS, OpenDesk
from ui.desk import Desk
from ui.dialogs.sign_in import SignInRequest
from ui.workplace import Workplace


def units_of(workplace: Workplace) -> dict[int, object]:
    return dict(workplace.scene.picture.units)


def register(callsign: str) -> RegisterUnit:
    return RegisterUnit(unit=UnitFields(callsign=callsign, force=Force.SOCIAL, agency="Social patrols"))


def test_after_kill_9_of_the_station_the_desk_says_so_keeps_its_picture_and_comes_back_without_a_gap(
    station: StationProcess, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    workplace = open_desk(station)
    qtbot.waitUntil(lambda: workplace.feed.state.is_live, timeout=WAIT_MS)
    workplace.orders.send(register("S-01"))
    qtbot.waitUntil(lambda: len(units_of(workplace)) == 1, timeout=WAIT_MS)
    held = units_of(workplace)

    station.kill()
    qtbot.waitUntil(lambda: workplace.feed.state.phase is FeedPhase.LOST, timeout=WAIT_MS)
    assert workplace.feed.state.reason is not None
    assert units_of(workplace) == held
    qtbot.waitUntil(workplace.window.link_bar.isVisible, timeout=WAIT_MS)
    # An order given meanwhile waits, and looks like it.
    workplace.orders.send(StartDuty(unit=next(iter(held))))
    workplace.orders.send(register("S-02"))
    qtbot.waitUntil(lambda: workplace.orders.waiting_count == 2, timeout=WAIT_MS)

    station.start()
    qtbot.waitUntil(lambda: workplace.feed.state.is_live, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: len(units_of(workplace)) == 2, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: workplace.orders.waiting_count == 0, timeout=WAIT_MS)
    headers = station.sign_in()

    def seq() -> int:
        snapshot = requests.get(f"{station.url}/v1/snapshot", headers=headers, timeout=ANSWER_S)
        return int(snapshot.json()["seq"])

    # What the station itself adds after an order is one more event, a moment later.
    qtbot.waitUntil(lambda: workplace.scene.picture.seq == seq(), timeout=WAIT_MS)
    assert workplace.scene.picture.units[next(iter(held))].is_on_duty


@pytest.fixture
def desk_with_its_own_station(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    first: list[tuple[str, str]] = []
    desk = Desk(Settings(data=tmp_path, port=0), None, lambda login, password: first.append((login, password)))
    desk.start(qapp)
    try:
        qtbot.waitUntil(lambda: bool(first), timeout=WAIT_MS)
        login, password = first[0]
        desk.door.sign_in(SignInRequest("", login, password, remember=False), lambda _: None, lambda _: None, desk)
        qtbot.waitUntil(lambda: desk.workplace is not None, timeout=WAIT_MS)
        yield desk
    finally:
        desk.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_an_embedded_station_that_is_killed_comes_back_by_itself_with_the_same_picture(
    desk_with_its_own_station: Desk, qtbot: QtBot
) -> None:
    desk = desk_with_its_own_station
    workplace, embedded = desk.workplace, desk.embedded
    assert workplace is not None
    assert embedded is not None
    qtbot.waitUntil(lambda: workplace.feed.state.is_live, timeout=WAIT_MS)
    workplace.orders.send(register("S-01"))
    qtbot.waitUntil(lambda: len(units_of(workplace)) == 1, timeout=WAIT_MS)
    held, pid = units_of(workplace), embedded.pid
    assert pid is not None
    phases: list[FeedPhase] = []
    workplace.feed.changed.connect(lambda: phases.append(workplace.feed.state.phase))

    os.kill(pid, signal.SIGKILL)
    # Told one by one: who looks only now and then may find it live and never have seen it lost.
    qtbot.waitUntil(lambda: FeedPhase.LOST in phases, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: workplace.feed.state.is_live, timeout=WAIT_MS)
    assert embedded.pid != pid
    assert units_of(workplace) == held
    # And it still takes orders.
    workplace.orders.send(register("S-02"))
    qtbot.waitUntil(lambda: len(units_of(workplace)) == 2, timeout=WAIT_MS)


def test_a_second_desk_on_the_same_folder_says_so(desk_with_its_own_station: Desk, tmp_path: Path) -> None:
    from app.domain.errors import AppError

    with pytest.raises(AppError, match="desk.in_use"):
        Desk(Settings(data=tmp_path), None)
