from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.wall.layouts import LAYOUTS
from ui.wall.plan import Following, Pinned, Place, Touring, WallPlan

PLACE = Place(24.94, 60.17)
names = st.sampled_from([layout.name for layout in LAYOUTS])


def plan_of(*sources, layout="four"):
    return WallPlan(layout).filled(0, sources)


def test_a_drop_of_several_fills_from_that_tile_on():
    plan = WallPlan("four").filled(1, [7, 8])
    assert plan.shown == (None, Pinned(7), Pinned(8), None)


def test_what_stood_there_is_replaced_and_what_is_dropped_stands_nowhere_else():
    plan = plan_of(1, 2, 3).filled(2, [1])
    assert plan.shown == (None, Pinned(2), Pinned(1), None)


def test_a_source_that_is_dropped_twice_at_once_stands_once():
    assert WallPlan("four").filled(0, [5, 5, 6]).sources == (5, 6)


def test_what_is_dropped_beyond_the_last_tile_waits():
    plan = WallPlan("four").filled(3, [1, 2, 3])
    assert plan.waiting == 2
    assert plan.with_layout("nine").shown[3:6] == (Pinned(1), Pinned(2), Pinned(3))


def test_a_smaller_layout_keeps_the_order_and_a_larger_one_brings_back_what_waits():
    plan = plan_of(*range(1, 10), layout="nine")
    small = plan.with_layout("four")
    assert small.sources == plan.sources
    assert small.shown == tuple(map(Pinned, (1, 2, 3, 4)))
    assert small.waiting == 5
    assert small.with_layout("nine") == plan


def test_free_tiles_are_closed_up_before_anything_waits():
    plan = WallPlan("nine").filled(2, [1]).filled(7, [2])
    assert plan.with_layout("four").shown == (Pinned(1), Pinned(2), None, None)


def test_free_tiles_stay_where_everything_fits():
    plan = WallPlan("nine").filled(2, [1])
    assert plan.with_layout("four").shown == (None, None, Pinned(1), None)


@given(st.lists(st.integers(1, 50), unique=True, max_size=30), st.lists(names, max_size=6))
def test_no_change_of_layout_loses_a_source_or_the_order(sources, layouts):
    plan = plan_of(*sources)
    for layout in layouts:
        plan = plan.with_layout(layout)
    assert plan.sources == tuple(sources)


def test_what_is_added_takes_the_free_tiles_and_leaves_the_others_alone():
    plan = WallPlan("four").filled(1, [7]).added([8, 7, 9])
    assert plan.shown == (Pinned(8), Pinned(7), Pinned(9), None)


def test_a_wall_grows_for_what_is_added():
    plan = plan_of(1, 2, 3, 4).added([5, 6])
    assert plan.layout == "nine"
    assert plan.sources == (1, 2, 3, 4, 5, 6)


@given(st.lists(st.integers(1, 60), max_size=40), st.lists(st.integers(1, 60), max_size=40), names)
def test_whatever_is_added_is_there_once(first, second, layout):
    plan = WallPlan(layout).added(first).added(second)
    assert sorted(plan.sources) == sorted(set(first) | set(second))


def test_two_tiles_change_places_even_with_a_free_one():
    plan = plan_of(1, 2).swapped(0, 3)
    assert plan.shown == (None, Pinned(2), None, Pinned(1))
    assert plan.swapped(3, 0) == plan_of(1, 2)


def test_a_cleared_tile_is_free_and_the_others_stay():
    assert plan_of(1, 2, 3).cleared(1).shown == (Pinned(1), None, Pinned(3), None)


def test_all_that_waits_is_shown_in_a_layout_that_has_room():
    plan = plan_of(*range(1, 8)).with_layout("four")
    assert plan.showing_all().layout == "nine"
    assert plan.showing_all().waiting == 0


def test_free_tiles_follow_a_place_and_pinned_ones_stay():
    plan = plan_of(1, 2).near(PLACE)
    assert plan.following == (2, 3)
    assert plan.place == PLACE
    elsewhere = plan.near(Place(25, 60))
    assert elsewhere.following == (2, 3)
    assert elsewhere.place == Place(25, 60)


def test_a_full_wall_grows_to_follow_a_place():
    plan = plan_of(1, 2, 3, 4).near(PLACE)
    assert plan.layout == "nine"
    assert len(plan.following) == 5


def test_the_largest_wall_that_is_full_cannot_follow():
    plan = plan_of(*range(1, 26), layout="twenty_five")
    assert plan.near(PLACE) == plan


def test_ending_frees_the_tiles_and_forgets_the_place():
    assert plan_of(1).near(PLACE).not_near() == plan_of(1)


def test_the_place_is_forgotten_with_the_last_tile_that_followed_it():
    plan = plan_of(1, 2, 3).near(PLACE)
    assert plan.with_content(3, Pinned(9)).place is None


def test_a_tile_that_follows_or_tours_can_be_dragged_elsewhere():
    plan = WallPlan("four").with_content(0, Touring(3)).near(PLACE).swapped(0, 1)
    assert plan.shown[:2] == (Following(), Touring(3))


def test_a_tour_that_is_gone_leaves_its_tiles():
    plan = WallPlan("four").with_content(0, Touring(3)).with_content(1, Touring(4))
    assert plan.without_tour(3).shown == (None, Touring(4), None, None)


def test_one_source_goes_on_as_another():
    assert plan_of(1, 2).replaced(2, by=9).sources == (1, 9)
