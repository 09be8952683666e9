from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.domain.fixes import Fixes
from tests.ui.fleet.past import FakePast
from tests.ui.models.crowd import HELSINKI, NOON_MS, HeldClock, a_unit, heard
from ui.fleet.movement import TRACK_S, Movement
from ui.fleet.sparkline import SpeedSparkline, speeds
from ui.models.scene import Scene
from ui.theme.look import Look


@pytest.fixture
def past() -> FakePast:
    return FakePast()


@pytest.fixture
def movement(qtbot, scene: Scene, look: Look, past: FakePast) -> Movement:
    movement = Movement(scene, look, past, scene)
    for widget in (movement.speed, movement.reports):
        qtbot.addWidget(widget)
        widget.show()
    return movement


def _track(*ages_s: float, unit: int = 1, speed_cmps: int = 100) -> Fixes:
    fixes = Fixes.of((unit, NOON_MS - int(age * 1000), *HELSINKI) for age in ages_s)
    fixes.speed_cmps[:] = speed_cmps
    return fixes


def _texts(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible() and label.text()]


def _times(movement: Movement) -> list[str]:
    return [text[-2:] for text in _texts(movement.reports) if text.count(":") == 2]


def test_it_asks_for_the_last_half_hour_of_this_duty(movement: Movement, scene: Scene, past: FakePast) -> None:
    movement.show_unit(scene.picture.units[1])
    assert past.tracks_asked == [(1, NOON_MS - TRACK_S * 1000, NOON_MS)]

    began = scene.picture.units[2].status_at
    movement.show_unit(scene.picture.units[2].model_copy(update={"on_duty_at": began}))
    assert past.tracks_asked[-1] == (2, int(began.timestamp() * 1000), NOON_MS)


def test_the_past_and_the_present_are_one_track(movement: Movement, scene: Scene, past: FakePast) -> None:
    movement.show_unit(scene.picture.units[1])
    past.answer_track(_track(60, 30, 10))
    heard(scene, {1: 0})

    assert _times(movement) == ["00", "59", "50", "30", "00"]


def test_an_answer_for_another_unit_than_is_shown_is_dropped(
    movement: Movement, scene: Scene, past: FakePast
) -> None:
    movement.show_unit(scene.picture.units[1])
    movement.show_unit(scene.picture.units[2])

    past.answer_track(_track(60, 30), asked=0)

    assert len(_times(movement)) == 1


def test_off_duty_nothing_is_asked_and_nothing_is_kept(movement: Movement, scene: Scene, past: FakePast) -> None:
    movement.show_unit(scene.picture.units[1])
    past.answer_track(_track(60, 30))

    movement.show_unit(a_unit(1, status="off_duty"))
    assert _times(movement) == []
    assert len(past.tracks_asked) == 1

    past.answer_track(_track(60, 30))
    assert _times(movement) == []


def test_without_the_past_it_says_so_and_goes_on_from_now(
    movement: Movement, scene: Scene, past: FakePast
) -> None:
    movement.show_unit(scene.picture.units[1])
    past.fail_track()
    assert any("Only from now on." in text for text in _texts(movement.speed))

    heard(scene, {1: 0})
    assert _times(movement) == ["00", "59"]

    movement.show_unit(scene.picture.units[2])
    assert not any("Only from now on." in text for text in _texts(movement.speed))


def test_fixes_of_others_change_nothing(movement: Movement, scene: Scene) -> None:
    movement.show_unit(scene.picture.units[1])

    heard(scene, {2: 0, 3: 0})

    assert _times(movement) == ["59"]


def test_reports_are_the_last_ten_newest_first_with_what_is_known(
    movement: Movement, scene: Scene, past: FakePast
) -> None:
    movement.show_unit(scene.picture.units[1])
    past.answer_track(_track(*range(30, 10, -1), speed_cmps=144))

    assert _times(movement) == ["59", "49", "48", "47", "46", "45", "44", "43", "42", "41"]
    assert "24.94400 E 60.17150 N" in _texts(movement.reports)
    assert _texts(movement.reports).count("5.2 km/h") == 9


def test_a_line_is_broken_where_nothing_was_heard() -> None:
    minutes, kmh = speeds(_track(200, 190, 60, 0), NOON_MS)

    np.testing.assert_allclose(minutes, [-200 / 60, -190 / 60, np.nan, -1, 0])
    np.testing.assert_allclose(kmh, [3.6, 3.6, np.nan, 3.6, 3.6])


def test_fixes_without_a_speed_are_not_drawn_as_standing_still() -> None:
    fixes = _track(30, 20, 10)
    fixes.speed_cmps[1] = 0xFFFF

    assert len(speeds(fixes, NOON_MS)[0]) == 2
    assert len(speeds(Fixes.empty(), NOON_MS)[0]) == 0


def test_the_highest_speed_is_told(qtbot, look: Look, clock: HeldClock) -> None:
    sparkline = SpeedSparkline(look, TRACK_S)
    qtbot.addWidget(sparkline)
    sparkline.show()

    sparkline.show_track(_track(30, 20, speed_cmps=1000), NOON_MS)
    assert _texts(sparkline) == ["Speed, last 2 min", "highest 36 km/h"]

    sparkline.show_track(Fixes.empty(), NOON_MS)
    assert _texts(sparkline) == ["Speed, last 30 min", "no speeds"]


@pytest.mark.parametrize(("age_min", "reach"), [(1, 2), (2, 2), (3, 5), (9, 10), (19, 20), (21, 30), (29, 30)])
def test_the_line_reaches_as_far_back_as_it_must(qtbot, look: Look, age_min: int, reach: int) -> None:
    sparkline = SpeedSparkline(look, TRACK_S)
    qtbot.addWidget(sparkline)
    sparkline.show()

    sparkline.show_track(_track(age_min * 60, 0), NOON_MS)

    assert _texts(sparkline)[0] == f"Speed, last {reach} min"


def test_the_line_is_really_drawn(qtbot, look: Look) -> None:
    sparkline = SpeedSparkline(look, TRACK_S)
    qtbot.addWidget(sparkline)
    sparkline.resize(320, 90)
    sparkline.show()
    sparkline.show_track(Fixes.empty(), NOON_MS)
    empty = sparkline.grab().toImage()

    sparkline.show_track(_track(*range(1700, 0, -5), speed_cmps=500), NOON_MS)

    assert sparkline.grab().toImage() != empty
