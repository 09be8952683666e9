"""The rows under the hand: keys, presses, and places that stay still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.event import DutyEnded, DutyStarted, UnitStatusSet
from app.domain.unit import UnitStatus
from tests.ui.models.crowd import HeldClock, a_scene, a_unit, happen, heard
from ui.fleet.cells import cell_text
from ui.fleet.delegate import ROW_PX
from ui.fleet.view import FleetView
from ui.models.fleet_model import FleetModel
from ui.models.fleet_query import FleetQuery, SortKey
from ui.models.scene import Scene
from ui.models.selection import Selection
from ui.theme.look import Look

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Key = Qt.Key


@pytest.fixture
def view(qtbot, scene: Scene, selection: Selection, look: Look) -> FleetView:
    """Rows: D-01, D-11, S-02, V-03, V-12."""
    return _view(qtbot, scene, selection, look)


@pytest.fixture
def long_scene(qapp: object) -> Iterator[Scene]:
    scene = a_scene(a_unit(number, f"A-{number:02}") for number in range(1, 41))
    yield scene
    scene.deleteLater()


@pytest.fixture
def long_view(qtbot, long_scene: Scene, selection: Selection, look: Look) -> FleetView:
    """Forty rows in a view with room for five."""
    return _view(qtbot, long_scene, selection, look)


def _view(qtbot, scene: Scene, selection: Selection, look: Look) -> FleetView:
    model = FleetModel(scene, cell_text, scene)
    view = FleetView(model, selection, look)
    qtbot.addWidget(view)
    view.resize(340, 5 * ROW_PX)
    with qtbot.waitActive(view):
        view.show()
        view.activateWindow()
    view.setFocus()
    return view


def _press(
    view: FleetView, row: int, modifiers: Qt.KeyboardModifier = NONE, button: Qt.MouseButton = LEFT
) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mouseClick(view.viewport(), button, modifiers, place)


def _shown(view: FleetView) -> list[str]:
    return [view.model().row_at(row).unit.callsign for row in range(view.model().rowCount())]


def _top(view: FleetView) -> str:
    return view.model().row_at(view.indexAt(QPoint(10, 1)).row()).unit.callsign


def test_a_press_chooses(view: FleetView, selection: Selection) -> None:
    _press(view, 2)
    assert selection.units == (2,)

    _press(view, 4, CTRL)
    assert selection.units == (2, 4)

    _press(view, 1, SHIFT)
    assert selection.units == (4, 3, 2, 5)


def test_a_choice_on_the_map_is_shown_and_becomes_where_the_keys_begin(
    long_view: FleetView, selection: Selection
) -> None:
    selection.set([30])

    assert long_view.current == 30
    assert long_view.viewport().rect().contains(long_view.visualRect(long_view.currentIndex()).center())

    QTest.keyClick(long_view, Key.Key_Down, SHIFT)
    assert selection.units == (30, 31)


def test_a_press_far_down_does_not_scroll(long_view: FleetView) -> None:
    long_view.verticalScrollBar().setValue(10 * ROW_PX + 7)

    _press(long_view, 12)

    assert long_view.verticalScrollBar().value() == 10 * ROW_PX + 7


def test_arrows_choose_and_with_ctrl_only_go(view: FleetView, selection: Selection) -> None:
    selection.set([1])

    QTest.keyClick(view, Key.Key_Down)
    assert selection.units == (5,)

    QTest.keyClick(view, Key.Key_Down, CTRL)
    QTest.keyClick(view, Key.Key_Down, CTRL)
    assert selection.units == (5,)
    assert view.current == 3

    QTest.keyClick(view, Key.Key_Space, CTRL)
    assert selection.units == (5, 3)

    QTest.keyClick(view, Key.Key_Home, SHIFT)
    assert selection.units == (3, 2, 5, 1)

    QTest.keyClick(view, Key.Key_End)
    assert selection.units == (4,)


def test_a_page_at_a_time(long_view: FleetView, selection: Selection) -> None:
    selection.set([1])

    QTest.keyClick(long_view, Key.Key_PageDown)

    assert selection.primary is not None
    assert 4 <= selection.primary <= 6


def test_ctrl_a_chooses_all_that_are_shown_and_keeps_the_primary(view: FleetView, selection: Selection) -> None:
    selection.set([2])

    QTest.keyClick(view, Key.Key_A, CTRL)

    assert set(selection.units) == {1, 2, 3, 4, 5}
    assert selection.primary == 2


def test_escape_chooses_nobody(view: FleetView, selection: Selection) -> None:
    selection.set([1, 2])

    QTest.keyClick(view, Key.Key_Escape)

    assert selection.units == ()


def test_enter_and_a_double_press_zoom(view: FleetView, selection: Selection) -> None:
    zooms: list[int] = []
    view.zoom_requested.connect(zooms.append)
    selection.set([3])

    QTest.keyClick(view, Key.Key_Return)
    QTest.mouseDClick(view.viewport(), LEFT, NONE, view.visualRect(view.model().index(0, 0)).center())

    assert zooms == [3, 1]


def test_enter_on_a_row_that_is_not_chosen_chooses_it(qtbot, view: FleetView, selection: Selection) -> None:
    selection.set([1])
    QTest.keyClick(view, Key.Key_Down, CTRL)

    with qtbot.waitSignal(view.zoom_requested):
        QTest.keyClick(view, Key.Key_Return)

    assert selection.units == (5,)


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_F, Key.Key_T])
def test_space_and_letters_are_left_to_talk_and_to_shortcuts(
    view: FleetView, selection: Selection, key: Key
) -> None:
    selection.set([3])
    event = QKeyEvent(QEvent.Type.KeyPress, key, NONE)

    QApplication.sendEvent(view, event)

    assert not event.isAccepted()
    assert selection.units == (3,)
    assert view.current == 3


def test_a_right_press_on_a_row_that_is_not_chosen_chooses_it(view: FleetView, selection: Selection) -> None:
    selection.set([1, 2])

    _press(view, 1, button=RIGHT)
    assert selection.units == (5,)

    selection.set([1, 2])
    _press(view, 0, button=RIGHT)
    assert selection.units == (1, 2)


def test_a_press_below_the_last_row_changes_nothing(qtbot, view: FleetView, selection: Selection) -> None:
    view.model().set_query(FleetQuery(text="v-"))
    selection.set([3])

    QTest.mouseClick(view.viewport(), LEFT, NONE, QPoint(50, 4 * ROW_PX))

    assert selection.units == (3,)


def test_what_a_filter_hides_stays_chosen_until_one_chooses_anew(view: FleetView, selection: Selection) -> None:
    selection.set([1, 3])

    view.model().set_query(FleetQuery(text="v-"))
    assert selection.units == (1, 3)

    _press(view, 1, CTRL)
    assert selection.units == (1, 3, 4)

    _press(view, 0)
    assert selection.units == (3,)


def test_rows_that_come_above_do_not_push_away_what_one_reads(long_scene: Scene, long_view: FleetView) -> None:
    happen(long_scene, DutyEnded(unit=2), DutyEnded(unit=5))
    long_view.verticalScrollBar().setValue(10 * ROW_PX + 7)
    assert _top(long_view) == "A-13"

    happen(long_scene, DutyStarted(unit=2), DutyEnded(unit=1), DutyStarted(unit=5))

    assert _top(long_view) == "A-13"
    assert long_view.verticalScrollBar().value() % ROW_PX == 7


def test_at_the_top_one_stays_at_the_top(long_scene: Scene, long_view: FleetView) -> None:
    happen(long_scene, DutyEnded(unit=1))

    happen(long_scene, DutyStarted(unit=1))

    assert _top(long_view) == "A-01"


def test_the_current_row_stays_current_through_every_change(long_view: FleetView, selection: Selection) -> None:
    selection.set([20])
    bar = long_view.verticalScrollBar()

    long_view.model().set_query(FleetQuery(sort=SortKey.FORCE))
    assert long_view.current == 20

    long_view.model().set_query(FleetQuery(text="a-2"))
    assert long_view.current == 20
    assert selection.units == (20,)
    assert bar.value() <= bar.maximum()


def test_in_an_order_by_age_the_place_stays_and_rows_pass_by(qtbot, selection: Selection, look: Look) -> None:
    clock = HeldClock()
    scene = a_scene((a_unit(number) for number in range(1, 41)), clock)
    heard(scene, {number: number for number in range(1, 41)})
    view = _view(qtbot, scene, selection, look)
    view.model().set_query(FleetQuery(sort=SortKey.AGE))
    view.verticalScrollBar().setValue(3 * ROW_PX)

    heard(scene, {40: 0, 39: 0})
    view.model().tick()

    assert view.verticalScrollBar().value() == 3 * ROW_PX
    assert view.model().number_at(0) == 38


def test_rows_hold_still_under_a_moving_pointer_and_go_on_when_it_rests(
    qtbot, scene: Scene, view: FleetView, clock: HeldClock
) -> None:
    view.model().set_query(FleetQuery(statuses=frozenset({UnitStatus.AVAILABLE})))
    assert _shown(view) == ["D-01", "S-02", "V-03"]
    QTest.mouseMove(view.viewport(), QPoint(60, 60))
    assert view._hold.isActive()

    happen(scene, UnitStatusSet(unit=1, status=UnitStatus.BUSY))
    assert _shown(view) == ["D-01", "S-02", "V-03"]

    qtbot.waitUntil(lambda: _shown(view) == ["S-02", "V-03"])


def test_keys_hold_rows_still_too(qtbot, scene: Scene, view: FleetView) -> None:
    QTest.keyClick(view, Key.Key_Down)

    happen(scene, DutyStarted(unit=6))
    assert "D-06" not in _shown(view)

    qtbot.waitUntil(lambda: "D-06" in _shown(view))


def test_while_a_menu_is_open_rows_hold_still(qtbot, scene: Scene, view: FleetView, selection: Selection) -> None:
    selection.set([1])
    seen = []

    def while_open() -> None:
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
        happen(scene, DutyStarted(unit=6))
        seen.append(_shown(view))

    view.menu_requested.connect(while_open)

    QTest.keyClick(view, Key.Key_Down)
    QApplication.sendEvent(view, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5)))

    assert "D-06" not in seen[0]
    qtbot.waitUntil(lambda: "D-06" in _shown(view))


def test_only_rows_that_are_seen_are_told_of(long_view: FleetView, selection: Selection) -> None:
    told = []
    long_view.model().dataChanged.connect(lambda top, bottom: told.append((top.row(), bottom.row())))

    long_view.verticalScrollBar().setValue(10 * ROW_PX)
    long_view.model().tick()

    assert told == [(10, 14)]


def test_rows_are_painted_in_every_state_without_a_word_from_qt(
    qtbot, scene: Scene, view: FleetView, selection: Selection, clock: HeldClock, look: Look
) -> None:
    selection.set([1, 2])
    clock.pass_s(58)
    before = view.grab().toImage()
    clock.pass_s(20)
    assert view.grab().toImage() != before

    look.set_wall(True)
    view.resize(260, 300)
    assert not view.grab().isNull()


def _drag(view: FleetView, row: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    place = view.visualRect(view.model().index(row, 0)).center()
    QTest.mousePress(view.viewport(), LEFT, modifiers, place)
    for step in (2, 15, 40):
        QTest.mouseMove(view.viewport(), place + QPoint(step, 0))
    QTest.mouseRelease(view.viewport(), LEFT, modifiers, place + QPoint(40, 0))


def test_a_row_is_dragged_once_the_hand_has_gone_far_enough(view: FleetView, selection: Selection) -> None:
    dragged: list[list[int]] = []
    view.drag_begun.connect(dragged.append)
    _press(view, 1)
    assert dragged == []
    _drag(view, 2)
    assert dragged == [[2]]
    assert selection.units == (2,)


def test_one_of_several_that_are_chosen_takes_all_of_them_along(view: FleetView, selection: Selection) -> None:
    dragged: list[list[int]] = []
    view.drag_begun.connect(dragged.append)
    selection.set([5, 2])
    _drag(view, 2)
    assert dragged == [[5, 2]]
    assert selection.units == (5, 2)


def test_a_press_on_one_of_several_chooses_it_alone_when_it_is_let_go(
    view: FleetView, selection: Selection
) -> None:
    selection.set([5, 2])
    place = view.visualRect(view.model().index(2, 0)).center()
    QTest.mousePress(view.viewport(), LEFT, NONE, place)
    assert selection.units == (5, 2)
    QTest.mouseRelease(view.viewport(), LEFT, NONE, place)
    assert selection.units == (2,)
