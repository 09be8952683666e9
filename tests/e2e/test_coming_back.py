"""Closing the desk and opening it again: it is as it was left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.settings import Settings
from tests.contract.station_process import StationProcess
from tests.e2e.conftest import WAIT_MS, wait_for_map, watch_map
from ui.bridge.keeper import Keeper, Kept
from ui.desk import Desk
from ui.map.settings import View
from ui.theme.tokens import Mode


class EmptyKeyring(Keeper):
    """A machine that has one, in which nobody is."""

    @property
    def is_there(self) -> bool:
        return True

    def load(self, station: str) -> None:
        """Nobody stayed."""

    def save(self, station: str, kept: Kept) -> bool:
        raise AssertionError("nobody wished to stay")

    def forget(self, station: str) -> None:
        """Nobody is there to be forgotten."""


class Visit:
    """One opening of the desk by keyboard, as a person would."""

    def __init__(self, qtbot: QtBot, settings: Settings, station: StationProcess) -> None:
        self.desk, self._qtbot, self._station = Desk(settings, EmptyKeyring()), qtbot, station

    def begin(self, qapp: QApplication) -> Visit:
        watch_map(self.desk)
        self.desk.start(qapp)
        with self._qtbot.waitActive(self.desk.sign_in_pane(), timeout=WAIT_MS):
            self.pane = self.desk.sign_in_pane()
        return self

    def type(self, text: str) -> None:
        QTest.keyClicks(self._focused(), text)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self._focused(), key)

    def _focused(self) -> QWidget:
        self._qtbot.waitUntil(lambda: self.pane.isAncestorOf(QApplication.focusWidget()), timeout=WAIT_MS)
        return QApplication.focusWidget()

    def enter(self) -> None:
        self.type(self._station.password)
        self.press(Qt.Key.Key_Return)
        self._qtbot.waitUntil(lambda: self.desk.workplace is not None, timeout=WAIT_MS)


@pytest.fixture
def visits(qapp: QApplication, qtbot: QtBot, tmp_path: Path, station: StationProcess) -> Iterator[list[Visit]]:
    open_visits: list[Visit] = []
    yield open_visits
    for visit in open_visits:
        visit.desk.stop()


def test_who_map_and_theme_are_as_they_were_left(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, station: StationProcess, visits: list[Visit]
) -> None:
    settings = Settings(data=tmp_path / "desk", station_url=station.url)
    first = Visit(qtbot, settings, station)
    visits.append(first)
    first.begin(qapp)
    assert first.pane.is_to_stay
    first.type(station.login)
    first.press(Qt.Key.Key_Tab)
    first.press(Qt.Key.Key_Tab)
    first.press(Qt.Key.Key_Space)
    first.pane.focus_first()
    first.enter()
    workplace = first.desk.workplace
    assert workplace is not None
    wait_for_map(workplace, qtbot)
    looked_at = View(24.95, 60.165, 17.0)

    def is_there(view: View) -> bool:
        return (view.lon, view.lat, view.zoom) == pytest.approx(
            (looked_at.lon, looked_at.lat, looked_at.zoom), abs=1e-4
        )

    # The page says so, after whatever it had to say of where it looked before.
    moved = workplace.map_view.view_changed
    with qtbot.waitSignal(moved, timeout=WAIT_MS, check_params_cb=is_there):
        workplace.map_view.show_view(looked_at)
    workplace.window.set_mode(Mode.LIGHT)
    workplace.window.close()
    first.desk.stop()
    visits.remove(first)

    again = Visit(qtbot, settings, station)
    visits.append(again)
    again.begin(qapp)
    assert not again.pane.is_to_stay
    again.enter()
    workplace = again.desk.workplace
    assert workplace is not None
    assert is_there(workplace.map_view.view)
    assert not again.desk.look.theme.is_dark
