from __future__ import annotations

from app.domain.event import DutyEnded, StreamEnded, StreamStarted, UnitStatusSet
from app.domain.stream import StreamEnd
from app.domain.unit import UnitStatus
from tests.ui.wall.conftest import BODY_CAMERA, CAMERA, HELSINKI, stream
from tests.ui.widgets.fakes import happen
from ui.wall.plan import Place, WallPlan

PLACE = Place(*HELSINKI)


def test_units_that_are_dropped_are_shown_through_their_terminals(wall):
    wall.board.drop(1, [1, 2])
    assert wall.board.sources == [None, 11, 12, None]


def test_a_camera_and_a_terminal_are_dropped_as_they_are(wall):
    wall.board.drop(0, [CAMERA, 13])
    assert wall.board.sources == [CAMERA, 13, None, None]


def test_a_unit_without_any_terminal_cannot_be_shown_and_that_is_told(wall):
    wall.board.drop(0, [7])
    assert wall.board.sources == [None] * 4
    assert wall.failures == ["wall.no_terminal"]


def test_a_unit_that_sends_nothing_yet_is_shown_all_the_same(wall):
    wall.board.drop(0, [6])
    assert wall.board.sources[0] == 16
    assert wall.failures == []


def test_dragging_a_tile_onto_another_swaps_them(wall):
    wall.board.drop(0, [1, 2])
    wall.board.swap(0, 3)
    assert wall.board.sources == [None, 12, None, 11]
    wall.board.drop(1, [11])
    assert wall.board.sources == [None, 11, None, 12]


def test_a_unit_that_is_on_the_wall_already_comes_to_the_tile_it_is_dropped_on(wall):
    wall.board.drop(0, [1, 2])
    wall.board.drop(1, [1])
    assert wall.board.sources == [12, 11, None, None]


def test_all_live_sources_come_by_name_with_the_cameras_last(wall):
    wall.board.add_live()
    assert wall.board.plan.layout == "nine"
    assert wall.board.sources[:5] == [11, 12, 14, 13, CAMERA]


def test_there_is_a_word_when_nothing_is_live(make_wall, kit):
    wall = make_wall()
    happen(kit.scene, *(StreamEnded(terminal=n, number=1, reason=StreamEnd.CLOSED) for n in (11, 12, 13, 14)))
    kit.scene.picture.cameras.clear()
    wall.board.add_live()
    assert wall.failures == ["wall.nothing_live"]


def test_a_unit_whose_terminal_stops_is_shown_through_its_other_one(wall, kit):
    wall.board.drop(0, [15])
    happen(kit.scene, StreamStarted(stream=stream(BODY_CAMERA)))
    assert wall.board.sources[0] == BODY_CAMERA
    happen(kit.scene, StreamStarted(stream=stream(15)))
    assert wall.board.sources[0] == BODY_CAMERA


def test_crews_at_work_count_more_than_others(wall, kit):
    wall.board.drop(0, [1, 2])
    assert [face.importance for face in wall.board.faces[:2]] == [1, 2]
    happen(kit.scene, UnitStatusSet(unit=1, status=UnitStatus.ON_SCENE))
    assert wall.board.faces[0].importance == 2


class TestFocus:
    def test_choosing_a_tile_chooses_its_unit(self, wall):
        wall.board.drop(0, [1, CAMERA])
        wall.board.set_focus(0)
        assert wall.selection.units == (1,)
        wall.board.set_focus(1)
        assert wall.selection.camera == CAMERA
        assert wall.selection.units == ()

    def test_a_free_tile_can_be_chosen_and_leaves_the_selection_alone(self, wall):
        wall.selection.set([1])
        wall.board.set_focus(2)
        assert wall.board.focus == 2
        assert wall.selection.units == (1,)

    def test_a_unit_that_is_chosen_elsewhere_is_marked_and_focused(self, wall):
        wall.board.drop(0, [1, 2, 3])
        wall.selection.set([3, 2])
        assert [face.is_marked for face in wall.board.faces] == [False, True, True, False]
        assert wall.board.focus == 1

    def test_an_enlarged_tile_is_not_taken_away_by_a_choice_elsewhere(self, wall):
        wall.board.drop(0, [1, 2])
        wall.board.open(0)
        wall.selection.set([2])
        assert wall.board.focus == 0
        assert wall.board.is_enlarged

    def test_opening_a_tile_enlarges_it_and_again_brings_the_others_back(self, wall):
        wall.board.drop(0, [1, 2])
        wall.board.open(1)
        assert (wall.board.focus, wall.board.is_enlarged) == (1, True)
        wall.board.open(1)
        assert not wall.board.is_enlarged

    def test_where_there_is_a_large_tile_a_small_one_becomes_it_first(self, make_wall):
        wall = make_wall(WallPlan("strip"))
        wall.board.drop(0, [1, 2, 3])
        wall.board.open(2)
        assert wall.board.sources[:3] == [13, 12, 11]
        assert not wall.board.is_enlarged
        wall.board.open(0)
        assert wall.board.is_enlarged

    def test_another_layout_shows_all_its_tiles(self, wall):
        wall.board.drop(0, [1, 2])
        wall.board.open(1)
        wall.board.set_layout("nine")
        assert not wall.board.is_enlarged
        assert wall.board.focus == 1
        wall.board.set_layout("one")
        assert wall.board.focus is None

    def test_nothing_is_told_when_nothing_is_to_be_drawn_anew(self, wall, kit, qtbot):
        wall.board.drop(0, [1])
        with qtbot.assertNotEmitted(wall.board.changed):
            wall.board.clear(3)
            happen(kit.scene, UnitStatusSet(unit=3, status=UnitStatus.BUSY))


class TestNearest:
    def test_free_tiles_show_who_is_near_and_say_how_far(self, wall):
        wall.place(u1=(0, 500), u2=(0, 200), u3=(0, 4000))
        wall.board.drop(0, [4])
        wall.board.show_nearest(PLACE)
        assert wall.board.sources == [14, 12, CAMERA, 11]
        assert wall.notes[:2] == ["", "Nearest · 200 m"]

    def test_a_unit_that_comes_nearer_takes_its_tile_after_a_while(self, make_wall):
        wall = make_wall(WallPlan("one"))
        wall.place(u1=(0, 100), u2=(0, 200))
        wall.board.show_nearest(PLACE)
        assert wall.board.sources == [11]
        wall.place(u1=(0, 150), u2=(0, 20))
        wall.pass_s(5)
        assert wall.board.sources == [11]
        wall.pass_s(6)
        assert wall.board.sources == [12]

    def test_a_source_that_is_gone_is_replaced_at_once(self, make_wall, kit):
        wall = make_wall(WallPlan("one"))
        wall.place(u1=(0, 100), u2=(0, 200))
        wall.board.show_nearest(PLACE)
        happen(kit.scene, DutyEnded(unit=1))
        wall.pass_s(0.5)
        assert wall.board.sources == [12]

    def test_what_is_pinned_is_not_shown_twice(self, wall):
        wall.place(u1=(0, 10), u2=(0, 20))
        wall.board.drop(0, [1])
        wall.board.show_nearest(PLACE)
        assert wall.board.sources.count(11) == 1

    def test_tiles_without_anybody_near_say_so(self, wall):
        wall.place(u1=(0, 10))
        wall.board.show_nearest(PLACE)
        assert wall.board.sources == [11, CAMERA, None, None]
        assert wall.notes[3] == "Nobody else near has video"

    def test_a_tile_that_is_held_stays_when_following_ends(self, wall):
        wall.place(u1=(0, 10), u2=(0, 60))
        wall.board.show_nearest(PLACE)
        wall.board.hold(1)
        wall.board.end_nearest()
        assert wall.board.sources == [None, 12, None, None]
        assert wall.notes == [""] * 4

    def test_a_following_tile_that_changes_places_keeps_its_source(self, wall):
        wall.place(u1=(0, 10), u2=(0, 60), u3=(0, 900))
        wall.board.show_nearest(PLACE)
        before = wall.board.sources
        wall.board.swap(0, 3)
        assert wall.board.sources[3] == before[0]

    def test_a_full_wall_of_the_largest_kind_says_so(self, make_wall):
        wall = make_wall(WallPlan("twenty_five").filled(0, range(100, 125)))
        wall.board.show_nearest(PLACE)
        assert wall.failures == ["wall.full"]

    def test_the_follower_rests_while_nobody_sees_the_wall(self, wall):
        wall.board.show_nearest(PLACE)
        assert wall.board._timer.isActive()
        wall.board.set_watched(False)
        assert not wall.board._timer.isActive()
