"""The walls of a whole desk: opened from elsewhere, and gone with the desk."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.contract.station_process import StationProcess
from tests.e2e.conftest import WAIT_MS, OpenDesk
from ui.wall.memory import kept


def test_a_place_that_is_chosen_on_the_map_opens_the_wall_which_has_the_keys(
    station: StationProcess, open_desk: OpenDesk, qtbot: QtBot
) -> None:
    workplace = open_desk(station)
    workplace.window.activateWindow()
    assert workplace.window.dock_host.current.name == "dispatch"

    workplace.map_view.video_place_chosen.emit(24.944, 60.1715)

    assert workplace.window.dock_host.current.name == "wall"
    assert len(workplace.walls.main.board.plan.following) == workplace.walls.main.board.plan.grid.count
    assert not workplace.map_view.isVisible()
    qtbot.waitUntil(lambda: workplace.walls.main.isAncestorOf(workplace.window.focusWidget()), timeout=WAIT_MS)


def test_the_windows_of_walls_close_with_the_desk_and_are_remembered(
    station: StationProcess, open_desk: OpenDesk
) -> None:
    workplace = open_desk(station)
    window = workplace.walls.open_window()
    window.pane.board.set_layout("sixteen")

    workplace.window.close()

    assert not window.isVisible()
    state = kept(workplace._remembered)
    assert [one.plan.layout for one in state.windows] == ["sixteen"]
