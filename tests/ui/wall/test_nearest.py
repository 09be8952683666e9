from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.wall.nearest import CALM_S, NearestTiles


def assign(tiles, shown, distances, now_s):
    ranked = sorted(distances, key=distances.get)
    return tiles.assigned(shown, ranked, distances, now_s)


def test_free_tiles_take_the_nearest_in_order():
    shown = assign(NearestTiles(), {2: None, 5: None}, {11: 300.0, 12: 40.0, 13: 120.0}, 0)
    assert shown == {2: 12, 5: 13}


def test_with_too_few_sources_tiles_stay_free():
    assert assign(NearestTiles(), {0: None, 1: None}, {11: 5.0}, 0) == {0: 11, 1: None}


def test_a_tile_keeps_its_source_while_it_is_among_the_nearest_whatever_its_rank():
    shown = assign(NearestTiles(), {0: 11, 1: 12}, {11: 300.0, 12: 40.0, 13: 900.0}, 100)
    assert shown == {0: 11, 1: 12}


def test_a_tile_that_changed_is_left_alone_for_a_while():
    tiles = NearestTiles()
    shown = assign(tiles, {0: None}, {11: 100.0}, 0)
    assert assign(tiles, shown, {11: 100.0, 12: 20.0}, CALM_S - 1) == {0: 11}
    assert assign(tiles, shown, {11: 100.0, 12: 20.0}, CALM_S) == {0: 12}


def test_a_source_that_is_gone_is_replaced_at_once():
    tiles = NearestTiles()
    shown = assign(tiles, {0: None}, {11: 100.0, 12: 200.0}, 0)
    assert assign(tiles, shown, {12: 200.0}, 1) == {0: 12}


def test_one_that_is_hardly_nearer_takes_no_tile():
    assert assign(NearestTiles(), {0: 11}, {11: 100.0, 12: 92.0}, 100) == {0: 11}
    assert assign(NearestTiles(), {0: 11}, {11: 9.0, 12: 1.0}, 100) == {0: 11}


def test_the_farthest_tile_changes_first():
    shown = assign(NearestTiles(), {0: 11, 1: 12}, {11: 400.0, 12: 900.0, 13: 10.0}, 100)
    assert shown == {0: 11, 1: 13}


def test_another_place_is_followed_at_once():
    tiles = NearestTiles()
    shown = assign(tiles, {0: None}, {11: 10.0, 12: 500.0}, 0)
    tiles.forget()
    assert assign(tiles, shown, {11: 500.0, 12: 10.0}, 1) == {0: 12}


@given(st.lists(st.dictionaries(st.integers(1, 8), st.floats(0, 2000), min_size=8), min_size=1, max_size=40))
def test_no_tile_changes_twice_within_the_calm_and_no_source_is_shown_twice(walks):
    tiles, shown = NearestTiles(), {0: None, 1: None, 2: None}
    changed_at = {}
    for now, distances in enumerate(walks):
        after = assign(tiles, shown, distances, now)
        for tile in after:
            if after[tile] != shown[tile] and now > 0:
                assert now - changed_at[tile] >= CALM_S
            if after[tile] != shown[tile]:
                changed_at[tile] = now
        given_out = [source for source in after.values() if source is not None]
        assert len(given_out) == len(set(given_out)) == 3
        shown = after
