from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.wall.layouts import GAP_PX, LAYOUTS, layout_for, layout_named, neighbour

SIDES = st.integers(200, 4000)


def test_there_is_a_layout_of_each_size():
    assert [layout.count for layout in LAYOUTS] == [1, 4, 6, 9, 16, 25, 7]


@given(st.sampled_from(LAYOUTS), SIDES, SIDES)
def test_tiles_fill_the_wall_edge_to_edge_and_never_overlap(layout, width, height):
    boxes = layout.boxes(width, height)
    assert min(box.x for box in boxes) == min(box.y for box in boxes) == 0
    assert max(box.x + box.width for box in boxes) == width
    assert max(box.y + box.height for box in boxes) == height
    with_gaps = sum((box.width + GAP_PX) * (box.height + GAP_PX) for box in boxes)
    assert with_gaps == (width + GAP_PX) * (height + GAP_PX)
    for i, one in enumerate(boxes):
        for other in boxes[i + 1 :]:
            apart_x = one.x + one.width + GAP_PX <= other.x or other.x + other.width + GAP_PX <= one.x
            apart_y = one.y + one.height + GAP_PX <= other.y or other.y + other.height + GAP_PX <= one.y
            assert apart_x or apart_y


def test_a_wall_too_small_for_its_gaps_has_empty_tiles_and_no_negative_ones():
    for layout in LAYOUTS:
        assert all(box.width >= 0 and box.height >= 0 for box in layout.boxes(3, 1))


@pytest.mark.parametrize(
    ("name", "at", "arrow", "expected"),
    [
        ("nine", 4, (1, 0), 5),
        ("nine", 4, (0, -1), 1),
        ("nine", 2, (1, 0), 2),
        ("six", 0, (1, 0), 1),
        ("six", 5, (0, -1), 2),
        ("six", 3, (0, -1), 0),
        ("strip", 0, (0, 1), 3),
        ("strip", 6, (0, -1), 0),
    ],
)
def test_an_arrow_key_leads_to_the_tile_next_to_this_one(name, at, arrow, expected):
    layout = layout_named(name)
    assert neighbour(layout.boxes(1600, 900), at, *arrow) == expected


@given(st.sampled_from(LAYOUTS), st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]))
def test_every_tile_can_be_reached_by_arrow_keys(layout, first):
    boxes = layout.boxes(1600, 900)
    reached, new = {0}, [0]
    while new:
        at = new.pop()
        for arrow in (first, (1, 0), (-1, 0), (0, 1), (0, -1)):
            to = neighbour(boxes, at, *arrow)
            if to not in reached:
                reached.add(to)
                new.append(to)
    assert len(reached) == layout.count


def test_a_wall_grows_to_the_smallest_layout_with_enough_tiles_and_never_shrinks():
    nine = layout_named("nine")
    assert layout_for(3, nine) is nine
    assert layout_for(10, nine).name == "sixteen"
    assert layout_for(5, layout_named("four")).name == "nine"
    assert layout_for(99, nine).name == "twenty_five"


def test_a_name_that_is_no_layout_gives_none():
    assert layout_named("thirty") is None
