"""The map's tools as the palette and the overview know them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.ui.map.conftest import NOTHING
from ui.map.actions import MapActions
from ui.map.icons import tool_icon


@pytest.fixture
def stage(open_stage):
    return open_stage(NOTHING)


@pytest.fixture
def actions(stage):
    return {one.objectName(): one for one in MapActions(stage.view, stage.look, stage.view).actions}


@pytest.mark.parametrize("tool", ["lasso", "distance", "area", "video"])
def test_a_tool_is_taken_in_hand_and_the_map_has_the_keyboard(stage, actions, qtbot, tool):
    with qtbot.waitSignal(stage.view._channel.tool_chosen) as chosen:
        actions[tool].trigger()
    assert chosen.args == [tool]
    with qtbot.waitSignal(stage.view._channel.tool_chosen) as chosen:
        stage.key(Qt.Key.Key_Escape)
    assert chosen.args == ["select"]


def test_a_key_takes_its_tool_once_although_an_action_says_the_same_key(stage, actions, qtbot):
    taken = []
    stage.view._channel.tool_chosen.connect(taken.append)
    stage.view.window().addAction(actions["select"])
    stage.key(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: "lasso" in taken)
    stage.key(Qt.Key.Key_S)
    qtbot.waitUntil(lambda: "select" in taken)
    assert taken == ["lasso", "select"]


def test_zooming_goes_one_step_and_back(stage, actions, qtbot):
    before, seen = stage.view.view.zoom, []
    stage.view.view_changed.connect(lambda view: seen.append(round(view.zoom - before, 2)))
    actions["zoom_in"].trigger()
    qtbot.waitUntil(lambda: seen[-1:] == [1.0])
    actions["zoom_out"].trigger()
    qtbot.waitUntil(lambda: seen[-1:] == [0.0])
    # What the page said of where it looked at first may have come before.
    assert [step for step in seen if step] == [1.0]


def test_every_tool_of_the_page_can_be_found(actions):
    # Follow and zooming to the chosen are actions of the chosen unit.
    on_page = {"select", "lasso", "distance", "area", "video", "trails", "cameras", "zoom_all", "layers"}
    assert on_page <= set(actions)
    assert all(not tool_icon(name).isNull() for name in on_page)
