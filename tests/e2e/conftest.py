from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import load_settings
from tests.contract.station_process import StationProcess
from ui.desk import Desk
from ui.dialogs.sign_in import SignInRequest
from ui.workplace import Workplace


class OpenDesk(Protocol):
    def __call__(self, station: StationProcess, **settings: object) -> Workplace: ...


@pytest.fixture
def station(tmp_path: Path) -> Iterator[StationProcess]:
    process = StationProcess(tmp_path / "station").start()
    yield process
    process.kill()


@pytest.fixture
def open_desk(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[OpenDesk]:
    """Opens a whole desk at a station and signs the administrator in through its sign-in pane's door."""
    desks: list[Desk] = []

    def opened(station: StationProcess, **settings: object) -> Workplace:
        folder = tmp_path / f"desk-{len(desks)}"
        desk = Desk(load_settings(data=folder, station_url=station.url, **settings), None)
        desks.append(desk)
        desk.start(qapp)
        refused: list[object] = []
        request = SignInRequest(station.url, station.login, station.password, remember=False)
        desk.door.sign_in(request, lambda _: None, refused.append, desk)
        qtbot.waitUntil(lambda: desk.workplace is not None or bool(refused), timeout=20_000)
        assert not refused, refused
        assert desk.workplace is not None
        return desk.workplace

    yield opened
    for desk in desks:
        desk.stop()
