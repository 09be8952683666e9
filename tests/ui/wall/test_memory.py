from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from ui.wall.layouts import LAYOUTS
from ui.wall.memory import KeptWindow, WallState, from_json, keep, kept, to_json
from ui.wall.placement import Area, Placement
from ui.wall.plan import Place, Touring, WallPlan
from ui.wall.tour import Stop, Tour

STATE = WallState(
    WallPlan("six").filled(1, [12, 13]).with_content(4, Touring(2)).near(Place(24.94, 60.17)),
    (KeptWindow(WallPlan("sixteen").filled(3, [9]), Placement(Area(-1920, 40, 800, 600), "HDMI-1", True)),),
    (Tour(2, 'Gates, "north"', (Stop(12, 5), Stop(13, 20))),),
)


def test_everything_comes_back_after_a_restart(tmp_path):
    path = str(tmp_path / "window.ini")
    settings = QSettings(path, QSettings.Format.IniFormat)
    keep(settings, STATE)
    settings.sync()
    assert kept(QSettings(path, QSettings.Format.IniFormat)) == STATE


def test_a_first_start_has_an_empty_wall(tmp_path):
    assert kept(QSettings(str(tmp_path / "new.ini"), QSettings.Format.IniFormat)) == WallState()


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "7", '{"version": 99, "tours": 3}', "[" * 100_000])
def test_what_cannot_be_read_is_an_empty_wall(text):
    assert from_json(text) == WallState()


def test_what_makes_no_sense_is_left_out_and_the_rest_kept():
    raw = json.loads(to_json(STATE))
    raw["plan"]["contents"] = [12, "rubbish", -4, True, 12, {"tour": 2}, {"tour": 77}, "near", 1e300, 14]
    raw["tours"] += [{"number": 5, "name": " "}, "x", {"number": 6, "name": "Booths", "stops": [[3, 0], [4], 5]}]
    raw["windows"] += [{"area": [0, 0, 0, 0]}, {"area": "x"}, {}, None]
    state = from_json(json.dumps(raw))
    assert state.windows == STATE.windows
    assert state.tours == (*STATE.tours, Tour(6, "Booths", (Stop(3, 3),)))
    assert state.plan.sources == (12, 14)
    assert state.plan.contents[5] == Touring(2)
    assert state.plan.contents[6] is None


def test_tiles_do_not_follow_a_place_that_is_nowhere():
    raw = json.loads(to_json(STATE))
    raw["plan"]["place"] = [24.9, 999]
    assert from_json(json.dumps(raw)).plan.following == ()


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.fixed_dictionaries(
        {"version": st.just(1)},
        optional={
            "plan": json_values
            | st.fixed_dictionaries(
                {
                    "layout": st.sampled_from([one.name for one in LAYOUTS]) | json_values,
                    "contents": st.lists(json_values, max_size=30),
                    "place": json_values | st.tuples(st.floats(), st.floats()),
                }
            ),
            "windows": json_values,
            "tours": json_values,
        },
    )
)
def test_whatever_stands_in_the_file_the_state_is_one_that_can_be_written_and_read(raw):
    state = from_json(json.dumps(raw))
    assert from_json(to_json(state)) == state
