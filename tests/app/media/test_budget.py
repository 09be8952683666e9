from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.media.budget import Limits, Tile, TileBudget, asked_of_terminal, shared_out, total, wanted
from app.media.cost import SLOW_FPS, Cost, Step, assumed, measured, wish_for
from app.media.source import Quality
from app.media.state import Figures

MAIN, SUB = Cost(0.1, 2e6, 0.075, 0.012), Cost(0.02, 3e5, 0.015, 0.003)
PLENTY = Limits(cpu=100.0, downlink_bps=1e12)


def _tile(key: int, **more) -> Tile:
    given_ = {"height": 720, "is_visible": True, "is_focused": False, "importance": 0, "main": MAIN, "sub": SUB}
    return Tile(key, **{**given_, **more})


_costs = st.builds(
    lambda cpu, bps, slow, keys: Cost(cpu, bps, cpu * slow, cpu * keys),
    st.floats(0, 0.5),
    st.floats(0, 1e7),
    st.floats(0, 1),
    st.floats(0, 1),
)
_tiles = st.lists(
    st.builds(
        Tile,
        key=st.integers(1, 40),
        height=st.sampled_from([90, 240, 360, 1080]),
        is_visible=st.booleans(),
        is_focused=st.booleans(),
        importance=st.integers(0, 3),
        main=_costs,
        sub=st.none() | _costs,
    ),
    unique_by=lambda tile: tile.key,
    max_size=25,
)
_limits = st.builds(Limits, st.floats(0, 4), st.floats(0, 1e8))


@given(_tiles, _limits)
def test_the_budget_is_kept_whenever_the_focused_tiles_alone_keep_it(tiles, limits):
    focused = [tile for tile in tiles if tile.is_focused]
    steps = shared_out(tiles, limits)
    alone = total(focused, {tile.key: wanted(tile) for tile in focused})
    if alone.is_within(limits):
        assert total(tiles, steps).is_within(limits)


@given(_tiles, _limits)
def test_the_focused_tile_has_all_it_wants_and_an_unseen_one_nothing(tiles, limits):
    steps = shared_out(tiles, limits)
    for tile in tiles:
        if tile.is_focused:
            assert steps[tile.key] is wanted(tile)
        if not tile.is_visible:
            assert steps[tile.key] is Step.OFF


@given(_tiles)
def test_where_there_is_plenty_everybody_has_what_it_wants(tiles):
    assert shared_out(tiles, PLENTY) == {tile.key: wanted(tile) for tile in tiles}


@given(_tiles, _limits, st.integers(0, 40))
def test_a_budget_comes_to_rest_and_stays_there(tiles, limits, extra):
    budget = TileBudget(limits)
    for _ in range(len(tiles) * len(Step) + extra):
        budget.share(tiles)
    rest = budget.share(tiles)
    assert all(budget.share(tiles) == rest for _ in range(5))


@given(_tiles, _limits, st.data())
def test_a_budget_is_kept_while_the_tiles_change(tiles, limits, data):
    budget = TileBudget(limits)
    for _ in range(6):
        seen = [replace(tile, is_visible=data.draw(st.booleans()), is_focused=False) for tile in tiles]
        assert total(seen, budget.share(seen)).is_within(limits)


@settings(max_examples=30)
@given(st.lists(st.floats(0.9, 1.1), min_size=30, max_size=30))
def test_measurements_that_waver_by_a_tenth_do_not_make_tiles_flap(noise):
    budget = TileBudget(Limits(cpu=0.8, downlink_bps=1e9))
    tiles = [_tile(key, sub=None) for key in range(16)]
    for _ in range(20):
        budget.share(tiles)
    changes, before = 0, budget.share(tiles)
    for factor in noise:
        main = replace(MAIN, cpu=MAIN.cpu * factor, slow_cpu=MAIN.slow_cpu * factor)
        now = budget.share([replace(tile, main=main) for tile in tiles])
        changes += now != before
        before = now
    # It may settle a little lower once for each tile; what it may not do is go down and up and down.
    assert changes <= len(tiles)


def test_the_least_important_gives_up_first():
    tiles = [_tile(1, importance=2), _tile(2, importance=0), _tile(3, importance=1)]
    steps = shared_out(tiles, Limits(cpu=0.26, downlink_bps=1e9))
    assert steps[1] is Step.MAIN
    assert steps[2] < Step.MAIN
    assert steps[2] <= steps[3]


def test_everybody_falls_to_key_frames_before_anybody_is_switched_off():
    tiles = [_tile(key) for key in range(10)]
    steps = shared_out(tiles, Limits(cpu=0.04, downlink_bps=1e9))
    assert set(steps.values()) <= {Step.KEYS, Step.SUB_SLOW}


def test_where_the_line_is_short_nobody_is_cut_to_key_frames_for_nothing():
    tiles = [_tile(key) for key in range(4)]
    steps = shared_out(tiles, Limits(cpu=100, downlink_bps=1.3e6))
    assert set(steps.values()) == {Step.SUB}


def test_what_was_taken_is_given_back_step_by_step_when_there_is_room():
    budget = TileBudget(Limits(cpu=0.15, downlink_bps=1e9))
    tiles = [_tile(1), _tile(2, importance=1)]
    assert budget.share(tiles)[1] < Step.MAIN
    budget.limits = PLENTY
    seen = [budget.share(tiles)[1] for _ in range(8)]
    assert seen == sorted(seen)
    assert seen[-1] is Step.MAIN


def test_room_for_exactly_what_was_taken_is_not_enough_to_give_it_back():
    budget = TileBudget(Limits(cpu=0.15, downlink_bps=1e9))
    tiles = [_tile(1, sub=None), _tile(2, sub=None, importance=1)]
    held = budget.share(tiles)[1]
    budget.limits = Limits(cpu=0.2, downlink_bps=1e9)
    assert budget.share(tiles)[1] is held


def test_a_tile_that_comes_into_sight_is_not_kept_back_by_what_it_had_unseen():
    budget = TileBudget(PLENTY)
    assert budget.share([_tile(1, is_visible=False)]) == {1: Step.OFF}
    assert budget.share([_tile(1)]) == {1: Step.MAIN}


def test_small_tiles_take_the_sub_stream_where_there_is_one():
    assert wanted(_tile(1, height=180)) is Step.SUB
    assert wanted(_tile(1, height=180, sub=None)) is Step.MAIN
    assert wanted(_tile(1, height=180, is_focused=True)) is Step.MAIN


@pytest.mark.parametrize(
    ("heights", "asked"),
    [([], None), ([0], None), ([60], Quality.THUMBNAIL), ([60, 180], Quality.SUB), ([720, 60], Quality.MAIN)],
)
def test_a_terminal_is_asked_for_what_the_largest_picture_of_it_needs(heights, asked):
    assert asked_of_terminal(heights) is asked


def test_a_step_becomes_a_wish():
    assert wish_for(Step.KEYS, (320, 180)).keys_only
    assert wish_for(Step.SUB_SLOW, (320, 180)).rate_fps == SLOW_FPS
    assert wish_for(Step.MAIN, (320, 180)).quality is Quality.MAIN


def test_what_was_measured_at_a_lower_step_tells_what_a_higher_one_takes():
    whole = measured(Figures(cpu_share=0.1, bytes_per_s=1000), Step.MAIN)
    assert measured(Figures(cpu_share=whole.keys_cpu), Step.KEYS).cpu == pytest.approx(0.1)
    assert whole.downlink_bps == 8000
    assert assumed(1280, 720, 25, 2e6).cpu > assumed(640, 360, 15, 5e5).cpu
