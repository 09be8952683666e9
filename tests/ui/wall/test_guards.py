from __future__ import annotations

import pytest

from app.domain.event import DutyEnded, StreamEnded
from app.domain.stream import StreamEnd
from tests.ui.widgets.fakes import happen
from ui.bridge.video_status import SourceState
from ui.wall.plan import WallPlan
from ui.wall.tour import AHEAD_S, PATIENCE_S, Stop


@pytest.fixture
def tour(kit):
    for source in (11, 12, 13):
        kit.videos.say(source, SourceState.LIVE)
    return kit.tours.add("Gates", (Stop(11), Stop(12), Stop(13)))


@pytest.fixture
def touring(wall, tour):
    wall.board.start_tour(1, tour.number)
    return wall


def arrive(kit, source):
    """The first picture of a source that was opened ahead."""
    for screen in kit.videos.screens:
        if screen.showing().source == source:
            screen.show(None)


def test_a_tile_begins_with_the_first_stop_and_says_where_it_is(touring):
    assert touring.board.sources == [None, 11, None, None]
    assert touring.notes[1] == "Gates 1/3"


def test_the_next_source_is_opened_ahead_at_the_size_of_the_tile(touring, kit):
    touring.pass_s(10 - AHEAD_S - 0.5)
    assert kit.videos.seen == []
    touring.pass_s(0.5)
    assert kit.videos.seen == [12]
    ahead = next(screen.showing() for screen in kit.videos.screens if screen.showing().is_visible)
    assert ahead.size == (640, 360)


def test_the_change_comes_with_a_picture_and_lets_go_of_what_was_opened_ahead(touring, kit):
    touring.pass_s(9)
    arrive(kit, 12)
    touring.pass_s(1)
    assert touring.board.sources[1] == 12
    assert touring.notes[1] == "Gates 2/3"
    assert kit.videos.seen == []


def test_a_stop_that_fails_while_it_is_opened_is_passed_over(touring, kit):
    touring.pass_s(8)
    kit.videos.say(12, SourceState.RETRYING)
    touring.pass_s(0.5)
    assert kit.videos.seen == [13]
    arrive(kit, 13)
    touring.pass_s(2)
    assert touring.board.sources[1] == 13


def test_a_stop_that_brings_no_picture_in_time_is_passed_over(touring, kit):
    touring.pass_s(10 + PATIENCE_S + 0.5)
    assert touring.board.sources[1] == 11
    assert kit.videos.seen == [13]


def test_a_source_that_ends_while_it_is_shown_is_left_at_once(touring, kit):
    touring.pass_s(2)
    happen(kit.scene, StreamEnded(terminal=11, number=1, reason=StreamEnd.CLOSED))
    kit.videos.say(11, SourceState.NONE)
    touring.pass_s(0.5)
    assert touring.board.sources[1] == 12


def test_pause_next_and_previous_by_hand(touring):
    touring.board.pause_tour(1)
    assert touring.notes[1] == "Gates 1/3 · paused"
    touring.pass_s(30)
    assert touring.board.sources[1] == 11
    touring.board.step_tour(1)
    assert touring.board.sources[1] == 12
    touring.board.step_tour(1, is_back=True)
    touring.board.step_tour(1, is_back=True)
    assert touring.board.sources[1] == 13
    touring.board.pause_tour(1)
    assert touring.notes[1] == "Gates 3/3"


def test_keys_of_a_tour_do_nothing_in_another_tile(touring):
    touring.board.step_tour(0)
    touring.board.pause_tour(0)
    assert touring.board.sources[1] == 11


def test_a_tour_goes_on_where_it_was_when_its_tile_changes_places(touring):
    touring.board.step_tour(1)
    touring.board.swap(1, 3)
    assert touring.board.sources == [None, None, None, 12]


def test_a_tour_runs_in_one_tile_of_a_wall(touring, tour):
    touring.board.start_tour(2, tour.number)
    assert touring.board.sources == [None, None, 11, None]


def test_a_tour_that_was_edited_begins_anew_with_its_new_stops(touring, kit, tour):
    kit.tours.change(tour.number, stops=(Stop(13), Stop(14)))
    assert touring.board.sources[1] == 13


def test_renaming_a_tour_is_seen_at_once(touring, kit, tour):
    kit.tours.change(tour.number, name="Doors")
    assert touring.notes[1] == "Doors 1/3"


def test_a_tour_that_is_deleted_frees_its_tile(touring, kit, tour):
    kit.tours.remove(tour.number)
    assert touring.board.plan == WallPlan("four")


def test_a_tour_without_stops_says_so(wall, kit):
    wall.board.start_tour(0, kit.tours.add("Empty").number)
    assert wall.notes[0] == "Empty: no stops yet"


def test_a_unit_that_goes_off_duty_is_passed_over_whatever_its_terminal_still_sends(touring, kit):
    happen(kit.scene, DutyEnded(unit=2))
    touring.pass_s(7)
    assert kit.videos.seen == [13]


def test_what_only_a_media_server_has_is_visited_too(wall, kit):
    kit.videos.say(11, SourceState.LIVE)
    kit.videos.say(15, SourceState.NONE)
    tour = kit.tours.add("Server", (Stop(11), Stop(15)))
    wall.board.start_tour(0, tour.number)
    wall.pass_s(8)
    assert kit.videos.seen == []
    # The station has been asked, and knows of it.
    kit.videos.say(15, SourceState.OFF)
    wall.pass_s(1)
    assert kit.videos.seen == [15]


def test_every_stop_is_looked_out_for_while_the_wall_is_seen_and_no_longer(touring, kit):
    touring.pass_s(1)
    assert sorted(kit.videos.sources) == [11, 12, 13]
    touring.board.set_watched(False)
    assert kit.videos.sources == []


def test_nothing_is_opened_ahead_while_nobody_sees_the_wall(touring, kit):
    touring.pass_s(9)
    assert kit.videos.seen == [12]
    touring.board.set_watched(False)
    assert kit.videos.seen == []
