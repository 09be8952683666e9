"""The real page in a real renderer, worked with real input. One map for all of these tests."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.event import TerminalRegistered, VoiceLinked
from app.domain.fixes import Fixes
from app.domain.talk import VoiceLink, VoicePath
from app.domain.terminal import Terminal, TerminalKind
from tests.ui.map.conftest import HOME, PLACES, SIZE_PX, Stage, options, place_of
from tests.ui.widgets.fakes import happen
from ui.map.settings import View
from ui.theme.tokens import DARK, LIGHT, Mode

# The map outlives each test, and so does the timer of its open question.
pytestmark = pytest.mark.leaks

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
ACCENT = DARK.accent
#: An arrow key moves the map so far.
PAN_STEP_PX = 120


@pytest.fixture(scope="module")
def shared(request, qapp, page_cache):
    stage = Stage(QtBot(request), options(page_cache))
    try:
        yield stage.open()
    finally:
        stage.close()


@pytest.fixture
def stage(shared, qtbot):
    """The shared map as it was at the start."""
    shared.qtbot = qtbot
    shared.selection.set(())
    shared.selection.follow(None)
    shared.look.set_mode(Mode.DARK)
    shared.view.show_view(HOME)
    shared.view.run("select")
    shared.surface.setFocus()
    qtbot.waitUntil(lambda: shared.shows(fill_of(2), shared.pixel_of_unit(2), 6))
    # Else who waits for a ring sees that of the test before, and the page does not know of the choice yet.
    qtbot.waitUntil(lambda: not any(shared.shows(ACCENT, shared.pixel_of_unit(n), 16) for n in (2, 3)))
    return shared


def fill_of(number: int) -> str:
    return DARK.status[PLACES[number][3]].fill


def test_a_unit_is_seen_at_its_place_in_the_colour_of_its_status(stage):
    for number in (1, 2, 3):
        at = stage.pixel_of_unit(number)
        stage.qtbot.waitUntil(lambda at=at, number=number: stage.shows(fill_of(number), at, 6))


def test_a_unit_that_moves_is_seen_at_its_new_place_and_not_at_the_old(stage):
    old = stage.pixel_of_unit(2)
    stage.qtbot.waitUntil(lambda: stage.shows(fill_of(2), old, 6))
    lon, lat = HOME.lon - 0.004, HOME.lat + 0.001
    stage.scene.apply_fixes(Fixes.of([(2, stage.scene.clock.now_ms() - 900, lon, lat)]))
    new = stage.pixel_of(lon, lat)
    stage.qtbot.waitUntil(
        lambda: stage.shows(fill_of(2), new, 6) and not stage.shows(fill_of(2), old, 6), timeout=15_000
    )
    stage.scene.apply_fixes(Fixes.of([(2, stage.scene.clock.now_ms() - 800, *place_of(2))]))


def test_the_middle_of_the_map_is_in_the_middle_of_the_widget(stage):
    middle = stage.pixel_of(HOME.lon, HOME.lat)
    assert abs(middle.x() - SIZE_PX[0] / 2) <= 1
    assert abs(middle.y() - SIZE_PX[1] / 2) <= 1


def test_a_click_chooses_a_unit_and_it_gets_its_ring(stage):
    at = stage.pixel_of_unit(2)
    stage.click(at)
    stage.wait_for_units(2)
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, at, 16))


def test_ctrl_and_a_click_adds_one_and_takes_it_away_again(stage):
    stage.selection.set([1])
    stage.click(stage.pixel_of_unit(3), CTRL)
    stage.wait_for_units(1, 3)
    stage.click(stage.pixel_of_unit(3), CTRL)
    stage.wait_for_units(1)


def test_a_click_on_nothing_clears_the_choice(stage):
    stage.selection.set([1])
    stage.click(stage.pixel_of_unit(1) + QPoint(0, 120))
    stage.wait_for_units()


def test_shift_and_a_drag_chooses_what_is_in_the_box(stage):
    two, three = stage.pixel_of_unit(2), stage.pixel_of_unit(3)
    start, end = three + QPoint(-60, -40), two + QPoint(60, 40)
    stage.drag([start, start + QPoint(20, 20), end], SHIFT)
    stage.wait_for_units(2, 3)


def test_a_lasso_chooses_what_it_goes_around(stage):
    stage.key(Qt.Key.Key_L)
    at = stage.pixel_of_unit(4)
    around = [QPoint(-40, -40), QPoint(40, -40), QPoint(40, 40), QPoint(-40, 40), QPoint(-40, -30)]
    stage.drag([at + point for point in around])
    stage.wait_for_units(4)


def test_a_lasso_is_talked_to_from_its_card_by_keys_alone_or_by_hand(stage):
    happen(
        stage.scene,
        TerminalRegistered(terminal=Terminal(number=11, kind=TerminalKind.PHONE, unit=4)),
        VoiceLinked(link=VoiceLink(terminal=11, path=VoicePath.UDP)),
    )
    lasso, asked = stage.view.lasso, []
    lasso.offer_talk("Space")
    lasso.held.connect(lambda *what: asked.append(what))
    at = stage.pixel_of_unit(4)
    stage.key(Qt.Key.Key_L)
    stage.drag([at + QPoint(*step) for step in ((-40, -40), (40, -40), (40, 40), (-40, 40), (-40, -30))])
    stage.wait_for_units(4)
    assert lasso.model()["said"] == "1 hears now"
    stage.qtbot.waitUntil(lambda: stage.shows(DARK.raised, at + QPoint(70, -30)))
    stage.key(Qt.Key.Key_Tab)
    stage.qtbot.waitUntil(lambda: lasso.is_looked_at)
    stage.key(Qt.Key.Key_Return)
    stage.qtbot.waitUntil(lambda: asked == [((4,), False, True)])
    stage.view.ring(lasso.hearers.units)
    stage.qtbot.waitUntil(lambda: stage.shows(DARK.text, at, 20))
    # The hand holds the same button, to the left on the card.
    lasso.let_go.connect(lambda: asked.append("let go"))
    QTest.mousePress(stage.surface, Qt.MouseButton.LeftButton, pos=at + QPoint(90, 22))
    stage.qtbot.waitUntil(lambda: asked[1:] == [((4,), False, False)])
    QTest.mouseRelease(stage.surface, Qt.MouseButton.LeftButton, pos=at + QPoint(90, 200))
    stage.qtbot.waitUntil(lambda: asked[2:] == ["let go"])
    stage.key(Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(lambda: lasso.model() is None and not lasso.is_looked_at)
    stage.view.ring(())


def test_the_keyboard_alone_can_lasso(stage):
    middle = stage.pixel_of(HOME.lon, HOME.lat)

    def go(right: int, down: int) -> None:
        nonlocal middle
        for key, times in ((Qt.Key.Key_Right, right), (Qt.Key.Key_Down, down)):
            opposite = {Qt.Key.Key_Right: Qt.Key.Key_Left, Qt.Key.Key_Down: Qt.Key.Key_Up}[key]
            for _ in range(abs(times)):
                stage.key(key if times > 0 else opposite)
        middle -= QPoint(right, down) * PAN_STEP_PX
        stage.qtbot.waitUntil(
            lambda: (stage.pixel_of(HOME.lon, HOME.lat) - middle).manhattanLength() <= 2, timeout=15_000
        )

    stage.key(Qt.Key.Key_L)
    go(-1, -1)
    for right, down in ((2, 0), (0, 2), (-2, 0)):
        stage.key(Qt.Key.Key_Return)
        go(right, down)
    stage.key(Qt.Key.Key_Return)
    stage.key(Qt.Key.Key_Return, SHIFT)
    stage.wait_for_units(1)


def test_enter_chooses_the_unit_in_the_middle(stage):
    stage.key(Qt.Key.Key_Return)
    stage.wait_for_units(1)


def test_follow_goes_through_the_selection_and_keeps_the_unit_in_the_middle(stage):
    stage.selection.set([2])
    # The page knows of the choice once its ring is drawn; not around one that has the ring's own colour.
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, stage.pixel_of_unit(2), 16))
    stage.key(Qt.Key.Key_F)
    stage.qtbot.waitUntil(lambda: stage.selection.followed == 2)
    lon, _ = place_of(2)
    stage.qtbot.waitUntil(lambda: abs(stage.view.view.lon - lon) < 1e-4)


def test_zoom_to_the_selection_shows_it(stage):
    stage.selection.set([2, 3])
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, stage.pixel_of_unit(2), 16))
    stage.key(Qt.Key.Key_Z)
    stage.qtbot.waitUntil(lambda: stage.view.view.zoom > HOME.zoom)


def test_home_shows_all_units(stage):
    stage.view.show_view(View(0.0, 0.0, 4))
    # Keys come to the page by another way than what the desk says.
    stage.pixel_of(0.0, 0.0)
    stage.key(Qt.Key.Key_Home)
    stage.qtbot.waitUntil(lambda: stage.view.view.zoom >= 15)


def test_the_theme_changes_while_the_map_is_shown(stage):
    corner = QPoint(SIZE_PX[0] - 40, 40)
    stage.look.set_mode(Mode.LIGHT)
    stage.qtbot.waitUntil(lambda: stage.picture().pixelColor(corner).lightnessF() > 0.8)
    at = stage.pixel_of_unit(2)
    fill = LIGHT.status[PLACES[2][3]].fill
    stage.qtbot.waitUntil(lambda: stage.shows(fill, at, 6))


def test_trails_of_chosen_units_are_drawn(stage):
    stage.selection.set([4])
    lon, lat = place_of(4)
    now_ms = stage.scene.clock.now_ms()
    rows = [(4, now_ms - age_s * 1000, lon, lat - age_s * 1e-5) for age_s in range(100, 1, -1)]
    stage.past.deliver[4](Fixes.of(rows))
    at = stage.pixel_of(lon, lat - 50e-5)

    def is_drawn() -> bool:
        color = stage.picture().pixelColor(at)
        return color.blueF() > 0.5 and color.blueF() > 2 * color.redF()

    stage.qtbot.waitUntil(is_drawn)


def test_figures_are_reported_with_frames_counted_while_the_map_moves(stage):
    seen: list[dict[str, float]] = []
    stage.view.figures_reported.connect(seen.append)
    stage.view.pan_by(150, 0, 1.0)
    stage.qtbot.waitUntil(lambda: any(figures["fps"] > 0 for figures in seen))
    assert all(figures["units"] in (0, len(PLACES)) for figures in seen)


def test_a_measured_line_is_drawn_with_its_length_beside_it(stage):
    stage.key(Qt.Key.Key_M)
    start, end = QPoint(300, 500), QPoint(600, 500)
    stage.click(start)
    stage.click(end)
    stage.key(Qt.Key.Key_Return, SHIFT)
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, (start + end) / 2, 2))
    # The tag's frame, to the right of the last point.
    stage.qtbot.waitUntil(lambda: stage.shows(ACCENT, end + QPoint(18, 0), 3))
    stage.key(Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(lambda: not stage.shows(ACCENT, (start + end) / 2, 2))


def test_esc_ends_a_tool(stage):
    tools = []
    stage.view._channel.tool_chosen.connect(tools.append)
    stage.key(Qt.Key.Key_A)
    stage.key(Qt.Key.Key_Escape)
    stage.qtbot.waitUntil(lambda: tools[-2:] == ["area", "select"])


def test_no_problem_was_reported_all_the_while(stage):
    assert stage.problems == []
