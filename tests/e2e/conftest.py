from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.settings import load_settings
from app.voice import talk
from tests.contract.station_process import StationProcess
from ui.bridge import speech
from ui.desk import Desk
from ui.dialogs.sign_in import SignInRequest
from ui.workplace import Workplace

#: A wait costs nothing when it comes true; a machine may be busy.
WAIT_MS = 60_000
_READY = "was ready"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole products in processes of their own: what ends what hangs is not to end what is only slow."""
    for item in items:
        if Path(__file__).parent in item.path.parents and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(300))


class OpenDesk(Protocol):
    def __call__(self, station: StationProcess, **settings: object) -> Workplace: ...


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for the floor takes no answer for none after 3 s, which a busy machine may need."""
    for module in (talk, speech):
        monkeypatch.setattr(module, "ANSWER_S", WAIT_MS / 1000)


def watch_map(desk: Desk) -> None:
    """Notice when the map of its workplace is ready: who waits for that later may have missed the signal."""

    def watch(workplace: Workplace) -> None:
        workplace.map_view.ready.connect(partial(workplace.map_view.setProperty, _READY, True))

    desk.opened.connect(watch)


def wait_for_map(workplace: Workplace, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(workplace.map_view.property(_READY)), timeout=WAIT_MS)


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
        watch_map(desk)
        desk.start(qapp)
        refused: list[object] = []
        request = SignInRequest(station.url, station.login, station.password, remember=False)
        desk.door.sign_in(request, lambda _: None, refused.append, desk)
        qtbot.waitUntil(lambda: desk.workplace is not None or bool(refused), timeout=WAIT_MS)
        assert not refused, refused
        assert desk.workplace is not None
        return desk.workplace

    yield opened
    for desk in desks:
        desk.stop()
