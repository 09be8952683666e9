from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from app.picture.clock import LiveClock
from tests.ui.widgets.fakes import StillClock
from ui.shell.ticker import Ticker
from ui.shell.wall_clock import WallClock
from ui.widgets.durations import clock_text


@pytest.fixture
def owner(qapp):
    owner = QObject()
    yield owner
    owner.deleteLater()


def test_the_clock_shows_the_scenes_time_and_follows_it(owner, qtbot):
    clock = StillClock()
    ticker = Ticker(clock, owner)
    shown = WallClock(clock, ticker)
    qtbot.addWidget(shown)
    assert shown.findChildren(QLabel)[0].text() == clock_text(_at(clock))
    clock.pass_s(61)
    ticker.ticked.emit()
    assert shown.findChildren(QLabel)[0].text() == clock_text(_at(clock))


def test_the_clock_ticks_just_after_the_second_begins(owner, qtbot):
    clock = LiveClock()
    ticker = Ticker(clock, owner)
    late_ms = []
    ticker.ticked.connect(lambda: late_ms.append(clock.now_ms() % 1000))
    qtbot.waitUntil(lambda: len(late_ms) == 2, timeout=4000)
    # Generous, for a machine with much else to do; early would be nearly 1000.
    assert all(ms < 500 for ms in late_ms)


def _at(clock):
    from datetime import UTC, datetime

    return datetime.fromtimestamp(clock.now_ms() / 1000, UTC)
