"""The level in the talk bar: one's own while one talks, else of who does."""

from __future__ import annotations

import pytest

from app.voice.level import Level
from app.voice.talk_state import Phase
from tests.ui.voice.conftest import PATROL, TERMINAL


@pytest.fixture
def shown(stand, monkeypatch) -> list[float]:
    """Peaks that the meter was given, in decibels."""
    peaks: list[float] = []
    monkeypatch.setattr(stand.bar._meter, "show_level", peaks.append)
    stand.talk.level = lambda call: Level(-30.0, -24.0 if call == PATROL else 0.0)
    stand.talk.own_level = lambda: Level(-15.0, -9.0)
    return peaks


def is_shown(stand) -> bool:
    return not stand.bar._meter.isHidden()


def test_who_talks_is_measured_and_oneself_instead_while_one_talks(stand, shown):
    assert not is_shown(stand)
    stand.talk.take(PATROL, TERMINAL)
    assert (shown.pop(), is_shown(stand)) == (-24.0, True)
    stand.talk.become(Phase.ON_AIR, limit_s=60.0)
    assert (shown.pop(), is_shown(stand)) == (-9.0, True)
    stand.talk.become(Phase.IDLE)
    assert (shown.pop(), is_shown(stand)) == (-24.0, True)
    shown.clear()
    stand.talk.idle(PATROL)
    assert (shown, is_shown(stand)) == ([], False)


@pytest.mark.parametrize("is_own", [True, False])
def test_the_level_moves_while_nothing_else_happens(stand, shown, is_own):
    if is_own:
        stand.talk.become(Phase.ON_AIR, limit_s=60.0)
        stand.talk.own_level = lambda: Level(-3.0, -1.0)
    else:
        stand.talk.take(PATROL, TERMINAL)
        stand.talk.level = lambda _: Level(-3.0, -1.0)
    shown.clear()
    assert stand.bar._moving.isActive()
    stand.bar._moving.timeout.emit()
    assert shown == [-1.0]


def test_the_meter_paints_the_level_that_it_was_given(stand):
    meter = stand.bar._meter

    def lit() -> int:
        image = meter.grab().toImage()
        dark = meter_colour(image, image.width() - 2)
        return sum(meter_colour(image, x) != dark for x in range(image.width()))

    def meter_colour(image, x: int) -> int:
        return image.pixel(x, image.height() // 2)

    stand.talk.take(PATROL, TERMINAL)
    widths = []
    for peak_dbfs in (-60.0, -30.0, -10.0):
        meter.show_level(peak_dbfs)
        widths.append(lit())
    assert widths == sorted(set(widths))
