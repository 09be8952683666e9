"""What can go wrong with the page, made to go wrong."""

from __future__ import annotations

import os
import shutil
import signal
import sys

import pytest
from PySide6.QtCore import QPoint, Qt

from tests.ui.map.conftest import NOTHING, OPEN_MS, PLACES, ROOT, place_of
from ui.map.settings import View, basemap_layer
from ui.theme.tokens import DARK

STREETS = basemap_layer("helsinki.pmtiles", "Streets", "© OpenStreetMap contributors")


def sees_unit(stage, number: int) -> bool:
    return stage.shows(DARK.status[PLACES[number][3]].fill, stage.pixel_of_unit(number), 6)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_renderer_comes_back_with_the_same_view_layer_tool_and_choice(open_stage, qtbot):
    stage = open_stage(STREETS, NOTHING)
    stage.selection.set([2])
    stage.view._channel.choose_layer(NOTHING.name)
    stage.view.run("lasso")
    looked_at, told = View(24.9461, 60.1720, 17.0), []
    stage.view.view_changed.connect(told.append)
    stage.view.show_view(looked_at)
    # What the page said of where it looked at first may still be on its way.
    qtbot.waitUntil(lambda: bool(told) and told[-1].zoom == 17.0)
    qtbot.waitUntil(lambda: stage.view._settings()["tool"] == "lasso")
    with qtbot.waitSignal(stage.view.ready, timeout=OPEN_MS):
        os.kill(stage.view.renderer_pid(), signal.SIGKILL)
    qtbot.waitUntil(lambda: stage.shows(DARK.accent, stage.pixel_of_unit(2), 16))
    settings = stage.view._settings()
    assert settings["view"]["zoom"] == 17.0
    assert abs(settings["view"]["lon"] - looked_at.lon) < 1e-5
    assert (settings["tool"], settings["layer"]) == ("lasso", NOTHING.name)
    middle = stage.pixel_of(stage.view.view.lon, stage.view.view.lat)
    assert (middle - QPoint(450, 320)).manhattanLength() <= 2


def test_a_map_that_died_too_often_says_so_and_comes_back_by_its_button(open_stage, qtbot):
    stage = open_stage()
    stage.view._revival.gave_up.emit()
    placard = stage.view._placard
    assert placard.isVisible()
    with qtbot.waitSignal(stage.view.ready, timeout=OPEN_MS):
        qtbot.mouseClick(placard.button, Qt.MouseButton.LeftButton)
    assert not placard.isVisible()
    qtbot.waitUntil(lambda: sees_unit(stage, 2))


def test_the_keyboard_alone_changes_the_ground(open_stage, qtbot):
    stage = open_stage(NOTHING, STREETS)
    chosen = []
    stage.view._channel.layer_chosen.connect(chosen.append)
    stage.surface.setFocus()
    for key in (Qt.Key.Key_B, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        stage.key(key)
    qtbot.waitUntil(lambda: chosen == [STREETS.name])
    # Back on the map, whose keys mean what they meant.
    stage.key(Qt.Key.Key_L)
    qtbot.waitUntil(lambda: stage.view._settings()["tool"] == "lasso")


def test_the_vector_ground_is_drawn(open_stage, qtbot):
    stage = open_stage(STREETS)

    def colors() -> int:
        picture = stage.picture().scaled(60, 40)
        return len({picture.pixel(x, y) for x in range(15, 60) for y in range(40)})

    qtbot.waitUntil(lambda: colors() > 20)
    assert stage.problems == []


def test_where_the_vector_ground_ends_there_is_a_line_and_elsewhere_none(open_stage, qtbot):
    stage = open_stage(STREETS, NOTHING)
    # As the file itself says; below the buttons of the tools.
    ends = [stage.pixel_of(lon, 60.1697) for lon in (24.9351762, 24.9534145)]

    def lines() -> list[bool]:
        return [stage.shows(DARK.edge, end, 6) for end in ends]

    qtbot.waitUntil(lambda: lines() == [True, True])
    stage.surface.setFocus()
    for key in (Qt.Key.Key_B, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
        stage.key(key)
    qtbot.waitUntil(lambda: lines() == [False, False])


@pytest.mark.parametrize(
    "content", [None, b"", b"not a map", bytes(20_000)], ids=["missing", "empty", "text", "zeros"]
)
def test_a_broken_basemap_is_told_once_and_units_are_drawn_all_the_same(open_stage, qtbot, tmp_path, content):
    if content is not None:
        (tmp_path / "helsinki.pmtiles").write_bytes(content)
    stage = open_stage(STREETS, basemaps=(tmp_path,))
    qtbot.waitUntil(lambda: sees_unit(stage, 2))
    qtbot.waitUntil(lambda: [code for code, _ in stage.problems] == ["basemap"])


def test_a_basemap_cut_short_is_told_too(open_stage, qtbot, tmp_path):
    whole = ROOT / "resources/basemaps/helsinki.pmtiles"
    shutil.copy(whole, tmp_path)
    os.truncate(tmp_path / "helsinki.pmtiles", 30_000)
    stage = open_stage(STREETS, basemaps=(tmp_path,))
    qtbot.waitUntil(lambda: "basemap" in [code for code, _ in stage.problems])
    qtbot.waitUntil(lambda: sees_unit(stage, 2))


def test_the_page_cannot_run_scripts_nor_reach_hosts_that_are_not_its_own(open_stage, qtbot):
    stage = open_stage()
    results = {}
    page = stage.view._web.page()
    attempts = {
        "inline": "(() => { const s = document.createElement('script'); s.textContent = 'window.broken = 1';"
        " document.head.append(s); return window.broken ?? 0; })()",
        "eval": "(() => { try { return eval('1'); } catch { return 0; } })()",
    }
    for name, script in attempts.items():
        page.runJavaScript(script, lambda value, name=name: results.update({name: value}))
    page.runJavaScript(
        "fetch('http://127.0.0.1:9/').then(() => 1, () => 0).then((got) => { document.title = `reached ${got}`; })"
    )
    qtbot.waitUntil(lambda: len(results) == len(attempts) and page.title().startswith("reached"))
    assert results == {"inline": 0, "eval": 0}
    assert page.title() == "reached 0"


def test_a_unit_under_the_pointer_has_its_card(open_stage, qtbot):
    from PySide6.QtTest import QTest

    stage = open_stage()
    at = stage.pixel_of(*place_of(2))
    qtbot.waitUntil(lambda: sees_unit(stage, 2))
    QTest.mouseMove(stage.surface, at)
    raised = DARK.raised
    qtbot.waitUntil(lambda: stage.shows(raised, at + QPoint(40, 40), 4))
