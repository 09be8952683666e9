from __future__ import annotations

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

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


class MadeUpClock:
    def __init__(self, now_ms: int) -> None:
        self.at_ms = now_ms

    def now_ms(self) -> int:
        return self.at_ms


@pytest.mark.parametrize("into_the_second_ms", [0, 1, 250, 994, 995, 999])
def test_the_clock_ticks_just_after_the_second_begins(owner, qtbot, into_the_second_ms):
    clock = MadeUpClock(1_760_000_000_000 + into_the_second_ms)
    ticker = Ticker(clock, owner)
    for _ in range(2):
        # How late it rings is the machine's; that it is set for the next second is the ticker's.
        due_ms = clock.at_ms + ticker._timer.interval()
        assert clock.at_ms < due_ms <= clock.at_ms + 1005
        assert due_ms % 1000 == 5
        clock.at_ms = due_ms + 30
        ticker._on_timeout()


def test_it_ticks_again_and_again(owner, qtbot):
    ticker = Ticker(MadeUpClock(1_760_000_000_995), owner)
    for _ in range(3):
        with qtbot.waitSignal(ticker.ticked):
            pass


def _at(clock):
    from datetime import UTC, datetime

    return datetime.fromtimestamp(clock.now_ms() / 1000, UTC)
