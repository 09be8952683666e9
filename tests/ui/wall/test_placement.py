from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.wall.placement import Area, Monitor, Placement, settled

LEFT = Monitor("left", Area(0, 0, 1920, 1080))
RIGHT = Monitor("right", Area(1920, 0, 2560, 1440))


def test_a_window_whose_monitor_is_there_stays_where_it_is():
    placement = Placement(Area(2000, 100, 800, 600), "right", True)
    assert settled(placement, [LEFT, RIGHT]) == placement


def test_a_window_whose_monitor_is_gone_comes_to_the_main_one():
    moved = settled(Placement(Area(2000, 100, 800, 600), "right"), [LEFT])
    assert moved == Placement(Area(560, 240, 800, 600), "left")


def test_it_is_made_as_small_as_the_monitor_that_is_left():
    moved = settled(Placement(Area(1920, 0, 2560, 1440), "right", True), [LEFT])
    assert moved == Placement(LEFT.area, "left", True)


def test_a_monitor_that_is_called_otherwise_now_keeps_its_windows():
    moved = settled(Placement(Area(2000, 100, 800, 600), "HDMI-7"), [LEFT, RIGHT])
    assert moved == Placement(Area(2000, 100, 800, 600), "right")


def test_a_full_screen_window_goes_to_its_monitor_though_that_stands_elsewhere_now():
    there = Monitor("right", Area(-2560, 0, 2560, 1440))
    moved = settled(Placement(Area(2000, 100, 800, 600), "right", True), [LEFT, there])
    assert moved.monitor == "right"
    assert there.area.shared_with(moved.area) == 800 * 600


areas = st.builds(
    Area, st.integers(-9000, 9000), st.integers(-9000, 9000), st.integers(1, 9000), st.integers(1, 9000)
)


@given(st.builds(Placement, areas, st.sampled_from(["left", "right", "gone"]), st.booleans()))
def test_every_window_ends_wholly_on_a_monitor_that_is_there(placement):
    result = settled(placement, [LEFT, RIGHT])
    monitor = LEFT if result.monitor == "left" else RIGHT
    assert monitor.area.shared_with(result.area) == result.area.width * result.area.height
    assert settled(result, [LEFT, RIGHT]) == result
